"""Money is looked at by whom it concerns and by nobody changed; rates are the countries' own (spec sections 1, 9)."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse

from acts.common.models import HistoryEntry
from guarantees import models
from offices import audit
from offices.admin.site import site
from offices.enums import OfficerRole
from offices.models import User
from tests.factories import guarantees as factory
from tests.factories import offices
from tests.factories.offices import SINCE
from tests.offices.admin.browsing import confirmed, page, url

pytestmark = pytest.mark.django_db
MONEY: list[type[Any]] = [models.Guarantee, models.LedgerEntry, models.Reservation]


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr("acts.common.clock.now", lambda: at)


@pytest.fixture
def rows(db: None) -> list[Any]:
    """A guarantee of Singapore, and a reservation and an entry of its ledger."""
    held = factory.guarantee()
    factory.reserve(held, amount="10")
    return [held, models.LedgerEntry.objects.get(), models.Reservation.objects.get()]


@pytest.mark.parametrize("who", ["auditor", "national_admin", "guarantee_officer"])
def test_money_is_read_and_never_written(who: str, rows: list[Any], request: pytest.FixtureRequest) -> None:
    client = page(request.getfixturevalue(who))
    for row in rows:
        model = type(row)
        assert {client.get(url(model, action, row.pk)).status_code for action in ("change", "history")} == {200}
        assert {client.post(url(model, action, row.pk)).status_code for action in ("change", "delete")} == {403}
        assert client.post(url(model)).status_code == 403
        chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        client.post(url(model, "changelist"), chosen)
        assert model.objects.filter(pk=row.pk).exists()


def test_money_is_listed_by_number_and_in_full(rows: list[Any], auditor: User) -> None:
    waiting, client = factory.issued(bank_reference="B-17"), page(auditor)
    listed = client.get(url(models.Guarantee, "changelist")).content.decode()
    assert "no number yet B-17" in listed
    assert str(waiting.pk) not in listed.replace(url(models.Guarantee, "change", waiting.pk), "")
    entries = client.get(url(models.LedgerEntry, "changelist")).content.decode()
    assert f">{rows[0].grn}</a>" in entries
    assert '<span class="amount figure">10.00 SGD</span>' in entries


@pytest.mark.parametrize("side", ["principal", "bank"])
def test_officer_of_a_firm_of_the_guarantee_sees_it_here_no_more_than_a_stranger(side: str, rows: list[Any]) -> None:
    """Officers by name and address stand in its history: the firm's people read the pages of the firm."""
    firm = rows[0].principal if side == "principal" else rows[0].guarantor.firm
    insider = offices.user(firm=firm)
    offices.posting(user=insider, office="THBKK001", roles=[OfficerRole.GUARANTEE])
    client = page(insider)
    assert client.get(reverse("guarantee", args=[rows[0].pk])).status_code == 200
    assert {client.get(url(type(row), "history", row.pk)).status_code for row in rows} == {404}


@pytest.mark.parametrize(("who", "status"), [("central", 403), ("transit_officer", 403), ("foreign", 404)])
def test_money_of_others_is_not_shown(who: str, status: int, rows: list[Any], request: pytest.FixtureRequest) -> None:
    foreign = offices.officer(office="THBKK001", roles=[OfficerRole.GUARANTEE])
    client = page(foreign if who == "foreign" else request.getfixturevalue(who))
    assert {client.get(url(type(row), "history", row.pk)).status_code for row in rows} <= {status, 404}
    shown = [client.get(url(model, "changelist")) for model in MONEY]
    assert all(answer.status_code == 403 or b"No row fits" in answer.content for answer in shown)


def test_rates_are_the_countrys_own_and_each_change_is_recorded(national_admin: User, second_admin: User) -> None:
    own, foreign = factory.rate("SG", "9999", "7"), factory.rate("TH", "9999", "7")
    fields = {"code_prefix": "9999", "charge": "DUTY", "basis": "PERCENT", "cumulation": 0, "valid_from": SINCE}
    client = page(national_admin)
    for row in (own, foreign):
        client.post(url(models.RateRow, "change", row.pk), fields | {"country": row.country_id, "rate": "8"})
    confirmed(second_admin)
    assert {row.country_id: row.rate for row in models.RateRow.objects.filter(code_prefix="9999")} == {"SG": 8, "TH": 7}
    entry = HistoryEntry.objects.get(subject=audit.subject_of(own), verb="change")
    assert (entry.actor, entry.data["proposed_by"]) == ("test-second", "test-national")
    assert entry.data["after"]["rate"] == "8"


@pytest.mark.parametrize(("quote", "stored"), [("SGD", True), ("THB", False), ("USD", False)])
def test_exchange_rate_into_the_own_currency_only(
    quote: str, stored: bool, national_admin: User, second_admin: User
) -> None:
    data = {"base": "EUR", "quote": quote, "rate": "1.5", "valid_from": "2027-01-01"}
    answer = page(national_admin).post(url(models.ExchangeRate), data)
    confirmed(second_admin)
    assert models.ExchangeRate.objects.filter(base="EUR", valid_from="2027-01-01").exists() == stored
    assert stored or "another country" in answer.content.decode()


def test_tariff_is_the_central_teams(central: User, national_admin: User) -> None:
    data = {"name": "AHTN 2027", "valid_from": "2027-01-01"}
    assert page(national_admin).post(url(models.TariffEdition), data).status_code == 403
    assert page(central).post(url(models.TariffEdition), data).status_code == 302


@pytest.mark.parametrize("count", [1, 25, 1999])
@pytest.mark.parametrize(("model", "queries"), list(zip(MONEY, (8, 7, 7), strict=True)))
def test_list_asks_as_often_for_1999_rows_as_for_one(
    model: type[Any], queries: int, count: int, auditor: User, django_assert_num_queries: Any
) -> None:
    factory.reserve(factory.guarantee(), amount="1")
    own: dict[type[Any], dict[str, Callable[[int], Any]]] = {
        models.Guarantee: {"id": lambda number: uuid.uuid4(), "grn": lambda number: f"26SG{number:013d}"},
        models.LedgerEntry: {"sequence": lambda number: number + 1, "reservation_id": lambda number: None},
        models.Reservation: {"id": lambda number: uuid.uuid4(), "reference": lambda number: f"USE{number}"},
    }
    factory.copies(model.objects.get(), count, **own[model])
    client = page(auditor)
    with django_assert_num_queries(queries):
        answer = client.get(url(model, "changelist"))
    assert answer.context["cl"].result_count == count
    assert len(answer.content) < 100_000


def test_access_codes_have_no_page() -> None:
    assert not site.is_registered(models.AccessCode)
