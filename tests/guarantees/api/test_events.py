"""The pull list: a bank reads what its guarantees went through, in order, never goods."""

from datetime import date, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from acts.common import clock
from acts.notices.services import feed
from guarantees.models import GuarantorApproval
from guarantees.services import cover, life
from offices.models import User
from tests.factories import guarantees as factory
from tests.factories import offices

pytestmark = pytest.mark.django_db
URL = "/api/v1/events/"
AT = factory.AT


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)


def told(user: User, **wanted: Any) -> dict[str, Any]:
    feed.sweep(at=AT)
    client = APIClient()
    client.force_authenticate(user)
    answer = client.get(URL, wanted)
    assert answer.status_code == 200, answer.json()
    found: dict[str, Any] = answer.json()
    return found


def types(user: User) -> list[str]:
    return [row["type"] for row in told(user)["events"]]


@pytest.mark.parametrize("query", [{"after": "-1"}, {"after": "x"}, {"limit": "0"}, {"limit": "101"}, {"from": "2"}])
def test_events_refuse_a_query_they_do_not_know(bank_user: User, query: dict[str, str]) -> None:
    client = APIClient()
    client.force_authenticate(bank_user)
    answer = client.get(URL, query)
    assert (answer.status_code, answer.json()["findings"][0]["path"]) == (422, next(iter(query)))


def test_events_are_not_for_an_employee_without_any_duty(bank_user: User) -> None:
    idle = APIClient()
    idle.force_authenticate(offices.user(firm=bank_user.firm, duties=[]))
    assert idle.get(URL).status_code == 403


def test_events_tell_of_reserve_low_balance_and_release(bank_user: User, other_bank_user: User) -> None:
    row = factory.guarantee(bank=bank_user.firm)
    factory.reserve(row, amount="9500", reference="26SGX")
    cover.release(reference="26SGX", at=AT)
    names = ["guarantee.accepted", "guarantee.reserved", "guarantee.low_balance", "guarantee.released"]
    assert types(bank_user) == names
    reserved = told(bank_user)["events"][1]["data"]
    assert (reserved["amount"], reserved["country"], reserved["available"]) == ("9500", "MY", "500")
    assert types(other_bank_user) == []


def test_low_balance_is_told_once_on_the_way_down(bank_user: User) -> None:
    row = factory.guarantee(bank=bank_user.firm)
    for number, amount in enumerate(("9100", "100", "100")):
        factory.reserve(row, amount=amount, reference=f"26SG{number}")
    assert types(bank_user).count("guarantee.low_balance") == 1


def test_events_tell_of_a_refusal_with_its_reason(bank_user: User) -> None:
    row = factory.issued(bank=bank_user.firm)
    life.refuse(guarantee=row.pk, reason="wrong form", actor=factory.officer_of(), at=AT)
    assert told(bank_user)["events"][-1]["data"]["reason"] == "wrong form"


def test_events_tell_of_suspension_when_an_approval_runs_out(bank_user: User) -> None:
    factory.guarantee(bank=bank_user.firm)
    GuarantorApproval.objects.update(valid_until=date(2026, 11, 22))
    life.sweep(at=AT)
    assert types(bank_user)[-1] == "guarantee.suspended"


def test_events_tell_once_of_a_last_day_that_is_near(bank_user: User) -> None:
    factory.guarantee(bank=bank_user.firm, valid_until=date(2026, 12, 20))
    factory.guarantee(bank=bank_user.firm, valid_until=date(2027, 12, 20))
    assert [life.sweep(at=AT), life.sweep(at=AT)] == [1, 0]
    last = told(bank_user)["events"][-1]
    assert (last["type"], last["data"]["valid_until"]) == ("guarantee.expiring", "2026-12-20")


def test_events_tell_when_a_cancellation_takes_effect(bank_user: User) -> None:
    row = factory.guarantee(bank=bank_user.firm)
    assert bank_user.firm is not None
    life.give_notice(guarantee=row.pk, actor=factory.employee_of(bank_user.firm), at=AT)
    life.sweep(at=AT + timedelta(days=31))
    assert types(bank_user)[-1] == "guarantee.cancellation_effective"
