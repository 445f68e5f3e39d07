"""The lists of guarantees: what is in them, and how many statements they cost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from guarantees import worklists
from guarantees.models import Guarantee
from offices.actors import Actor
from offices.enums import FirmKind
from tests.factories import guarantees as factory
from tests.factories import offices


@pytest.fixture
def crowd(request: pytest.FixtureRequest, office: Client) -> int:
    """So many issued guarantees at Singapore."""
    first = factory.issued()
    # The registers are read once a process; that is not what is counted.
    worklists.answer_due_at(first)
    rows = [Guarantee(**{**_columns(first), "bank_reference": f"B-{n}"}) for n in range(request.param - 1)]
    Guarantee.objects.bulk_create(rows)
    return int(request.param)


def _columns(row: Guarantee) -> dict[str, Any]:
    fields = [field.attname for field in row._meta.concrete_fields if field.name not in ("id", "state")]
    return {name: getattr(row, name) for name in fields}


@pytest.mark.parametrize("crowd", [1, 25, 1999], indirect=True)
def test_queue_asks_the_same_questions_whatever_waits(
    crowd: int, office: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(9):
        page = office.get("/guarantees/worklists/issued/").content.decode()
    assert page.count('class="what"') == min(crowd, 25)
    assert f'<span class="n">{crowd}</span>' in page


def test_queue_is_of_the_own_office_alone(enter: Callable[[Actor], Client]) -> None:
    factory.issued()
    page = enter(factory.officer_of("VNHPH001")).get("/guarantees/worklists/issued/").content.decode()
    assert "Nothing waits here." in page


def test_queue_is_unknown_to_who_is_no_officer_of_guarantee(enter: Callable[[Actor], Client]) -> None:
    row = factory.issued()
    assert enter(factory.employee_of(row.principal)).get("/guarantees/worklists/issued/").status_code == 404


def test_all_guarantees_are_those_one_may_know_of(enter: Callable[[Actor], Client]) -> None:
    own, foreign = factory.issued(bank_reference="OWN-1"), factory.issued(bank_reference="FOREIGN-1")
    page = enter(factory.employee_of(own.principal)).get("/guarantees/").content.decode()
    assert "OWN-1" in page
    assert foreign.bank_reference not in page


@pytest.mark.parametrize("kind", ["BANK", "TRADER"])
def test_list_of_who_has_no_guarantee_says_how_one_comes_about(enter: Callable[[Actor], Client], kind: str) -> None:
    firm = offices.firm(kind=FirmKind(kind))
    page = enter(factory.employee_of(firm)).get("/guarantees/").content.decode()
    assert ("Your bank has issued no guarantee yet." in page, "a bank issues one" in page) == (
        kind == "BANK",
        kind == "TRADER",
    )
    assert "last issued first" not in page
    assert "Show only" not in page


def test_bank_is_not_told_its_own_name_in_each_line(enter: Callable[[Actor], Client]) -> None:
    row = factory.issued()
    assert row.guarantor is not None
    column = '<th scope="col">Guarantor</th>'
    assert column not in enter(factory.employee_of(row.guarantor.firm)).get("/guarantees/").content.decode()
    assert column in enter(factory.employee_of(row.principal)).get("/guarantees/").content.decode()
