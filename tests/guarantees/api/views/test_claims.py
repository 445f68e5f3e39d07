"""Claims over HTTP: the bank's verbs, the office's, files."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from guarantees.models import Claim, Contest
from offices.enums import OfficerRole
from offices.models import User
from tests.factories import guarantees as factory
from tests.factories import offices
from tests.guarantees.api.conftest import As

pytestmark = pytest.mark.django_db
LIST = "/api/v1/claims/"
PDF = b"%PDF-1.7\n1 0 obj\n%%EOF"


@pytest.fixture
def claim(bank: User) -> Claim:
    return factory.demanded(factory.guarantee(bank=bank.firm), debt="100", held="300")[0]


@pytest.fixture
def recovery(db: None) -> User:
    return offices.officer(office="SGSIN001", roles=[OfficerRole.RECOVERY])


def url(verb: str, row: Claim, *more: int) -> str:
    return reverse(f"claims:{verb}", args=[row.pk, *more])


BODIES: dict[str, dict[str, Any]] = {
    "acknowledge": {},
    "pay": {"amount": "40", "currency": "SGD", "payment_reference": "WIRE-1"},
    "contest": {"reason": "the goods arrived"},
    "demand": {"due_on": "2026-12-31"},
    "uphold": {"answer": "they did not"},
    "withdraw": {"reason": "paid by the debtor"},
}


@pytest.mark.parametrize("verb", BODIES)
def test_verbs_of_others_find_nothing(as_user: As, claim: Claim, other_bank_user: User, verb: str) -> None:
    assert as_user(other_bank_user).post(url(verb, claim), BODIES[verb]).status_code == 404


@pytest.mark.parametrize("verb", ["demand", "uphold", "withdraw"])
def test_verbs_of_the_office_are_forbidden_to_the_bank(as_user: As, claim: Claim, bank: User, verb: str) -> None:
    assert as_user(bank).post(url(verb, claim), BODIES[verb]).status_code == 403


@pytest.mark.parametrize("verb", ["acknowledge", "pay", "contest"])
def test_verbs_of_the_bank_are_forbidden_to_the_office(as_user: As, claim: Claim, recovery: User, verb: str) -> None:
    assert as_user(recovery).post(url(verb, claim), BODIES[verb]).status_code == 403


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"amount": "101"}, "amount"),
        ({"amount": -1}, "amount"),
        ({"currency": "THB"}, "currency"),
        ({"payment_reference": ""}, "payment_reference"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_payment_names_the_bad_field(as_user: As, claim: Claim, bank: User, body: dict[str, Any], path: str) -> None:
    answer = as_user(bank).post(url("pay", claim), BODIES["pay"] | body)
    assert (answer.status_code, [row["path"] for row in answer.json()["findings"]]) == (422, [path])


def test_claim_is_paid_in_two_parts(as_user: As, claim: Claim, bank: User) -> None:
    client = as_user(bank)
    first = client.post(url("pay", claim), BODIES["pay"]).json()
    assert (first["state"], first["outstanding"], first["payments"][0]["reference"]) == ("PARTLY_PAID", "60", "WIRE-1")
    assert client.post(url("pay", claim), BODIES["pay"]).status_code == 422
    second = client.post(url("pay", claim), BODIES["pay"] | {"amount": "60", "payment_reference": "WIRE-2"}).json()
    assert (second["state"], second["paid"], len(second["payments"])) == ("PAID", "100", 2)
    assert client.post(url("pay", claim), BODIES["pay"] | {"payment_reference": "WIRE-3"}).status_code == 409


@pytest.mark.parametrize(("content", "status"), [(b"GIF89a", 422), (PDF, 200)])
def test_contest_takes_a_file_by_its_content(
    as_user: As, claim: Claim, bank: User, content: bytes, status: int
) -> None:
    body = {**BODIES["contest"], "file": SimpleUploadedFile("../a b.exe", content)}
    answer = as_user(bank).post(url("contest", claim), body, format="multipart")
    assert (answer.status_code, Contest.objects.count()) == (status, int(status == 200))


def test_contested_claim_is_upheld_and_its_file_read_by_the_office(
    as_user: As, claim: Claim, bank: User, recovery: User, other_bank_user: User
) -> None:
    body = {**BODIES["contest"], "file": SimpleUploadedFile("../a b.exe", PDF)}
    contested = as_user(bank).post(url("contest", claim), body, format="multipart").json()
    assert (contested["state"], contested["contests"][0]["file_name"]) == ("CONTESTED", "a_b.pdf")
    assert as_user(bank).post(url("pay", claim), BODIES["pay"]).status_code == 409
    file = url("contest-file", claim, contested["contests"][0]["id"])
    assert as_user(other_bank_user).get(file).status_code == 404
    assert as_user(recovery).get(file).getvalue() == PDF
    upheld = as_user(recovery).post(url("uphold", claim), BODIES["uphold"]).json()
    assert (upheld["state"], upheld["contests"][0]["answer"]) == ("DEMANDED", "they did not")


def test_contest_without_a_file_is_json(as_user: As, claim: Claim, bank: User) -> None:
    answer = as_user(bank).post(url("contest", claim), BODIES["contest"])
    assert (answer.json()["state"], answer.json()["contests"][0]["file_name"]) == ("CONTESTED", "")
    file = url("contest-file", claim, answer.json()["contests"][0]["id"])
    assert as_user(bank).get(file).status_code == 404


def test_demand_of_a_past_day_is_refused(as_user: As, bank: User, recovery: User) -> None:
    factory.reserve(factory.guarantee(bank=bank.firm), amount="300", reference="26SGX")
    [row] = factory.notified("26SGX", "100").claims
    client = as_user(recovery)
    assert client.post(url("demand", row), {"due_on": "2026-11-22"}).status_code == 422
    assert client.post(url("demand", row), {"due_on": "2026-11-23"}).json()["state"] == "DEMANDED"
    assert client.post(url("demand", row), {"due_on": "2026-11-23"}).status_code == 409


@pytest.mark.parametrize("count", [1, 3])
def test_list_runs_a_constant_number_of_statements(
    as_user: As, bank: User, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        factory.demanded(factory.guarantee(bank=bank.firm), debt="1", held="2", reference=f"26SG{number}")
    client = as_user(bank)
    with django_assert_num_queries(7):
        assert client.get(LIST, {"state": "DEMANDED"}).json()["count"] == count
