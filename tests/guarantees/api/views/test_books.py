"""Reservations and ledger over HTTP, JSON and CSV."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from guarantees.models import Guarantee
from guarantees.services import cover
from offices.models import User
from tests.factories import guarantees as factory
from tests.guarantees.api.conftest import As

pytestmark = pytest.mark.django_db


@pytest.fixture
def used(bank: User) -> Guarantee:
    """One journey over, one under way a day later (in Singapore both days begin at 16:00 UTC)."""
    row = factory.guarantee(bank=bank.firm)
    factory.reserve(row, amount="100", reference="26SGONE")
    with transaction.atomic():
        cover.release(reference="26SGONE", at=factory.AT + timedelta(hours=13, minutes=59))
    factory.reserve(row, amount="50", reference="=26SGTWO", at=factory.AT + timedelta(hours=14))
    return row


def get(as_user: As, user: User, name: str, row: Guarantee, query: dict[str, Any] | None = None, **headers: str) -> Any:
    return as_user(user, **headers).get(reverse(f"guarantees:{name}", args=[row.pk]), query or {})


def table(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))


@pytest.mark.parametrize("name", ["reservations", "ledger"])
def test_books_of_another_bank_are_unknown(as_user: As, used: Guarantee, other_bank_user: User, name: str) -> None:
    assert get(as_user, other_bank_user, name, used).status_code == 404


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("ledger", {"first_day": "yesterday"}),
        ("ledger", {"since": "2026-11-23"}),
        ("ledger", {"kind": "GIFT"}),
        ("reservations", {"state": "OPEN"}),
        ("balance", {"at": "2026-11-23"}),
        ("reservations", {"format": "csv"}),
    ],
)
def test_unknown_query_is_refused(as_user: As, bank: User, used: Guarantee, name: str, query: dict[str, str]) -> None:
    answer = get(as_user, bank, name, used, query)
    assert (answer.status_code, answer["Content-Type"]) in [
        (422, "application/problem+json"),
        (404, "application/problem+json"),
    ]


def test_reservations_show_what_is_held_and_until_when(as_user: As, bank: User, used: Guarantee) -> None:
    [held] = get(as_user, bank, "reservations", used).json()["results"]
    assert {name: held[name] for name in ("reference", "amount", "currency", "country", "state")} == {
        "reference": "=26SGTWO",
        "amount": "50",
        "currency": "SGD",
        "country": "MY",
        "state": "LIVE",
    }
    assert held["expected_release_at"] == "2026-11-26T16:00:00Z"
    over = get(as_user, bank, "reservations", used, {"state": "RELEASED"}).json()["results"]
    assert [row["reference"] for row in over] == ["26SGONE"]


@pytest.mark.parametrize(
    ("query", "sequences"),
    [
        ({}, [3, 2, 1]),
        ({"last_day": "2026-11-23"}, [2, 1]),
        ({"first_day": "2026-11-24", "last_day": "2026-11-24"}, [3]),
        ({"first_day": "2026-11-25"}, []),
        ({"kind": "RELEASE"}, [2]),
        ({"reference": "26SGONE"}, [2, 1]),
    ],
)
def test_ledger_of_a_period_counts_days_at_the_office(
    as_user: As, bank: User, used: Guarantee, query: dict[str, str], sequences: list[int]
) -> None:
    answer = get(as_user, bank, "ledger", used, query).json()
    assert [row["sequence"] for row in answer["results"]] == sequences


def test_ledger_as_csv_is_the_whole_period_and_runs_no_formula(as_user: As, bank: User, used: Guarantee) -> None:
    answer = get(as_user, bank, "ledger", used, Accept="text/csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="ledger-{used.grn}.csv"'
    rows = table(answer)
    assert [row["reference"] for row in rows] == ["'=26SGTWO", "26SGONE", "26SGONE"]
    assert [row["reserved_after"] for row in rows] == ["50", "0", "100"]


def test_ledger_as_csv_can_be_asked_for_by_name(as_user: As, bank: User, used: Guarantee) -> None:
    answer = get(as_user, bank, "ledger", used, {"format": "csv", "kind": "RELEASE"})
    assert [row["amount"] for row in table(answer)] == ["100"]


def test_ledger_in_another_format_is_told_as_a_problem(as_user: As, bank: User, used: Guarantee) -> None:
    assert get(as_user, bank, "ledger", used, Accept="image/png").status_code == 406
    refused = get(as_user, bank, "ledger", used, {"kind": "GIFT"}, Accept="text/csv")
    assert (refused.status_code, refused["Content-Type"]) == (422, "application/problem+json")


@pytest.mark.parametrize("count", [1, 25])
def test_ledger_runs_a_constant_number_of_statements(
    as_user: As, bank: User, count: int, django_assert_num_queries: Any
) -> None:
    row = factory.guarantee(bank=bank.firm)
    for number in range(count):
        factory.reserve(row, amount="1", reference=f"26SG{number}")
    client = as_user(bank)
    with django_assert_num_queries(6):
        assert len(client.get(reverse("guarantees:ledger", args=[row.pk])).json()["results"]) == count


@pytest.mark.parametrize(
    "query", [{}, {"day": "2026-11-23", "month": "2026-11"}, {"month": "2026-13"}, {"month": "11-2026"}, {"year": "1"}]
)
def test_statement_of_no_period_is_refused(as_user: As, bank: User, used: Guarantee, query: dict[str, str]) -> None:
    assert get(as_user, bank, "statements", used, query).status_code == 422


def test_statement_comes_as_json_csv_and_pdf(as_user: As, bank: User, used: Guarantee) -> None:
    told = get(as_user, bank, "statements", used, {"month": "2026-11"}).json()
    assert (told["opening"], told["closing"]) == ({"reserved": "0", "paid": "0"}, {"reserved": "50", "paid": "0"})
    assert (told["sums"], len(told["entries"]), told["final"]) == ({"RESERVE": "150", "RELEASE": "100"}, 3, False)
    rows = table(get(as_user, bank, "statements", used, {"day": "2026-11-24"}, Accept="text/csv"))
    assert [row["kind"] for row in rows] == ["OPENING", "RESERVE", "CLOSING"]
    assert [row["reserved_after"] for row in rows] == ["0", "50", "50"]
    pdf = get(as_user, bank, "statements", used, {"day": "2026-11-24", "format": "pdf"})
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")


def test_statement_of_another_banks_guarantee_is_unknown(as_user: As, used: Guarantee, other_bank_user: User) -> None:
    assert get(as_user, other_bank_user, "statements", used, {"month": "2026-11"}).status_code == 404
