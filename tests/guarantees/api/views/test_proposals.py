"""Two of a bank's people over HTTP: the first is answered with the proposal, the second confirms or refuses."""

from typing import Any

import pytest

from guarantees.models import Guarantee, Guarantor
from offices.models import User
from tests.factories import guarantees as factory
from tests.factories import machines, offices
from tests.guarantees.api.conftest import As

pytestmark = pytest.mark.django_db
LIST, CHOICE = "/api/v1/guarantees/proposals/", "/api/v1/guarantors/two-persons/"
TERMS: dict[str, Any] = {
    "kind": "SINGLE_JOURNEY",
    "principal": "SG-T-0001",
    "office": "SGSIN001",
    "currency": "SGD",
    "reference_amount": "700.5",
    "valid_from": "2026-11-23",
}


@pytest.fixture
def colleague(bank: User) -> User:
    return offices.user(firm=bank.firm)


@pytest.fixture
def row(bank: User, colleague: User) -> Guarantee:
    made = factory.active(bank=bank.firm, principal=offices.firm(number="SG-T-0001"))
    Guarantor.objects.filter(firm=bank.firm).update(two_persons=True)
    return made


def test_first_person_is_answered_with_the_proposal_and_the_second_issues(
    as_user: As, bank: User, colleague: User, row: Guarantee
) -> None:
    asked = as_user(bank).post("/api/v1/guarantees/", TERMS)
    assert (asked.status_code, asked.json()["verb"], asked.json()["status"]) == (202, "issue_guarantee", "OPEN")
    assert asked.json()["asked"]["terms"]["reference_amount"] == "700.5"
    url = f"{LIST}{asked.json()['id']}/confirm/"
    assert as_user(bank).post(url, {}).status_code == 403
    assert as_user(colleague).post(url, {}).json()["status"] == "CONFIRMED"
    found = as_user(bank).get(f"/api/v1/guarantees/{asked.json()['guarantee']}/")
    assert found.json()["state"] == "ISSUED"
    assert as_user(colleague).post(url, {}).status_code == 409


def test_second_person_refuses_with_a_reason(as_user: As, bank: User, colleague: User, row: Guarantee) -> None:
    asked = as_user(bank).post(f"/api/v1/guarantees/{row.pk}/cancel/", {})
    url = f"{LIST}{asked.json()['id']}/refuse/"
    assert as_user(colleague).post(url, {}).status_code == 422
    refused = as_user(colleague).post(url, {"reason": "not this one"}).json()
    assert (refused["status"], refused["reason"], refused["guarantee"]) == ("REFUSED", "not this one", str(row.pk))
    assert as_user(bank).get(LIST, {"status": "OPEN"}).json()["count"] == 0


def test_same_key_answers_with_the_same_proposal(as_user: As, bank: User, row: Guarantee) -> None:
    key = {"Idempotency-Key": "issue-1"}
    once, again = (as_user(bank, **key).post("/api/v1/guarantees/", TERMS) for _ in range(2))
    assert (once.status_code, again.json()) == (202, once.json())
    assert as_user(bank).get(LIST).json()["count"] == 1


def test_other_bank_sees_no_proposal(as_user: As, bank: User, other_bank_user: User, row: Guarantee) -> None:
    asked = as_user(bank).post(f"/api/v1/guarantees/{row.pk}/cancel/", {})
    assert as_user(other_bank_user).get(LIST).json()["count"] == 0
    assert as_user(other_bank_user).post(f"{LIST}{asked.json()['id']}/confirm/", {}).status_code == 404


def test_program_is_answered_with_a_proposal_and_reads_what_became_of_it(bank: User, row: Guarantee) -> None:
    program = machines.program(bank)
    asked = program.post(f"/api/v1/guarantees/{row.pk}/raise/", {"reference_amount": "20000", "currency": "SGD"})
    assert (asked.status_code, asked.json()["asked"]) == (
        202,
        {"from": "10000.0000", "amount": "20000", "currency": "SGD"},
    )
    assert program.post(f"{LIST}{asked.json()['id']}/confirm/", {}).status_code == 403
    assert program.get(LIST).json()["results"][0]["status"] == "OPEN"


def test_choice_of_one_person_waits_for_a_second_administrator(
    as_user: As, bank: User, colleague: User, row: Guarantee
) -> None:
    asked = as_user(bank).put(CHOICE, {"two_persons": False})
    assert (asked.status_code, asked.json()["guarantee"]) == (202, None)
    assert as_user(bank).get(CHOICE).json() == {"two_persons": True}
    as_user(colleague).post(f"{LIST}{asked.json()['id']}/confirm/", {})
    assert as_user(bank).get(CHOICE).json() == {"two_persons": False}
    assert as_user(bank).put(CHOICE, {"two_persons": True}).json() == {"two_persons": True}
