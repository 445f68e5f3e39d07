"""The office of destination's endpoints, and the authorised trader's."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from offices.models import User
from tests.transit.api.conftest import Api, paths
from transit.models import Declaration


@pytest.fixture
def url(released: str) -> str:
    return f"/api/v1/movements/{released}/"


@pytest.fixture
def office_api(api: Api, destination_officer: User) -> APIClient:
    return api(destination_officer)


@pytest.fixture
def arrived(office_api: APIClient, url: str) -> str:
    assert office_api.post(f"{url}arrival/").json()["state"] == "ARRIVED"
    return url


def test_clean_result_discharges(office_api: APIClient, arrived: str) -> None:
    answer = office_api.post(f"{arrived}results/", {"result": "A2"})
    assert (answer.status_code, answer.json()["state"]) == (200, "DISCHARGED")


def test_control_at_destination(office_api: APIClient, arrived: str) -> None:
    body = {"kind": "BY_HAND", "place": "DESTINATION"}
    assert office_api.post(f"{arrived}order-control/", body).status_code == 200
    assert office_api.get(arrived).json()["arrival"]["state"] == "UNDER_CONTROL"
    assert office_api.post(f"{arrived}results/", {"result": "A1"}).json()["state"] == "DISCHARGED"


def test_unloading_permission_is_refused_at_the_office_itself(office_api: APIClient, arrived: str) -> None:
    answer = office_api.post(f"{arrived}unloading-permission/")
    assert (answer.status_code, paths(answer)) == (422, ["destination_premises"])


def test_unloading_permission_moves_the_arrival(office_api: APIClient, arrived: str) -> None:
    Declaration.objects.update(destination_premises="TH-P-0001")
    assert office_api.post(f"{arrived}unloading-permission/").status_code == 200
    assert office_api.get(arrived).json()["arrival"]["state"] == "UNLOADING"


def test_result_before_arrival_is_409(office_api: APIClient, url: str) -> None:
    answer = office_api.post(f"{url}results/", {"result": "A2"})
    assert (answer.status_code, answer.json()["findings"][0]["class"]) == (409, 92)


def test_arrival_twice_is_409(office_api: APIClient, arrived: str) -> None:
    assert office_api.post(f"{arrived}arrival/").status_code == 409


def test_arrival_by_the_driver_is_refused(trader_api: APIClient, url: str) -> None:
    assert trader_api.post(f"{url}arrival/").status_code == 403


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "result"),
        ({"result": "C1"}, "result"),
        ({"result": "B1", "differences": [{"kind": "LOST"}]}, "differences[0].kind"),
        ({"result": "B1", "differences": [{"kind": "MISSING", "item": 0}]}, "differences[0].item"),
        ({"result": "B1", "differences": [{"kind": "MISSING", "item": "1"}]}, "differences[0].item"),
        ({"result": "B1", "seals": [{}]}, "seals[0].seal"),
    ],
)
def test_results_refuse_a_malformed_body(office_api: APIClient, arrived: str, body: dict[str, Any], path: str) -> None:
    answer = office_api.post(f"{arrived}results/", body)
    assert answer.status_code == 422
    assert path in paths(answer)


def test_remarks_are_the_authorised_traders(office_api: APIClient, arrived: str) -> None:
    answer = office_api.post(f"{arrived}unloading-remarks/", {"complete": True, "conform": True})
    assert answer.status_code == 403
