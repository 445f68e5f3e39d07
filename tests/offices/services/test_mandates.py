"""Mandates (spec section 1)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from acts.common.refusals import NotAllowed, RulesBroken
from offices.actors import Actor
from offices.models import Firm, Mandate, User
from offices.services import mandates

Actors = Callable[..., Actor]
TODAY = date(2026, 11, 23)


def give(actor: Actor, representative: str, at: datetime) -> Mandate:
    return mandates.give(actor=actor, representative=representative, valid_from=TODAY, at=at)


def test_mandate_by_an_officer_is_refused(
    departure_officer: User, stranger: User, actor_of: Actors, at: datetime
) -> None:
    with pytest.raises(NotAllowed):
        give(actor_of(departure_officer), "MY-T-0001", at)


@pytest.mark.parametrize(
    ("representative", "code"),
    [("SG-T-0001", "R-MANDATE-01"), ("SG-B-0001", "R-MANDATE-02"), ("SG-T-0002", "R-MANDATE-03")],
)
def test_mandate_to_the_wrong_firm_is_refused(
    representative: str, code: str, trader: User, agent: User, bank_user: User, actor_of: Actors, at: datetime
) -> None:
    with pytest.raises(RulesBroken) as refusal:
        give(actor_of(trader), representative, at)
    assert refusal.value.findings[0].code == code


def test_mandate_is_not_ended_by_the_representative(trader: User, agent: User, actor_of: Actors, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        mandates.end(actor=actor_of(agent), mandate=Mandate.objects.get().pk, last_day=TODAY, at=at)


def test_mandate_holds_until_ended(
    trader: User, stranger: User, principal: Firm, actor_of: Actors, at: datetime
) -> None:
    row = give(actor_of(trader), "MY-T-0001", at)
    assert principal.pk in actor_of(stranger).represented
    mandates.end(actor=actor_of(trader), mandate=row.pk, last_day=TODAY, at=at)
    assert not Mandate.objects.on(TODAY + timedelta(days=1)).exists()
