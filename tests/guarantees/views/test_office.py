"""The acts of the office on a guarantee's page: done, sent twice, sent by who may not."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guarantees.enums import GuaranteeKind, GuaranteeState
from guarantees.models import Claim, Guarantee
from guarantees.services import life
from offices import actors
from offices.actors import Actor
from offices.enums import OfficerRole
from tests.factories import guarantees as factory
from tests.factories import offices

WHY = {"reason": "not by us"}
ACTS: list[tuple[GuaranteeState, str, dict[str, Any], GuaranteeState]] = [
    (GuaranteeState.ISSUED, "accept", {}, GuaranteeState.ACTIVE),
    (GuaranteeState.ISSUED, "refuse", WHY, GuaranteeState.REFUSED),
    (GuaranteeState.ACTIVE, "suspend", WHY, GuaranteeState.SUSPENDED),
    (GuaranteeState.SUSPENDED, "resume", {}, GuaranteeState.ACTIVE),
]


def guarantee_in(state: GuaranteeState) -> Guarantee:
    row = factory.issued() if state == GuaranteeState.ISSUED else factory.active()
    if state == GuaranteeState.SUSPENDED:
        life.suspend(guarantee=row.pk, reason="looked into", actor=factory.officer_of(), at=factory.AT)
    return row


def state_of(row: Guarantee) -> str:
    return Guarantee.objects.get(pk=row.pk).state


@pytest.mark.parametrize(("state", "act", "body", "after"), ACTS, ids=[row[1] for row in ACTS])
def test_act_is_done_once_and_a_second_sending_is_told_kindly(
    office: Client, state: GuaranteeState, act: str, body: dict[str, Any], after: GuaranteeState
) -> None:
    row = guarantee_in(state)
    sent = {"version": Guarantee.objects.get(pk=row.pk).version} | body
    for said in ("message ok", "message warn"):
        page = office.post(reverse(f"guarantee-{act}", args=[row.pk]), sent, follow=True).content.decode()
        assert said in page
        assert state_of(row) == after


@pytest.mark.parametrize("act", [row[1] for row in ACTS])
def test_act_is_not_for_the_officer_of_another_office(enter: Callable[[Actor], Client], act: str) -> None:
    row = factory.issued()
    stranger = enter(factory.officer_of("VNHPH001"))
    assert stranger.post(reverse(f"guarantee-{act}", args=[row.pk]), WHY).status_code == 404
    assert state_of(row) == GuaranteeState.ISSUED


def test_act_is_refused_to_the_bank_which_may_look(enter: Callable[[Actor], Client]) -> None:
    row = factory.issued()
    assert row.guarantor is not None
    bank = enter(factory.employee_of(row.guarantor.firm))
    assert bank.post(reverse("guarantee-accept", args=[row.pk])).status_code == 403
    assert state_of(row) == GuaranteeState.ISSUED


def test_reason_is_needed_and_asked_for_at_its_field(office: Client) -> None:
    row = factory.issued()
    answer = office.post(reverse("guarantee-refuse", args=[row.pk]), {"reason": " "})
    assert answer.status_code == 422
    assert 'id="refuse-reason_error"' in answer.content.decode()
    assert state_of(row) == GuaranteeState.ISSUED


@pytest.fixture
def posted_twice(enter: Callable[[Actor], Client]) -> Client:
    """The browser of an officer of guarantee at two offices."""
    user = offices.officer(office="MYPJY001", roles=[OfficerRole.GUARANTEE])
    offices.posting(user=user, office="SGSIN001", roles=[OfficerRole.GUARANTEE])
    return enter(actors.of(user, at=factory.AT))


def test_deposit_is_raised_by_its_officer_who_has_another_posting_too(posted_twice: Client) -> None:
    row = factory.active(kind=GuaranteeKind.CASH_DEPOSIT)
    target, page = reverse("guarantee-raise", args=[row.pk]), reverse("guarantee", args=[row.pk])
    assert target in posted_twice.get(page).content.decode()
    posted_twice.post(target, {"version": row.version, "reference_amount": "20000"})
    assert Guarantee.objects.get(pk=row.pk).reference_amount == 20000


def test_claim_on_a_deposit_is_paid_by_its_officer_who_has_another_posting_too(posted_twice: Client) -> None:
    [claim] = factory.demanded(factory.guarantee(kind=GuaranteeKind.CASH_DEPOSIT), debt="100", held="300")
    target, page = reverse("claim-pay", args=[claim.pk]), reverse("claim", args=[claim.pk])
    assert target in posted_twice.get(page).content.decode()
    posted_twice.post(target, {"version": claim.version, "amount": "100", "payment_reference": "W1"})
    assert Claim.objects.get().state == "PAID"
