from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from guarantees.enums import GuaranteeKind
from guarantees.models import Guarantee
from offices.enums import AttRightKind, EmployeeRole, OfficerRole
from offices.models import Firm, User
from tests.factories import guarantees as factory
from tests.factories import offices
from tests.guarantees.api.conftest import As

pytestmark = pytest.mark.django_db
LIST = "/api/v1/guarantees/"


def body(principal: Firm, **fields: Any) -> dict[str, Any]:
    return {
        "kind": "MULTIPLE_JOURNEY",
        "principal": principal.number,
        "office": "SGSIN001",
        "currency": "SGD",
        "reference_amount": "50000",
        "valid_from": "2026-01-05",
        **fields,
    }


def url(name: str, row: Guarantee) -> str:
    return reverse(f"guarantees:{name}", args=[row.pk])


def test_without_log_in_nothing_is_said() -> None:
    assert APIClient().get(LIST).status_code == 401


def test_issue_is_forbidden_to_a_trader(as_user: As, trader: User, principal: Firm) -> None:
    assert as_user(trader).post(LIST, body(principal)).status_code == 403


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"surprise": 1}, "surprise"),
        ({"kind": "GIFT"}, "kind"),
        ({"kind": None}, "kind"),
        ({"reference_amount": "much"}, "reference_amount"),
        ({"reference_amount": "1e999999999"}, "reference_amount"),
        ({"reference_amount": "NaN"}, "reference_amount"),
        ({"reference_amount": -5}, "reference_amount"),
        ({"valid_from": "yesterday"}, "valid_from"),
        ({"principal": "A\0B"}, "principal"),
        ({"office": {"code": "SGSIN001"}}, "office"),
        ({"blocked_countries": "MY"}, "blocked_countries"),
        ({"blocked_countries": ["MYS"]}, "blocked_countries.0"),
        ({"code_prefixes": [None]}, "code_prefixes.0"),
        ({"currency": "XYZ"}, "currency"),
    ],
)
def test_issue_names_the_bad_field(as_user: As, bank: User, principal: Firm, fields: dict[str, Any], path: str) -> None:
    answer = as_user(bank).post(LIST, body(principal) | fields)
    assert answer.status_code == 422
    assert path.replace(".0", "[0]") in [row["path"] for row in answer.json()["findings"]]


@pytest.mark.parametrize("content", ["[]", '"x"', "null", "1"])
def test_body_that_is_no_object_is_refused(as_user: As, bank: User, content: str) -> None:
    answer = as_user(bank).post(LIST, content, content_type="application/json")
    assert answer.status_code == 422


def test_broken_json_is_unreadable(as_user: As, bank: User) -> None:
    assert as_user(bank).post(LIST, "{", content_type="application/json").status_code == 400


def test_bank_issues_and_office_accepts(as_user: As, bank: User, guarantee_officer: User, principal: Firm) -> None:
    issued = as_user(bank).post(LIST, body(principal, blocked_countries=["MM"]))
    assert (issued.status_code, issued.json()["state"], issued.json()["grn"]) == (201, "ISSUED", None)
    accepted = as_user(guarantee_officer).post(f"{LIST}{issued.json()['id']}/accept/", {})
    assert accepted.status_code == 200
    assert (accepted.json()["state"], "access_code" in accepted.json()) == ("ACTIVE", False)
    assert accepted.json()["available"] == "50000"


def test_access_code_is_shown_once(as_user: As, trader: User, principal: Firm) -> None:
    row = factory.guarantee(principal=principal)
    assert "access_code" not in as_user(trader).get(url("one", row)).json()


def test_officer_books_a_cash_deposit(as_user: As, guarantee_officer: User, principal: Firm) -> None:
    answer = as_user(guarantee_officer).post(LIST, body(principal, kind="CASH_DEPOSIT"))
    assert (answer.status_code, answer.json()["state"]) == (201, "ACTIVE")
    assert "access_code" not in answer.json()


def test_officer_books_a_waiver(as_user: As, guarantee_officer: User) -> None:
    firm = offices.firm(logistics=True)
    offices.att(firm=firm, rights=[AttRightKind.GUARANTEE_WAIVER])
    answer = as_user(guarantee_officer).post(LIST, body(firm, kind=GuaranteeKind.WAIVER))
    assert (answer.status_code, answer.json()["guarantee_amount"], answer.json()["state"]) == (201, "0", "ISSUED")


