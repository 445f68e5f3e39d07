"""Idempotency-Key over HTTP: what is done once, what is answered again, what is not kept."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.test import APIClient
from rest_framework.views import APIView

from acts.common import clock
from acts.common.api.once import WRITES, OnceView
from acts.common.models import KeptAnswer
from guarantees.models import Guarantee
from offices.enums import OfficerRole
from offices.models import Firm, User
from tests.factories import guarantees as factory
from tests.factories import offices
from transit import samples
from transit.models import Attachment, Movement

pytestmark = pytest.mark.django_db
LIST = "/api/v1/guarantees/"


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)


def client(user: User, key: str | None = "order-77", **headers: str) -> APIClient:
    found = APIClient(raise_request_exception=False, headers=headers | ({"Idempotency-Key": key} if key else {}))
    found.force_authenticate(user)
    return found


@pytest.fixture
def bank(bank_user: User) -> User:
    assert bank_user.firm is not None
    factory.guarantor(firm=bank_user.firm)
    return bank_user


@pytest.fixture
def body(principal: Firm) -> dict[str, Any]:
    return {
        "kind": "MULTIPLE_JOURNEY",
        "principal": principal.number,
        "office": "SGSIN001",
        "currency": "SGD",
        "reference_amount": "50000",
        "valid_from": "2026-01-05",
    }


@pytest.mark.parametrize("key", ["", " ", "a b", "é", "x" * 256])
def test_key_that_is_none_is_refused(bank: User, body: dict[str, Any], key: str) -> None:
    found = client(bank, None)
    answer = found.post(LIST, body, headers={"Idempotency-Key": key})
    assert (answer.status_code, answer.json()["findings"][0]["code"]) == (422, "R-IDEMPOTENCY-01")
    assert not Guarantee.objects.exists()


def test_same_key_with_another_body_is_refused(bank: User, body: dict[str, Any]) -> None:
    client(bank).post(LIST, body)
    answer = client(bank).post(LIST, body | {"reference_amount": "50001"})
    assert (answer.status_code, answer.json()["findings"][0]["code"]) == (422, "R-IDEMPOTENCY-02")
    assert Guarantee.objects.count() == 1


def _fingerprint(user: User, key: str) -> str:
    client(user, key).post("/api/v1/step-up/", {"password": "guess"})
    row = KeptAnswer.objects.get()
    row.delete()
    return row.fingerprint


def test_store_holds_nothing_by_which_a_body_could_be_guessed(trader: User, settings: Any) -> None:
    """A body may hold a password or an access code; who has the database has neither our key nor the sender's."""
    kept = _fingerprint(trader, "order-77")
    assert _fingerprint(trader, "order-77") == kept != _fingerprint(trader, "order-78")
    settings.KEY_ENCRYPTION_KEY = "another key of thirty-two characters"
    assert _fingerprint(trader, "order-77") != kept


def test_same_key_and_body_is_done_once_and_answered_alike(bank: User, body: dict[str, Any]) -> None:
    first = client(bank).post(LIST, body)
    again = client(bank).post(LIST, dict(reversed(body.items())))
    assert (first.status_code, first.content, first["Content-Type"]) == (201, again.content, again["Content-Type"])
    assert (first.get("Idempotent-Replayed"), again["Idempotent-Replayed"]) == (None, "true")
    assert Guarantee.objects.count() == 1


def test_without_a_key_everything_is_done_anew(bank: User, body: dict[str, Any]) -> None:
    assert [client(bank, None).post(LIST, body).status_code for _ in range(2)] == [201, 201]
    assert (Guarantee.objects.count(), KeptAnswer.objects.count()) == (2, 0)


def test_access_code_shown_once_comes_again_under_its_key_alone(trader: User, principal: Firm) -> None:
    url = f"{LIST}{factory.guarantee(principal=principal).pk}/access-codes/"
    first, again = (client(trader).post(url, {"given_to": "desk"}) for _ in range(2))
    assert (first.status_code, first.content) == (201, again.content)
    assert len(first.json()["access_code"]) == 4
    assert client(trader, "other").post(url, {"given_to": "desk"}).content != first.content


