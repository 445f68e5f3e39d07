"""Deposits and waivers booked on a page."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from guarantees.enums import GuaranteeState
from guarantees.models import Guarantee
from offices.enums import AttRightKind
from offices.models import Firm
from tests.factories import offices

BOOK = "/guarantees/book/"


def form(client: Client, firm: Firm, **fields: Any) -> dict[str, Any]:
    """What the page asks, filled in."""
    found = re.search('name="key_sent" value="([^"]+)"', client.get(BOOK).content.decode())
    assert found is not None
    defaults = {
        "key_sent": found[1],
        "version": 0,
        "kind": "CASH_DEPOSIT",
        "principal": firm.number,
        "office": "SGSIN001",
        "currency": "SGD",
        "reference_amount": "5000",
        "valid_from": "2026-11-01",
    }
    return defaults | fields


def test_deposit_is_booked_once_however_often_the_form_is_sent(office: Client) -> None:
    body = form(office, offices.firm())
    for said in ("message ok", "message warn"):
        answer = office.post(BOOK, body, follow=True)
        assert said in answer.content.decode()
        row = Guarantee.objects.get()
        assert (row.state, answer.redirect_chain[0][0]) == (
            GuaranteeState.ACTIVE,
            reverse("guarantee", args=[row.pk]),
        )


def test_waiver_goes_on_to_its_page_and_waits(office: Client) -> None:
    firm = offices.firm(logistics=True)
    offices.att(firm=firm, rights=[AttRightKind.GUARANTEE_WAIVER])
    page = office.post(BOOK, form(office, firm, kind="WAIVER"), follow=True).content.decode()
    assert "Propose to grant the waiver" in page
    assert Guarantee.objects.get().state == GuaranteeState.ISSUED


def test_form_says_at_each_field_what_is_wrong(office: Client) -> None:
    body = form(office, offices.firm(), reference_amount="5.005", valid_until="2026-10-01")
    answer = office.post(BOOK, body)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="new-reference_amount_error"' in page
    assert 'id="new-valid_until_error"' in page


def test_form_with_another_office_or_a_forged_key_books_nothing(office: Client) -> None:
    firm = offices.firm()
    for wrong in ({"office": "MYPJY001"}, {"key_sent": "x"}, {"valid_from": "soon"}, {"reference_amount": "1e99"}):
        assert office.post(BOOK, form(office, firm, **wrong)).status_code == 422
    assert not Guarantee.objects.exists()