def test_officer_of_two_postings_must_name_one(as_user: As, guarantee_officer: User, principal: Firm) -> None:
    offices.posting(user=guarantee_officer, office="MYPJY001", roles=[OfficerRole.GUARANTEE])
    deposit = body(principal, kind="CASH_DEPOSIT")
    assert as_user(guarantee_officer).post(LIST, deposit).status_code == 422
    assert as_user(guarantee_officer, **{"Acting-Posting": "x"}).post(LIST, deposit).status_code == 422
    posting = str(guarantee_officer.postings.get(office="SGSIN001").pk)
    assert as_user(guarantee_officer, **{"Acting-Posting": posting}).post(LIST, deposit).status_code == 201


@pytest.mark.parametrize("name", ["one", "balance", "ledger"])
def test_reading_what_one_may_not_know_is_404(as_user: As, stranger: User, name: str) -> None:
    assert as_user(stranger).get(url(name, factory.guarantee())).status_code == 404


@pytest.mark.parametrize("name", ["accept", "refuse", "suspend", "resume"])
def test_verbs_on_what_one_may_not_know_are_404(as_user: As, wrong_office_officer: User, name: str) -> None:
    sent = {"reason": "x"} if name in ("refuse", "suspend") else {}
    assert as_user(wrong_office_officer).post(url(name, factory.guarantee()), sent).status_code == 404


@pytest.mark.parametrize("name", ["accept", "refuse", "suspend", "resume"])
def test_verbs_of_the_office_are_forbidden_to_the_principal(
    as_user: As, trader: User, principal: Firm, name: str
) -> None:
    sent = {"reason": "x"} if name in ("refuse", "suspend") else {}
    assert as_user(trader).post(url(name, factory.guarantee(principal=principal)), sent).status_code == 403


@pytest.mark.parametrize("name", ["accept", "refuse", "resume"])
def test_verbs_at_the_wrong_time_are_409(as_user: As, guarantee_officer: User, name: str) -> None:
    sent = {"reason": "x"} if name == "refuse" else {}
    answer = as_user(guarantee_officer).post(url(name, factory.guarantee()), sent)
    assert answer.status_code == 409
    assert [row["class"] for row in answer.json()["findings"]] == [92]


def test_suspend_needs_a_reason_and_resume_takes_nothing(as_user: As, guarantee_officer: User) -> None:
    row, client = factory.guarantee(), as_user(guarantee_officer)
    assert client.post(url("suspend", row), {}).status_code == 422
    assert client.post(url("suspend", row), {"reason": "doubt"}).json()["state"] == "SUSPENDED"
    assert client.post(url("resume", row), {"x": 1}).status_code == 422
    assert client.post(url("resume", row)).json()["state"] == "ACTIVE"


def test_office_refuses_an_issued_guarantee(as_user: As, guarantee_officer: User) -> None:
    answer = as_user(guarantee_officer).post(url("refuse", factory.issued()), {"reason": "wrong form"})
    assert (answer.json()["state"], answer.json()["reason"]) == ("REFUSED", "wrong form")


def test_balance_shows_uses_and_forecast(as_user: As, trader: User, principal: Firm) -> None:
    row = factory.guarantee(principal=principal)
    factory.reserve(row, amount="1234.5", reference="26SGX")
    answer = as_user(trader).get(url("balance", row)).json()
    assert (answer["available"], answer["uses"][0]["reference"]) == ("8765.5", "26SGX")
    assert answer["forecast"] == [{"at": "2026-11-26T02:00:00Z", "available": "10000"}]


def test_bank_reads_the_ledger_without_goods(as_user: As, bank: User) -> None:
    row = factory.guarantee(bank=bank.firm)
    factory.reserve(row, amount="100", reference="26SGX")
    answer = as_user(bank).get(url("ledger", row)).json()
    assert answer["count"] == 1
    assert answer["results"][0] == {
        "sequence": 1,
        "kind": "RESERVE",
        "amount": "100",
        "currency": "SGD",
        "reference": "26SGX",
        "at": "2026-11-23T02:00:00Z",
        "reserved_after": "100",
        "paid_after": "0",
        "reverses": None,
    }


@pytest.mark.parametrize("count", [1, 3])
def test_list_runs_a_constant_number_of_statements(
    as_user: As, auditor: User, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        factory.guarantee()
    with django_assert_num_queries(4):
        assert as_user(auditor).get(LIST).json()["count"] == count


def test_employee_who_may_only_look_reads_and_does_not_issue(as_user: As, bank: User, principal: Firm) -> None:
    looker = offices.user(firm=bank.firm, duties=[EmployeeRole.VIEW])
    assert as_user(looker).get(LIST).status_code == 200
    assert as_user(looker).post(LIST, body(principal)).status_code == 403
