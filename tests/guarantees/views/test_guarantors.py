"""Guarantors on pages: approved, ended with what follows, exposure."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guarantees.enums import GuaranteeState
from guarantees.models import Guarantee, GuarantorApproval
from offices.actors import Actor
from offices.enums import FirmKind
from tests.factories import guarantees as factory
from tests.factories import offices

LIST = "/guarantees/guarantors/"


def approval(**fields: Any) -> dict[str, Any]:
    bank = offices.firm(kind=FirmKind.BANK)
    defaults = {"version": 0, "firm": bank.number, "office": "SGSIN001", "valid_from": "2026-11-01", "limit": "90000"}
    return defaults | fields


def test_bank_is_approved_once_however_often_the_form_is_sent(office: Client) -> None:
    body = approval()
    assert [office.post(LIST, body).status_code for _ in range(2)] == [302, 422]
    assert GuarantorApproval.objects.get().limit == 90000


def test_limit_that_is_no_amount_is_refused_at_its_field(office: Client) -> None:
    answer = office.post(LIST, approval(limit="-1"))
    assert (answer.status_code, GuarantorApproval.objects.count()) == (422, 0)
    assert 'id="new-limit_error"' in answer.content.decode()


def test_no_bank_is_chosen_before_the_officer_chooses(office: Client) -> None:
    body = approval(firm="")
    assert office.post(LIST, body).status_code == 422
    assert GuarantorApproval.objects.count() == 0
    page = office.get(LIST).content.decode()
    assert '<option value="" selected>choose</option>' in page


def test_end_lists_what_follows_before_it_is_confirmed_and_twice_does_nothing(office: Client) -> None:
    row = factory.guarantee()
    factory.reserve(row, amount="10")
    target = reverse("guarantor-end", args=[GuarantorApproval.objects.get().pk])
    page = office.get(target).content.decode()
    assert "1 guarantee is suspended" in page
    assert "1 journey under way stays covered" in page
    assert Guarantee.objects.get(pk=row.pk).state == GuaranteeState.ACTIVE
    for said in ("message ok", "message warn"):
        assert said in office.post(target, follow=True).content.decode()
        assert Guarantee.objects.get(pk=row.pk).state == GuaranteeState.SUSPENDED


def test_end_is_unknown_at_another_office(enter: Callable[[Actor], Client]) -> None:
    factory.guarantee()
    target = reverse("guarantor-end", args=[GuarantorApproval.objects.get().pk])
    assert enter(factory.officer_of("VNHPH001")).post(target).status_code == 404


def limit_of(amount: Decimal | None) -> tuple[str, GuarantorApproval]:
    row = factory.guarantor().approvals.get()
    GuarantorApproval.objects.filter(pk=row.pk).update(limit=amount)
    return reverse("guarantor-limit", args=[row.pk]), row


@pytest.mark.parametrize("typed", ["0", "-1", "1.001", "much", "1" + "0" * 17])
def test_limit_that_cannot_be_is_refused_at_its_field(office: Client, typed: str) -> None:
    target, row = limit_of(Decimal(5000))
    answer = office.post(target, {"limit": typed, "seen": "5000.0000"})
    assert answer.status_code == 422
    assert 'id="limit-limit_error"' in answer.content.decode()
    row.refresh_from_db()
    assert row.limit == 5000


@pytest.mark.parametrize(("typed", "held"), [("7000.5", Decimal("7000.5")), ("", None)])
def test_limit_is_set_or_taken_away_by_the_office(office: Client, typed: str, held: Decimal | None) -> None:
    target, row = limit_of(Decimal(5000))
    page = office.get(target)
    seen = page.context["form"]["seen"].value()
    assert office.post(target, {"limit": typed, "seen": seen}).status_code == 302
    row.refresh_from_db()
    assert row.limit == held


def test_limit_changed_since_the_page_was_drawn_is_left_alone(office: Client) -> None:
    target, row = limit_of(None)
    said = [office.post(target, {"limit": typed, "seen": ""}, follow=True) for typed in ("8000", "9000")]
    assert ["message warn" in answer.content.decode() for answer in said] == [False, True]
    row.refresh_from_db()
    assert row.limit == 8000


def test_limit_of_an_ended_approval_is_refused_kindly(office: Client) -> None:
    target, row = limit_of(None)
    GuarantorApproval.objects.filter(pk=row.pk).update(valid_from="2026-01-01", valid_until="2026-01-02")
    said = office.post(target, {"limit": "8000", "seen": ""}, follow=True).content.decode()
    assert "has ended already" in said


def test_limit_is_unknown_at_another_office(enter: Callable[[Actor], Client]) -> None:
    target, _ = limit_of(None)
    other = enter(factory.officer_of("VNHPH001"))
    assert [other.get(target).status_code, other.post(target, {"limit": "1"}).status_code] == [404, 404]


@pytest.mark.parametrize(("by", "name"), [("bank", "guarantor"), ("principal", "principal")])
def test_exposure_sums_by_bank_or_principal(office: Client, by: str, name: str) -> None:
    row = factory.guarantee()
    factory.guarantee(bank=row.guarantor and row.guarantor.firm, principal=row.principal)
    factory.reserve(row, amount="5000")
    page = office.get(f"/guarantees/exposure/?by={by}").content.decode()
    assert page.count('<svg viewBox="0 0 1000 12"') == 1
    assert '<rect class="held" width="250" height="12"/>' in page
    assert "20\u202f000.00" in page


@pytest.mark.parametrize("rows", [1, 25, 1999])
def test_exposure_asks_the_same_questions(office: Client, rows: int, django_assert_num_queries: Any) -> None:
    first = factory.guarantee()
    columns = {field.attname: getattr(first, field.attname) for field in first._meta.concrete_fields}
    more = ({**columns, "id": None, "grn": f"G{n}", "reference_amount": Decimal(n + 1)} for n in range(rows - 1))
    Guarantee.objects.bulk_create(_row(fields) for fields in more)
    with django_assert_num_queries(8):
        assert office.get("/guarantees/exposure/?by=principal").status_code == 200


def _row(fields: dict[str, Any]) -> Guarantee:
    fields.pop("id")
    return Guarantee(**fields)
