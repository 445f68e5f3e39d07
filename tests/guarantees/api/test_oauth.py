"""A program gets a token for its secret, and what ends a token."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from oauth2_provider.models import get_access_token_model
from rest_framework.test import APIClient

from acts.common import clock
from acts.common.models import HistoryEntry
from guarantees.enums import Scope
from guarantees.models import Client, GuarantorApproval
from guarantees.services import clients
from offices import actors
from offices.models import User
from tests.factories import guarantees as factory
from tests.factories import machines
from tests.factories.machines import TOKEN, basic

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
EVENTS = "/api/v1/events/"
GRANT = "grant_type=client_credentials"


@pytest.fixture
def made(bank_user: User) -> clients.Made:
    assert bank_user.firm is not None
    factory.guarantor(firm=bank_user.firm, at=clock.now())
    return machines.made(bank_user, scopes=["events:read", "guarantees:read"], at=clock.now())


def ask(body: str, *, path: str = TOKEN, kind: str = FORM, **headers: str) -> Any:
    client = APIClient(raise_request_exception=False, headers=headers)
    return client.post(path, body, content_type=kind)


def ask_as(made: clients.Made, body: str = GRANT, secret: str = "", **more: str) -> Any:
    return ask(body, Authorization=basic(made.client.client_id, secret or made.secret), **more)


def read(token: str) -> int:
    return APIClient(headers={"Authorization": f"Bearer {token}"}).get(EVENTS).status_code


@pytest.mark.parametrize("secret", ["wrong", " ", "é", "\0"])
def test_token_is_refused_for_a_wrong_secret(made: clients.Made, secret: str) -> None:
    answer = ask_as(made, secret=secret)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert answer["WWW-Authenticate"]
    assert HistoryEntry.objects.filter(verb="log_in_failed").count() == 1


@pytest.mark.parametrize(
    ("body", "header", "status"),
    [
        ("", "", 401),
        ("grant_type=client_credentials", "Basic !!!", 401),
        ("grant_type=client_credentials", basic("nobody0000000000", "x"), 401),
        ("grant_type=client_credentials", basic("a\0b", "x"), 401),
        ("grant_type=client_credentials&client_id=nobody0000000000&client_secret=%00", "", 401),
        ("grant_type=client_credentials&client_secret=x", basic("nobody0000000000", "x"), 400),
        ("%zz=%ff&grant_type=%C3%28", "", 401),
    ],
)
def test_token_of_nobody_is_refused_and_never_a_failure(body: str, header: str, status: int) -> None:
    answer = ask(body, **({"Authorization": header} if header else {}))
    assert answer.status_code == status
    assert answer.json()["error"] in ("invalid_client", "invalid_request")


def test_token_is_given_for_client_credentials_alone(made: clients.Made) -> None:
    for grant in ("password", "authorization_code", "refresh_token", "", "x"):
        answer = ask_as(made, f"grant_type={grant}&username=a&password=b&code=c&refresh_token=d")
        assert answer.status_code == 400
        assert answer.json()["error"] in ("unsupported_grant_type", "invalid_request")
    assert ask_as(made, path=f"{TOKEN}?grant_type=client_credentials").status_code == 400
    assert ask_as(made, body="{}", kind="application/json").status_code in (400, 415)
    assert not get_access_token_model().objects.exists()


def test_token_never_holds_a_scope_its_client_has_not(made: clients.Made) -> None:
    answer = ask_as(made, f"{GRANT}&scope=claims:pay")
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")


def test_token_is_given_and_kept_as_a_digest(made: clients.Made) -> None:
    answer = ask_as(made).json()
    assert (answer["expires_in"], answer["token_type"], answer["scope"]) == (
        3600,
        "Bearer",
        "events:read guarantees:read",
    )
    assert "refresh_token" not in answer
    assert answer["access_token"] not in str(get_access_token_model().objects.values().get())
    assert read(answer["access_token"]) == 200
    assert HistoryEntry.objects.filter(verb="log_in").count() == 1


def test_secret_may_come_in_the_form(made: clients.Made) -> None:
    body = f"{GRANT}&client_id={made.client.client_id}&client_secret={made.secret}&scope=events:read"
    assert ask(body).json()["scope"] == "events:read"


def test_five_wrong_secrets_lock_the_right_one_out(made: clients.Made) -> None:
    assert [ask_as(made, secret="wrong").status_code for _ in range(5)] == [401] * 5
    answer = ask_as(made)
    assert (answer.status_code, answer["Retry-After"]) == (429, "900")
    assert ask_as(made, path="/api/v1/oauth/revoke/", body="token=x").status_code == 429


@pytest.mark.parametrize("token", ["machine.", "machine.unknown", "machine.\xff", "machine." + "x" * 5000])
def test_token_nobody_was_given_is_refused(token: str) -> None:
    answer = APIClient(headers={"Authorization": f"Bearer {token}"}).get(EVENTS)
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")


def test_token_ends_with_its_hour(made: clients.Made) -> None:
    token = machines.token(made)
    # Tokens end by the library's own clock.
    get_access_token_model().objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert read(token) == 401


def test_token_ends_with_its_client(made: clients.Made, bank_user: User) -> None:
    token = machines.token(made)
    now = clock.now()
    clients.withdraw(client=made.client.client_id, actor=actors.of(bank_user, at=now), at=now)
    assert (read(token), ask_as(made).status_code) == (401, 401)


def test_token_ends_with_the_expiry_of_its_client(made: clients.Made) -> None:
    token = machines.token(made)
    Client.objects.update(expires_at=clock.now())
    assert (read(token), ask_as(made).status_code) == (401, 401)


def test_token_ends_with_the_approval_of_its_bank(made: clients.Made) -> None:
    token = machines.token(made)
    GuarantorApproval.objects.all().delete()
    assert (read(token), ask_as(made).status_code) == (401, 401)


def test_second_client_takes_over_while_the_first_still_works(made: clients.Made, bank_user: User) -> None:
    second = machines.made(bank_user, name="second", scopes=[Scope.EVENTS_READ], at=clock.now())
    tokens = [machines.token(made), machines.token(second)]
    clients.withdraw(client=made.client.client_id, actor=actors.of(bank_user, at=clock.now()), at=clock.now())
    assert [read(token) for token in tokens] == [401, 200]


def test_revoked_token_is_over_and_nobody_revokes_anothers(made: clients.Made, bank_user: User) -> None:
    second = machines.made(bank_user, name="second", at=clock.now())
    token = machines.token(made)
    assert ask_as(second, f"token={token}", path="/api/v1/oauth/revoke/").status_code == 200
    assert read(token) == 200
    assert ask_as(made, f"token={token}", path="/api/v1/oauth/revoke/").status_code == 200
    assert HistoryEntry.objects.filter(verb="revoke_token").count() == 2
    assert read(token) == 401


def test_last_use_is_remembered_to_the_minute(made: clients.Made) -> None:
    token = machines.token(made)
    assert Client.objects.get().last_used_at is None
    read(token)
    first = Client.objects.get().last_used_at
    read(token)
    assert first is not None
    assert Client.objects.get().last_used_at == first