def test_refusal_by_the_rules_stands_though_its_cause_has_gone(guarantee_officer: User) -> None:
    row, officer = factory.guarantee(), client(guarantee_officer)
    first = officer.post(f"{LIST}{row.pk}/resume/")
    client(guarantee_officer, None).post(f"{LIST}{row.pk}/suspend/", {"reason": "doubt"})
    again = officer.post(f"{LIST}{row.pk}/resume/")
    assert (first.status_code, first.content) == (again.status_code, again.content) == (409, first.content)
    assert again["Content-Type"] == "application/problem+json"
    assert client(guarantee_officer, "new").post(f"{LIST}{row.pk}/resume/").status_code == 200


def test_what_was_never_decided_may_be_sent_again(bank: User, body: dict[str, Any], trader: User) -> None:
    assert client(bank).post(LIST, body | {"surprise": 1}).status_code == 422
    assert client(bank).post(LIST, "{", content_type="application/json").status_code == 400
    assert client(trader).post(LIST, body).status_code == 403
    assert not KeptAnswer.objects.exists()
    assert client(bank).post(LIST, body).status_code == 201


def test_same_key_in_another_posting_is_another_request(guarantee_officer: User, body: dict[str, Any]) -> None:
    other = offices.posting(user=guarantee_officer, office="MYPJY001", roles=[OfficerRole.GUARANTEE])
    here, deposit = guarantee_officer.postings.get(office="SGSIN001"), body | {"kind": "CASH_DEPOSIT"}
    needed = client(guarantee_officer).post(LIST, deposit)
    statuses = [
        client(guarantee_officer, **{"Acting-Posting": str(row.pk)}).post(LIST, deposit).status_code
        for row in (here, other, here)
    ]
    assert (needed.status_code, statuses) == (422, [201, 422, 201])
    assert Guarantee.objects.count() == 1


def test_file_counts_by_its_bytes(trader: User, at: datetime) -> None:
    content = samples.load("singapore-bangkok", at=at)
    draft = client(trader, None).post("/api/v1/declarations/", content).json()["id"]

    def attach(inside: bytes) -> int:
        upload = SimpleUploadedFile("a.pdf", b"%PDF-1.7\n" + inside + b"\n%%EOF")
        url = f"/api/v1/declarations/{draft}/files/"
        return client(trader).post(url, {"file": upload}, format="multipart").status_code

    assert [attach(b"1"), attach(b"1"), attach(b"2")] == [201, 201, 422]
    assert Attachment.objects.count() == 1


def test_answer_without_a_body_comes_again(trader: User, at: datetime) -> None:
    content = samples.load("singapore-bangkok", at=at)
    created = [client(trader).post("/api/v1/declarations/", content) for _ in range(2)]
    assert created[0]["Location"] == created[1]["Location"]
    deleted = [client(trader).delete(created[0]["Location"]) for _ in range(2)]
    assert [(answer.status_code, answer.content) for answer in deleted] == [(204, b""), (204, b"")]
    assert not Movement.objects.exists()


def test_text_that_no_encoding_can_carry_is_no_failure(bank: User, body: dict[str, Any]) -> None:
    answer = client(bank).post(LIST, '{"surprise": "\\ud800"}', content_type="application/json")
    assert answer.status_code == 422


def _views(patterns: Any) -> Iterator[type[APIView]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            view = getattr(pattern.callback, "cls", None)
            if isinstance(view, type) and issubclass(view, APIView):
                yield view


def test_every_write_of_the_api_takes_a_key() -> None:
    writing = [view for view in _views(get_resolver().url_patterns) if any(hasattr(view, name) for name in WRITES)]
    assert len(writing) > 30
    # OAuth has rules of its own for what comes twice.
    assert {view.__name__ for view in writing if not issubclass(view, OnceView)} == {"Token", "Revoke"}
    for view in (view for view in writing if issubclass(view, OnceView)):
        assert all(hasattr(getattr(view, name), "__wrapped__") for name in WRITES if hasattr(view, name))
