"""The bank's verbs over HTTP."""

from typing import Any

import pytest
from django.urls import reverse

from guarantees.models import Guarantee
from offices.models import Firm, User
from tests.factories import guarantees as factory
from tests.guarantees.api.conftest import As

pytestmark = pytest.mark.django_db
VERBS: dict[str, dict[str, Any]] = {
    "raise": {"reference_amount": "20000", "currency": "SGD"},
    "lower": {"reference_amount": "5000", "currency": "SGD"},
    "cancel": {},
    "withdraw-notice": {},
}


@pytest.fixture
def row(bank: User) -> Guarantee:
    return factory.guarantee(bank=bank.firm)


def url(verb: str, row: Guarantee) -> str:
    return reverse(f"guarantees:{verb}", args=[row.pk])


@pytest.mark.parametrize("verb", VERBS)
def test_verbs_of_another_bank_find_nothing(as_user: As, row: Guarantee, other_bank_user: User, verb: str) -> None:
    assert as_user(other_bank_user).post(url(verb, row), VERBS[verb]).status_code == 404


@pytest.mark.parametrize("verb", VERBS)
def test_verbs_are_forbidden_to_the_office(as_user: As, row: Guarantee, guarantee_officer: User, verb: str) -> None:
    assert as_user(guarantee_officer).post(url(verb, row), VERBS[verb]).status_code == 403


@pytest.mark.parametrize(
    ("amount", "path"),
    [
        ("0", "reference_amount"),
        ("-5", "reference_amount"),
        ("99.999", "reference_amount"),
        (10**17, "reference_amount"),
        ("1e999999999", "reference_amount"),
        ("NaN", "reference_amount"),
        (None, "reference_amount"),
        ("599.99", "reference_amount"),
    ],
)
@pytest.mark.parametrize("verb", ["raise", "lower"])
def test_wrong_amount_is_a_finding(as_user: As, bank: User, row: Guarantee, verb: str, amount: Any, path: str) -> None:
    factory.reserve(row, amount="600")
    answer = as_user(bank).post(url(verb, row), {"reference_amount": amount, "currency": "SGD"})
    assert answer.status_code == 422
    assert [finding["path"] for finding in answer.json()["findings"]] == [path]


def test_wrong_currency_is_a_finding(as_user: As, bank: User, row: Guarantee) -> None:
    answer = as_user(bank).post(url("raise", row), {"reference_amount": "20000", "currency": "THB"})
    assert [finding["code"] for finding in answer.json()["findings"]] == ["R-GUARANTEE-21"]


def test_amount_is_raised_and_lowered(as_user: As, bank: User, row: Guarantee) -> None:
    client = as_user(bank)
    assert client.post(url("raise", row), VERBS["raise"]).json()["available"] == "20000"
    assert client.post(url("lower", row), VERBS["lower"]).json()["available"] == "5000"


def test_notice_given_twice_is_409_and_can_be_withdrawn(as_user: As, bank: User, row: Guarantee) -> None:
    client = as_user(bank)
    given = client.post(url("cancel", row), {})
    assert (given.json()["state"], given.json()["cancellation_effective_at"]) == ("CANCELLING", "2026-12-23T02:00:00Z")
    assert client.post(url("cancel", row), {}).status_code == 409
    assert client.post(url("withdraw-notice", row), {}).json()["state"] == "ACTIVE"
    assert client.post(url("withdraw-notice", row), {}).status_code == 409


def test_single_journey_guarantee_is_issued(as_user: As, bank: User, principal: Firm) -> None:
    body = {"kind": "SINGLE_JOURNEY", "principal": principal.number, "office": "SGSIN001", "currency": "SGD"}
    answer = as_user(bank).post(
        "/api/v1/guarantees/", body | {"reference_amount": "700.50", "valid_from": "2026-11-23"}
    )
    assert (answer.status_code, answer.json()["kind"]) == (201, "SINGLE_JOURNEY")
    assert answer.json()["reference_amount"] == "700.5"


def test_list_is_filtered_and_shows_the_bank_its_own(as_user: As, bank: User, row: Guarantee) -> None:
    factory.guarantee()
    client = as_user(bank)
    assert [found["grn"] for found in client.get("/api/v1/guarantees/").json()["results"]] == [row.grn]
    assert client.get("/api/v1/guarantees/", {"state": "ISSUED"}).json()["count"] == 0
    assert client.get("/api/v1/guarantees/", {"grn": row.grn}).json()["count"] == 1


@pytest.mark.parametrize("query", [{"color": "red"}, {"state": "HAPPY"}, {"grn": "A\0"}, {"kind": ""}])
def test_query_parameter_that_is_none_is_refused(as_user: As, bank: User, query: dict[str, str]) -> None:
    answer = as_user(bank).get("/api/v1/guarantees/", query)
    assert (answer.status_code, answer.json()["findings"][0]["path"]) == (422, next(iter(query)))
