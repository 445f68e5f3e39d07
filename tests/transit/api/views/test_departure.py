"""The office of departure's endpoints."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from offices.enums import OfficerRole
from offices.models import CountryProfile, Posting, User
from tests.factories import offices as factory
from tests.transit.api.conftest import Api, paths

URL = "/api/v1/movements/"


@pytest.fixture
def officer_api(api: Api, departure_officer: User) -> APIClient:
    return api(departure_officer)


@pytest.fixture
def submitted(trader_api: APIClient, draft: str) -> str:
    """The sample, lodged where acceptance is the officer's."""
    CountryProfile.objects.filter(country="SG").update(automatic_acceptance=False)
    assert trader_api.post(f"/api/v1/declarations/{draft}/lodge/").json()["state"] == "SUBMITTED"
    return draft


def test_accept(officer_api: APIClient, submitted: str) -> None:
    answer = officer_api.post(f"{URL}{submitted}/accept/")
    assert (answer.status_code, answer.json()["state"]) == (200, "ACCEPTED")


def test_reject(officer_api: APIClient, submitted: str) -> None:
    answer = officer_api.post(f"{URL}{submitted}/reject/", {"reason": "goods not here"})
    assert answer.json()["state"] == "REJECTED"


@pytest.mark.parametrize(
    "body", [{}, {"reason": ""}, {"reason": None}, {"reason": " "}, {"reason": 5}, {"reason": ["x"]}]
)
def test_reject_needs_a_reason(officer_api: APIClient, submitted: str, body: dict[str, Any]) -> None:
    answer = officer_api.post(f"{URL}{submitted}/reject/", body)
    assert (answer.status_code, paths(answer)) == (422, ["reason"])


def test_control_is_ordered_and_recorded(officer_api: APIClient, accepted: str) -> None:
    assert officer_api.post(f"{URL}{accepted}/order-control/", {"kind": "SCANNER"}).json()["state"] == "UNDER_CONTROL"
    done = officer_api.post(f"{URL}{accepted}/record-control/", {"satisfactory": True, "text": "as declared"})
    assert done.json()["state"] == "ACCEPTED"
    assert officer_api.get(f"{URL}{accepted}/").json()["controls"][0]["result"] == "A1"


def test_control_of_unknown_kind_is_class_12(officer_api: APIClient, accepted: str) -> None:
    answer = officer_api.post(f"{URL}{accepted}/order-control/", {"kind": "SNIFF"})
    assert answer.json()["findings"][0]["class"] == 12


def test_request_amendment(officer_api: APIClient, accepted: str) -> None:
    answer = officer_api.post(f"{URL}{accepted}/request-amendment/", {"text": "the route, please"})
    assert (answer.status_code, answer.json()["state"]) == (200, "ACCEPTED")


def test_release_sets_the_limit_date(officer_api: APIClient, accepted: str) -> None:
    answer = officer_api.post(f"{URL}{accepted}/release/", {"result": "A2"})
    assert (answer.status_code, answer.json()["state"]) == (200, "IN_TRANSIT")
    assert answer.json()["limit_date"] > "2026-11-23"


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "result"),
        ({"result": "B1"}, "result"),
        ({"result": "A2", "seals": "S1"}, "seals"),
        ({"result": "A2", "no_seal_reason": "LAZY"}, "no_seal_reason"),
        ({"result": "A2", "limit_date": "2026-12-01T00:00:00"}, "limit_date"),
        ({"result": "A2", "paper_checked": "yes"}, "paper_checked"),
        ({"result": "A2", "force": True}, "force"),
    ],
)
def test_release_refuses_a_malformed_body(
    officer_api: APIClient, accepted: str, body: dict[str, Any], path: str
) -> None:
    answer = officer_api.post(f"{URL}{accepted}/release/", body)
    assert (answer.status_code, paths(answer)) == (422, [path])


def test_release_by_the_trader_is_403(trader_api: APIClient, accepted: str) -> None:
    assert trader_api.post(f"{URL}{accepted}/release/", {"result": "A2"}).status_code == 403


def test_release_by_another_office_is_404(api: Api, wrong_office_officer: User, accepted: str) -> None:
    assert api(wrong_office_officer).post(f"{URL}{accepted}/release/", {"result": "A2"}).status_code == 404


def test_release_twice_is_409(officer_api: APIClient, released: str) -> None:
    answer = officer_api.post(f"{URL}{released}/release/", {"result": "A2"})
    assert (answer.status_code, answer.json()["findings"][0]["class"]) == (409, 92)


def test_officer_of_several_postings_names_one(api: Api, departure_officer: User, accepted: str) -> None:
    factory.posting(user=departure_officer, office="SGTUA001", roles=[OfficerRole.DEPARTURE])
    body = {"result": "A2"}
    assert api(departure_officer).post(f"{URL}{accepted}/release/", body).status_code == 422
    posting = Posting.objects.get(user=departure_officer, office="SGSIN001")
    assert api(departure_officer, posting).post(f"{URL}{accepted}/release/", body).status_code == 200


def test_refuse(officer_api: APIClient, accepted: str) -> None:
    answer = officer_api.post(f"{URL}{accepted}/refuse/", {"reason": "seal number wrong"})
    assert answer.json()["state"] == "NOT_RELEASED"


def test_invalidation_after_release_is_a_proposal_first(
    api: Api, officer_api: APIClient, supervisor: User, released: str
) -> None:
    body = {"reason": "never left", "where_goods": "still at the depot"}
    asked = officer_api.post(f"{URL}{released}/invalidate-after-release/", body)
    assert (asked.status_code, asked.json()["status"]) == (202, "OPEN")
    assert officer_api.get(f"{URL}{released}/").json()["state"] == "IN_TRANSIT"
    done = api(supervisor).post(f"/api/v1/proposals/{asked.json()['id']}/confirm/")
    assert (done.status_code, done.json()["state"]) == (200, "INVALIDATED")
