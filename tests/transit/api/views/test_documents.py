"""The accompanying document over the API: PDF to those who may, the error shape to everyone else."""

import pytest
from rest_framework.test import APIClient

from offices.models import User
from tests.transit.api.conftest import Api

PROBLEM = "application/problem+json"


def url(movement: str) -> str:
    return f"/api/v1/movements/{movement}/tad/"


@pytest.mark.parametrize("accept", ["application/pdf", "application/json", "*/*"])
def test_document_before_release_is_class_92_whatever_is_asked_for(
    trader_api: APIClient, accepted: str, accept: str
) -> None:
    answer = trader_api.get(url(accepted), headers={"Accept": accept})
    assert (answer.status_code, answer["Content-Type"]) == (409, PROBLEM)
    assert [row["class"] for row in answer.json()["findings"]] == [92]


def test_document_of_an_unknown_movement_is_not_found(api: Api, stranger: User, released: str) -> None:
    answer = api(stranger).get(url(released))
    assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)


@pytest.mark.parametrize("query", ["version=x", "version=0", "version=-1", "version=1e99", "copy=1", "version="])
def test_malformed_query_is_a_finding(trader_api: APIClient, released: str, query: str) -> None:
    answer = trader_api.get(f"{url(released)}?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (422, PROBLEM)


def test_version_that_is_not_there_is_not_found(trader_api: APIClient, released: str) -> None:
    assert trader_api.get(f"{url(released)}?version=2").status_code == 404


@pytest.mark.parametrize("accept", ["application/pdf", "application/json", "*/*"])
def test_document_comes_as_a_file_nobody_keeps(trader_api: APIClient, released: str, accept: str) -> None:
    answer = trader_api.get(url(released), headers={"Accept": accept})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Disposition"].startswith('attachment; filename="TAD-26SG')
    assert answer["Cache-Control"] == "private, no-store"


def test_document_is_the_same_again(trader_api: APIClient, api: Api, transit_officer: User, released: str) -> None:
    first = trader_api.get(url(released)).content
    assert api(transit_officer).get(f"{url(released)}?version=1").content == first
