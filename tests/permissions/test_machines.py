"""Programs by every route of the API: nothing without a scope that names it, and never the system's powers."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from acts.common.models import HistoryEntry
from guarantees.enums import Scope
from guarantees.models import Guarantee
from guarantees.services import clients
from offices import actors
from offices.actors import Machine
from tests.factories import machines
from tests.permissions.test_matrix import AT, TABLE, TERMS
from tests.permissions.world import World
from transit.models import Movement

pytestmark = pytest.mark.django_db

# What a program may with a scope; every other route of the API is closed to programs.
OPEN = {
    ("GET", "api/v1/events/"): Scope.EVENTS_READ,
    ("GET", "api/v1/guarantees/"): Scope.GUARANTEES_READ,
    ("POST", "api/v1/guarantees/"): Scope.GUARANTEES_ISSUE,
    ("GET", "api/v1/guarantees/{active}/"): Scope.GUARANTEES_READ,
    ("GET", "api/v1/guarantees/{active}/balance/"): Scope.GUARANTEES_READ,
    ("GET", "api/v1/guarantees/{active}/reservations/"): Scope.GUARANTEES_READ,
    ("GET", "api/v1/guarantees/{active}/ledger/"): Scope.GUARANTEES_READ,
    ("GET", "api/v1/guarantees/{active}/statements/"): Scope.GUARANTEES_READ,
    ("GET", "api/v1/guarantees/proposals/"): Scope.GUARANTEES_READ,
    ("GET", "api/v1/webhooks/"): Scope.WEBHOOKS_MANAGE,
    ("POST", "api/v1/webhooks/"): Scope.WEBHOOKS_MANAGE,
    ("DELETE", "api/v1/webhooks/{hook}/"): Scope.WEBHOOKS_MANAGE,
    ("POST", "api/v1/webhooks/{hook}/rotate/"): Scope.WEBHOOKS_MANAGE,
    ("GET", "api/v1/webhooks/{hook}/deliveries/"): Scope.WEBHOOKS_MANAGE,
    ("POST", "api/v1/webhooks/{hook}/replay/"): Scope.WEBHOOKS_MANAGE,
    ("GET", "api/v1/claims/"): Scope.CLAIMS_READ,
    ("GET", "api/v1/claims/{claim}/"): Scope.CLAIMS_READ,
    ("GET", "api/v1/claims/{claim}/contests/1/file/"): Scope.CLAIMS_READ,
    ("POST", "api/v1/claims/{claim}/acknowledge/"): Scope.CLAIMS_ANSWER,
    ("POST", "api/v1/claims/{claim}/contest/"): Scope.CLAIMS_ANSWER,
    ("POST", "api/v1/claims/{claim}/pay/"): Scope.CLAIMS_PAY,
    ("POST", "api/v1/guarantees/{active}/raise/"): Scope.GUARANTEES_CHANGE,
    ("POST", "api/v1/guarantees/{active}/lower/"): Scope.GUARANTEES_CHANGE,
    ("POST", "api/v1/guarantees/{active}/cancel/"): Scope.GUARANTEES_CANCEL,
    ("POST", "api/v1/guarantees/{active}/withdraw-notice/"): Scope.GUARANTEES_CANCEL,
}
ROWS = [row[:3] for row in TABLE if row[1].startswith("api/v1/") and "oauth" not in row[1]]


@pytest.fixture(scope="module")
def setting(world: World, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[World, dict[str, str]]]:
    """The world, and tokens: of every scope, and of each single one."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr("acts.common.clock.now", lambda: AT)
        patch.setattr("django.utils.timezone.now", lambda: AT)
        patch.setattr(clients, "LIVE_AT_MOST", 20)
        bank = world.people["bank"]
        assert bank is not None
        tokens = {"all": machines.token(machines.made(bank, name="all", at=AT))}
        tokens |= {
            scope.value: machines.token(machines.made(bank, name=scope.value, scopes=[scope], at=AT)) for scope in Scope
        }
        yield world, tokens
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("acts.common.clock.now", lambda: AT)
    # Tokens expire by Django's own clock.
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)


def _ask(world: World, token: str, method: str, path: str, body: Any) -> int:
    data = "" if body is None else json.dumps(body)
    with transaction.atomic():
        client = Client(headers={"Authorization": f"Bearer {token}"})
        answer = client.generic(method, "/" + path.format(**vars(world)), data, content_type="application/json")
        # Read a file to its end, which closes it.
        if answer.streaming:
            list(answer)
        transaction.set_rollback(True)
    return answer.status_code


@pytest.mark.parametrize(("method", "path", "body"), ROWS, ids=[f"{row[0]} {row[1]}" for row in ROWS])
def test_program_gets_in_by_the_scope_alone(
    setting: tuple[World, dict[str, str]], method: str, path: str, body: Any
) -> None:
    world, tokens = setting
    body = {} if isinstance(body, str) else body
    found = {name for name, token in tokens.items() if _ask(world, token, method, path, body) != 403}
    scope = OPEN.get((method, path))
    assert found == ({"all", scope.value} if scope is not None else set())


def test_program_is_neither_the_system_nor_an_officer(setting: tuple[World, dict[str, str]]) -> None:
    user = setting[0].people["bank"]
    assert user is not None
    actor = actors.of_machine(user, Machine("core", frozenset()))
    assert not actor.is_system
    assert (actor.postings, actor.appointments, actor.represented) == ((), (), frozenset())
    assert sorted(actor.duties) == ["LODGE", "VIEW"]
    assert actor.name == f"{user.username}/core"


def test_program_that_names_a_posting_in_another_form_is_refused(setting: tuple[World, dict[str, str]]) -> None:
    client = Client(headers={"Authorization": f"Bearer {setting[1]['all']}", "Acting-Posting": "desk 4"})
    answer = client.get("/api/v1/guarantees/")
    assert answer.status_code == 422
    assert [row["code"] for row in answer.json()["findings"]] == ["R-POSTING-01"]


def test_program_reads_only_what_its_own_bank_gave(setting: tuple[World, dict[str, str]]) -> None:
    world, tokens = setting
    assert Movement.objects.exists()
    Guarantee.objects.filter(pk=world.issued).update(guarantor=None, kind="CASH_DEPOSIT")
    client = Client(headers={"Authorization": f"Bearer {tokens['all']}"})
    ids = [row["id"] for row in client.get("/api/v1/guarantees/").json()["results"]]
    assert sorted(ids) == sorted([str(world.active), str(world.reduced)])
    assert client.get(f"/api/v1/guarantees/{world.issued}/").status_code == 404


def test_program_issues_in_its_own_name(setting: tuple[World, dict[str, str]]) -> None:
    tokens = setting[1]
    with transaction.atomic():
        client = Client(headers={"Authorization": f"Bearer {tokens[Scope.GUARANTEES_ISSUE]}"})
        answer = client.post("/api/v1/guarantees/", json.dumps(TERMS), content_type="application/json")
        assert answer.status_code == 201
        names = HistoryEntry.objects.filter(subject=answer.json()["id"]).values_list("actor", flat=True)
        assert list(names) == ["machine-SG-B-0001/guarantees:issue"]
        transaction.set_rollback(True)
