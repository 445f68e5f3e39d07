"""The books of a guarantee as pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guarantees.models import Guarantee, LedgerEntry
from offices.actors import Actor
from tests.factories import guarantees as factory

BOOKS = ("ledger", "statement")


@pytest.fixture
def row(db: None) -> Guarantee:
    found = factory.guarantee()
    factory.reserve(found, amount="600")
    return found


@pytest.fixture
def bank(enter: Callable[[Actor], Client], row: Guarantee) -> Client:
    assert row.guarantor is not None
    return enter(factory.employee_of(row.guarantor.firm))


def page_of(client: Client, book: str, row: Guarantee, query: str = "") -> str:
    answer = client.get(f"{reverse(f'guarantee-{book}', args=[row.pk])}?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("book", BOOKS)
def test_book_of_a_strangers_guarantee_is_unknown(enter: Callable[[Actor], Client], row: Guarantee, book: str) -> None:
    other = enter(factory.employee_of(factory.guarantor().firm))
    assert other.get(reverse(f"guarantee-{book}", args=[row.pk])).status_code == 404


@pytest.mark.parametrize(
    ("book", "query"),
    [
        ("ledger", "first_day=yesterday"),
        ("ledger", "kind=HAPPY"),
        ("ledger", "reference=A%00B"),
        ("statement", "month=2026-13"),
        ("statement", "month=2026-11&day=2026-11-23"),
        ("statement", "day=9999-99-99"),
    ],
)
def test_question_that_cannot_be_read_is_told_so(bank: Client, row: Guarantee, book: str, query: str) -> None:
    assert 'role="alert"' in page_of(bank, book, row, query)


def test_ledger_is_narrowed_down_and_leads_to_its_csv(bank: Client, row: Guarantee) -> None:
    page = page_of(bank, "ledger", row, "kind=RESERVE&first_day=2026-11-23")
    assert page.count('data-label="No.">1</td>') == 1
    assert "kind=RESERVE&amp;format=csv" in page
    assert "The ledger has no such entry." in page_of(bank, "ledger", row, "kind=PAY")


def test_statement_adds_up_and_leads_to_its_files(bank: Client, row: Guarantee) -> None:
    page = page_of(bank, "statement", row)
    assert "not final" in page
    assert page.count("600.00") >= 3
    assert "month=2026-11&amp;format=pdf" in page
    empty = page_of(bank, "statement", row, "month=2026-10")
    assert "600.00" not in empty


@pytest.mark.parametrize("count", [1, 25, 1999])
@pytest.mark.parametrize(("book", "queries"), [("ledger", 10), ("statement", 12)])
def test_book_asks_the_same_questions_however_thick_it_is(
    bank: Client, row: Guarantee, book: str, queries: int, count: int, django_assert_num_queries: Any
) -> None:
    first = LedgerEntry.objects.get()
    columns = {
        field.attname: getattr(first, field.attname)
        for field in LedgerEntry._meta.concrete_fields
        if field.name not in ("id", "sequence", "reservation")
    }
    LedgerEntry.objects.bulk_create(LedgerEntry(**columns, sequence=n) for n in range(2, count + 1))
    Guarantee.objects.filter(pk=row.pk).update(ledger_sequence=count)
    with django_assert_num_queries(queries):
        page = page_of(bank, book, row)
    assert page.count('class="at"') == min(count, 25)
