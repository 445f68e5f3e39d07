"""The offices of transit's endpoints."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from offices.models import User
from tests.transit.api.conftest import Api, paths

POST = "MYTKP001"


@pytest.fixture
def url(released: str) -> str:
    return f"/api/v1/movements/{released}/passages/{POST}/"


@pytest.fixture
def post_api(api: Api, transit_officer: User) -> APIClient:
    return api(transit_officer)


def state(client: APIClient, url: str) -> str:
    """The state of the passage at POST."""
    shown = client.get(url.split("passages/")[0]).json()["passages"]
    return str(next(row["state"] for row in shown if row["office"] == POST))


def test_passage_is_presented_and_crossed(post_api: APIClient, url: str) -> None:
    assert post_api.post(f"{url}present/").status_code == 200
    assert state(post_api, url) == "PRESENTED"
    assert post_api.post(f"{url}cross/").status_code == 200
    assert state(post_api, url) == "CROSSED"


def test_crossing_before_presenting_is_409(post_api: APIClient, url: str) -> None:
    answer = post_api.post(f"{url}cross/")
    assert (answer.status_code, answer.json()["findings"][0]["class"]) == (409, 92)


@pytest.mark.parametrize(("verb", "end"), [("refuse-entry", "REFUSED"), ("seize", "SEIZED")])
def test_held_goods_are_refused_or_seized(post_api: APIClient, url: str, verb: str, end: str) -> None:
    post_api.post(f"{url}present/")
    assert post_api.post(f"{url}hold/", {"reason": "seal broken"}).status_code == 200
    assert state(post_api, url) == "HELD"
    assert post_api.post(f"{url}{verb}/", {"reason": "not to be let in"}).status_code == 200
    assert state(post_api, url) == end


def test_other_plate_raises_an_alarm_officers_see(post_api: APIClient, trader_api: APIClient, url: str) -> None:
    post_api.post(f"{url}present/", {"plate": "XX1"})
    movement = url.split("passages/")[0]
    assert post_api.get(movement).json()["passages"][1]["alarm"]
    assert trader_api.get(movement).json()["passages"][1]["alarm"] == ""


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"seals": [{"seal": "S1"}]}, "seals[0].condition"),
        ({"seals": [{"seal": "S1", "condition": "FINE"}]}, "seals[0].condition"),
        ({"seals": {}}, "seals"),
        ({"plate": 5}, "plate"),
        ({"happened_at": "2026-11-23T01:00:00"}, "happened_at"),
        ({"late": "no"}, "late"),
        ({"office": "THSDO001"}, "office"),
    ],
)
def test_present_refuses_a_malformed_body(post_api: APIClient, url: str, body: dict[str, Any], path: str) -> None:
    answer = post_api.post(f"{url}present/", body)
    assert (answer.status_code, paths(answer)) == (422, [path])


def test_officer_of_another_post_may_not(post_api: APIClient, url: str) -> None:
    assert post_api.post(f"{url.replace(POST, 'THSDO001')}present/").status_code == 403


def test_office_that_is_no_code_is_no_route(post_api: APIClient, url: str) -> None:
    assert post_api.post(f"{url.replace(POST, 'nowhere')}present/").status_code == 404


def test_late_fact_is_kept_and_answered_with_202(
    api: Api, departure_officer: User, post_api: APIClient, destination_officer: User, url: str
) -> None:
    movement = url.split("passages/")[0]
    api(destination_officer).post(f"{movement}arrival/")
    answer = post_api.post(f"{url}cross/", {"happened_at": "2026-11-23T02:00:00Z", "late": True})
    assert (answer.status_code, answer.json()["state"]) == (202, "ARRIVED")
    assert api(departure_officer).get(movement).json()["late_facts"][0]["id"] == answer.json()["id"]
