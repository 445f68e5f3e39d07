"""Access codes, headroom and thresholds over HTTP."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from guarantees.models import Guarantee
from guarantees.services import access
from offices.enums import EmployeeRole
from offices.models import Firm, User
from tests.factories import guarantees as factory
from tests.factories import offices
from tests.guarantees.api.conftest import As

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(principal: Firm) -> Guarantee:
    return factory.active(principal=principal)


def url(name: str, row: Guarantee, *more: int) -> str:
    return reverse(f"guarantees:{name}", args=[row.pk, *more])


def test_codes_are_the_administrators_alone(as_user: As, row: Guarantee, agent: User, guarantee_officer: User) -> None:
    lodger = offices.user(firm=row.principal, duties=[EmployeeRole.LODGE])
    for user in (agent, guarantee_officer, lodger):
        assert as_user(user).get(url("access-codes", row)).status_code == 403
        assert as_user(user).post(url("access-codes", row), {"given_to": "me"}).status_code == 403


def test_principal_draws_the_first_code_itself_and_sees_it_once(as_user: As, row: Guarantee, trader: User) -> None:
    client = as_user(trader)
    assert client.get(url("access-codes", row)).json()["count"] == 0
    made = client.post(url("access-codes", row), {"given_to": "Tuas branch"})
    assert (made.status_code, made.json()["given_to"]) == (201, "Tuas branch")
    code = made.json()["access_code"]
    kept = row.access_codes.get()
    assert kept.digest == access.digest(grn=row.grn or "", code=code)
    listed = client.get(url("access-codes", row))
    assert listed.json()["results"] == [
        {"id": kept.pk, "given_to": "Tuas branch", "made_at": "2026-11-23T02:00:00Z", "withdrawn_at": None}
    ]


def test_code_is_renewed_and_withdrawn(as_user: As, row: Guarantee, trader: User) -> None:
    client = as_user(trader)
    first = client.post(url("access-codes", row), {"given_to": "x"}).json()
    second = client.post(url("access-code-renew", row, first["id"]), {}).json()
    assert second["access_code"] != first["access_code"]
    assert client.post(url("access-code-renew", row, first["id"]), {}).status_code == 404
    assert client.post(url("access-code-withdraw", row, second["id"]), {}).status_code == 204
    assert client.post(url("access-code-withdraw", row, second["id"]), {}).status_code == 404


def test_headroom_is_a_curve_of_thirty_days(as_user: As, row: Guarantee, trader: User) -> None:
    factory_row = factory.guarantee(principal=row.principal, valid_until=(factory.AT + timedelta(days=20)).date())
    factory.reserve(factory_row, amount="400", reference="26SGSOON")
    factory.reserve(factory_row, amount="100", reference="26SGLATE", at=factory.AT - timedelta(days=9))
    told = as_user(trader).get(url("headroom", factory_row)).json()
    points = {point["day"]: point["available"] for point in told["points"]}
    assert (len(points), told["late"], told["open_ended"]) == (31, "100", "0")
    assert [points[f"2026-11-{day}"] for day in (23, 25, 26)] == ["9500", "9500", "9900"]
    assert [points[f"2026-12-{day}"] for day in (13, 14)] == ["9900", "0"]


@pytest.mark.parametrize(
    "body", [{}, {"low_balance_percent": 101, "expiry_days": 1}, {"low_balance_percent": "5", "expiry_days": 1}]
)
def test_thresholds_refuse_what_is_none(as_user: As, row: Guarantee, trader: User, body: dict[str, Any]) -> None:
    assert as_user(trader).put(url("alerts", row), body).status_code == 422


def test_own_threshold_decides_about_the_alert(as_user: As, row: Guarantee, trader: User) -> None:
    used, client = factory.guarantee(principal=row.principal), as_user(trader)
    factory.reserve(used, amount="6000")
    assert client.get(url("balance", used)).json()["alerts"] == []
    assert client.put(url("alerts", used), {"low_balance_percent": 50, "expiry_days": None}).status_code == 200
    assert client.get(url("balance", used)).json()["alerts"] == ["LOW_BALANCE"]
