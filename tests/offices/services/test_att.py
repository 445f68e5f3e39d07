"""Rights, premises and seals of authorised traders (spec section 1)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from acts.common.refusals import NotAllowed, NotFound, RulesBroken
from offices.actors import Actor
from offices.enums import AttRightKind, FirmStatus
from offices.models import AttRight, CountryProfile, Firm, User
from offices.services import att
from tests.factories import offices as factory

Actors = Callable[..., Actor]
TODAY = date(2026, 11, 23)
OWN_SEALS = AttRightKind.OWN_SEALS


@pytest.fixture
def national(national_admin: User, actor_of: Actors) -> Actor:
    return actor_of(national_admin)


def grant(actor: Actor, firm: Firm, at: datetime, country: str = "SG") -> AttRight:
    return att.grant_right(actor=actor, firm=firm.number, country=country, kind=OWN_SEALS, valid_from=TODAY, at=at)


def seals(actor: Actor, firm: Firm, at: datetime, first: int, last: int) -> None:
    att.approve_seals(actor=actor, firm=firm.number, prefix="SGS", first=first, last=last, valid_from=TODAY, at=at)


@pytest.mark.parametrize("who", ["trader", "supervisor", "central"])
def test_right_by_anyone_but_the_administrator_is_refused(
    who: str, request: pytest.FixtureRequest, principal: Firm, actor_of: Actors, at: datetime
) -> None:
    with pytest.raises(NotAllowed):
        grant(actor_of(request.getfixturevalue(who)), principal, at)


def test_right_in_another_country_is_refused(national: Actor, principal: Firm, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        grant(national, principal, at, country="TH")
    with pytest.raises(NotFound):
        grant(national, principal, at, country="XX")


def test_right_that_the_profile_does_not_offer_is_refused(national: Actor, principal: Firm, at: datetime) -> None:
    CountryProfile.objects.filter(country="SG").update(att_rights=["END_AT_PREMISES"])
    with pytest.raises(RulesBroken, match="does not offer"):
        grant(national, principal, at)


def test_right_of_a_firm_not_approved_is_refused(national: Actor, at: datetime) -> None:
    with pytest.raises(RulesBroken, match="not an approved trader"):
        grant(national, factory.firm(status=FirmStatus.WITHDRAWN), at)


def test_right_is_given_once_and_ends_when_withdrawn(national: Actor, principal: Firm, at: datetime) -> None:
    right = grant(national, principal, at)
    with pytest.raises(RulesBroken, match="given already"):
        grant(national, principal, at)
    att.withdraw_right(actor=national, right=right.pk, last_day=TODAY, reason="seals lost", at=at)
    assert AttRight.objects.on(TODAY).filter(firm=principal).exists()
    assert not AttRight.objects.on(TODAY + timedelta(days=1)).filter(firm=principal).exists()


@pytest.mark.parametrize(("first", "last"), [(9, 8), (1, 1_000_000)])
def test_seals_out_of_range_are_refused(first: int, last: int, national: Actor, principal: Firm, at: datetime) -> None:
    with pytest.raises(RulesBroken):
        seals(national, principal, at, first, last)


def test_seal_number_belongs_to_one_series_only(national: Actor, principal: Firm, at: datetime) -> None:
    seals(national, principal, at, 1, 100)
    with pytest.raises(RulesBroken, match="given already"):
        seals(national, factory.firm(), at, 100, 200)
    seals(national, factory.firm(), at, 101, 200)


def test_withdrawn_series_ends(national: Actor, principal: Firm, at: datetime) -> None:
    seals(national, principal, at, 1, 100)
    series = principal.seal_series.get()
    att.withdraw_seals(actor=national, series=series.pk, last_day=TODAY, reason="stolen", at=at)
    series.refresh_from_db()
    assert series.valid_until == TODAY


def premises(actor: Actor, firm: Firm, at: datetime, office: str = "SGSIN001") -> None:
    att.approve_premises(
        actor=actor, firm=firm.number, office=office, code="SG-P-7", address="7 Quay", valid_from=TODAY, at=at
    )


def test_premises_at_a_foreign_office_are_refused(national: Actor, principal: Firm, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        premises(national, principal, at, office="THBKK001")


def test_premises_code_is_given_once_and_for_all(national: Actor, principal: Firm, at: datetime) -> None:
    premises(national, principal, at)
    att.withdraw_premises(actor=national, code="SG-P-7", last_day=TODAY, reason="moved", at=at)
    with pytest.raises(RulesBroken, match="given already"):
        premises(national, principal, at)
