"""The page of one guarantee."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from guarantees.models import Guarantee
from offices.actors import Actor
from tests.factories import guarantees as factory


def page_of(client: Client, row: Guarantee) -> str:
    return client.get(reverse("guarantee", args=[row.pk])).content.decode()


def test_page_names_no_officer_to_the_principal(enter: Callable[[Actor], Client]) -> None:
    row, officer = factory.active(), factory.officer_of()
    name = Guarantee.objects.get(pk=row.pk)
    told = page_of(enter(factory.employee_of(name.principal)), row)
    assert "SGSIN001" in told
    assert officer.name not in told


def test_page_offers_the_office_what_may_be_done_now(office: Client) -> None:
    page = page_of(office, factory.issued())
    assert "Accept the guarantee" in page
    assert "only while: active" in page
    assert "<b>Issued</b>" in page


@pytest.mark.parametrize(("held", "warned"), [("100", False), ("9999", True)])
def test_page_and_list_warn_when_little_is_left(office: Client, held: str, warned: bool) -> None:
    row = factory.guarantee(reference_amount=Decimal(10000))
    factory.reserve(row, amount=held)
    assert ("little left" in page_of(office, row)) == warned
    assert ("little left" in office.get("/guarantees/").content.decode()) == warned


@pytest.mark.parametrize(("state", "usable"), [("SUSPENDED", False), ("ACTIVE", True)])
def test_page_says_what_is_available_only_where_it_can_be_used(office: Client, state: str, usable: bool) -> None:
    row = factory.guarantee()
    Guarantee.objects.filter(pk=row.pk).update(state=state)
    top = page_of(office, row).partition('<div class="columns">')[0]
    assert ("<dt>Available</dt>" in top, "<dt>Reference amount</dt>" in top) == (usable, True)


@pytest.mark.parametrize("kind", ["CASH_DEPOSIT", "MULTIPLE_JOURNEY"])
def test_page_speaks_of_a_guarantor_where_there_is_one(office: Client, kind: str) -> None:
    page = page_of(office, factory.active(kind=kind))
    assert ("Guarantor pays at most" in page) is (kind == "MULTIPLE_JOURNEY")
