"""Reading movements: who sees what, pages, history, constant statements."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from acts.common.models import HistoryEntry
from offices.enums import OfficerRole
from offices.models import Firm, User
from tests.factories import offices as factory
from tests.transit.api.conftest import Api
from transit.models import Arrival, RiskHit, RiskProfile

URL = "/api/v1/movements/"


def test_detail_shows_where_the_truck_is(trader_api: APIClient, released: str) -> None:
    shown = trader_api.get(f"{URL}{released}/").json()
    assert (shown["state"], shown["overdue"], shown["channel"]) == ("IN_TRANSIT", False, "GREEN")
    assert [row["office"] for row in shown["passages"]] == ["SGTUA001", "MYTKP001", "MYBKH001", "THSDO001"]
    assert shown["vehicle"]["registration"] == "XE4471K"
    assert shown["arrival"]["state"] == "EXPECTED"


def test_amount_is_shown_to_the_principal_line_by_line(trader_api: APIClient, accepted: str) -> None:
    cover = trader_api.get(f"{URL}{accepted}/").json()["cover"]
    assert cover["currency"] == "SGD"
    assert cover["lines"]


def test_risk_is_a_channel_to_the_trader_and_a_reason_to_the_officer(
    api: Api, trader_api: APIClient, departure_officer: User, accepted: str
) -> None:
    profile = RiskProfile.objects.create(
        country_id="SG", name="laptops", criterion="COMMODITY", operand="8471", channel="RED", valid_from="2026-01-01"
    )
    RiskHit.objects.create(
        movement_id=accepted, profile=profile, assessed_at="2026-11-23T02:00:00Z", channel="RED", reason="laptops"
    )
    assert trader_api.get(f"{URL}{accepted}/").json()["risk_hits"] is None
    assert [row["reason"] for row in api(departure_officer).get(f"{URL}{accepted}/").json()["risk_hits"]] == ["laptops"]


def test_words_of_a_control_are_for_officers(
    api: Api, trader_api: APIClient, departure_officer: User, accepted: str
) -> None:
    officer = api(departure_officer)
    officer.post(f"{URL}{accepted}/order-control/", {"kind": "DOCUMENTS"})
    officer.post(f"{URL}{accepted}/record-control/", {"satisfactory": True, "text": "informer named the driver"})
    assert officer.get(f"{URL}{accepted}/").json()["controls"][0]["text"] == "informer named the driver"
    assert trader_api.get(f"{URL}{accepted}/").json()["controls"][0]["text"] == ""


def test_differences_of_goods_are_not_for_the_carrier(
    api: Api, trader_api: APIClient, sample: dict[str, Any], released: str
) -> None:
    found = {"differences": [{"item": 1, "kind": "MISSING", "text": "one"}], "seals_found": [{"seal": "X"}]}
    Arrival.objects.filter(movement=released).update(**found)
    carrier = Firm.objects.get(number=sample["carrier"]["registration_number"])
    shown = api(factory.user(firm=carrier)).get(f"{URL}{released}/").json()["arrival"]
    assert (shown["differences"], shown["seals_found"]) == ([], [])
    assert trader_api.get(f"{URL}{released}/").json()["arrival"]["differences"] == found["differences"]


def test_officer_of_the_own_firm_reads_the_history_as_the_firm_does(api: Api, trader: User, accepted: str) -> None:
    factory.posting(user=trader, office="VNHPH001", roles=[OfficerRole.TRANSIT])
    entries = api(trader).get(f"{URL}{accepted}/history/").json()["results"]
    assert len(entries) >= 3
    assert not any("office" in entry["data"] for entry in entries)


@pytest.mark.parametrize("who", ["stranger", "wrong_office_officer", "ended_officer", "bank_user", "central"])
def test_movement_does_not_exist_for_others(api: Api, released: str, who: str, request: pytest.FixtureRequest) -> None:
    client = api(request.getfixturevalue(who))
    assert client.get(f"{URL}{released}/").status_code == 404
    assert client.get(f"{URL}{released}/history/").status_code == 404
    assert client.get(URL).json()["count"] == 0


def test_drafts_are_not_movements(trader_api: APIClient, draft: str) -> None:
    assert trader_api.get(URL).json()["count"] == 0


def test_list_filters_by_mrn_and_state(trader_api: APIClient, accepted: str) -> None:
    mrn = trader_api.get(f"{URL}{accepted}/").json()["mrn"]
    assert trader_api.get(f"{URL}?mrn={mrn}&state=ACCEPTED").json()["results"][0]["id"] == accepted
    assert trader_api.get(f"{URL}?mrn={mrn}&state=REJECTED").json()["count"] == 0
    assert trader_api.get(f"{URL}?state=LOST").status_code == 422


def test_history_is_paged_and_in_order(trader_api: APIClient, accepted: str) -> None:
    shown = trader_api.get(f"{URL}{accepted}/history/").json()
    assert [row["verb"] for row in shown["results"]][:3] == ["create", "lodge", "accept"]
    assert [row["sequence"] for row in shown["results"]] == list(range(1, shown["count"] + 1))


@pytest.mark.parametrize("part", ["", "history/"])
def test_reading_by_an_auditor_is_recorded(api: Api, auditor: User, released: str, part: str) -> None:
    assert api(auditor).get(f"{URL}{released}/{part}").status_code == 200
    assert HistoryEntry.objects.filter(verb="read", actor="test-auditor").exists()


def test_detail_takes_a_constant_number_of_statements(api: Api, transit_officer: User, released: str) -> None:
    client = api(transit_officer)
    with CaptureQueriesContext(connection) as found:
        assert client.get(f"{URL}{released}/").status_code == 200
    assert len(found) == 7
