"""Step-up on pages: asked for once the form is sent, and the very same form goes on."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from offices import identity
from offices.models import User
from offices.services import factors
from tests.factories import sessions
from tests.factories import transit as factory
from transit.enums import State
from transit.models import Movement
from transit.rehearsal.stage import Stage

PASSWORD = "open-the-gate-2026"
TYPED = {"result": "A2", "seals": 'SG1, "SG2"', "paper_checked": "on", "limit_reason": "<b>late</b>\r\nferry"}


@pytest.fixture
def stage(db: None) -> Any:
    with factory.staged() as found:
        yield found


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`clock(minutes)`: so long after a morning on which things are released."""

    def show(minutes: int) -> None:
        monkeypatch.setattr("acts.common.clock.now", lambda: factory.AT + timedelta(days=1, minutes=minutes))

    show(0)
    return show


@pytest.fixture
def movement(stage: Stage) -> Movement:
    return factory.movement_in(State.ACCEPTED, stage)[0]


@pytest.fixture
def officer(stage: Stage, clock: Any) -> Client:
    person = User.objects.get(username="departure")
    person.set_password(PASSWORD)
    person.save()
    return sessions.browser(person)


def _send(client: Client, movement: Movement, body: dict[str, str]) -> Any:
    return client.post(reverse("release", args=[movement.pk]), body)


def _typed(movement: Movement) -> dict[str, str]:
    return TYPED | {"version": str(movement.version)}


def _hidden(page: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)}


def test_proof_that_lapsed_between_page_and_submit_is_asked_for_and_nothing_is_lost(
    officer: Client, movement: Movement, clock: Any
) -> None:
    typed = _typed(movement)
    clock(5)
    asked = _send(officer, movement, typed)
    assert (asked.status_code, factory.row(movement).state) == (403, State.ACCEPTED)
    page = asked.content.decode()
    assert typed.items() <= _hidden(page).items()
    assert f'action="{reverse("release", args=[movement.pk])}"' in page
    done = _send(officer, movement, _hidden(page) | {"step_up_password": PASSWORD})
    assert (done.status_code, factory.row(movement).state) == (302, State.IN_TRANSIT)
    assert officer.session[identity.SESSION_KEY] == (factory.AT + timedelta(days=1, minutes=5)).isoformat()


@pytest.mark.parametrize("demo", [True, False])
def test_proof_shows_the_code_in_a_demonstration_alone(
    officer: Client, movement: Movement, clock: Any, settings: Any, demo: bool
) -> None:
    settings.DEMO, settings.DEMO_USERS = demo, ["departure"]
    person = User.objects.get(username="departure")
    if factors.authenticator(person) is None:
        factors.give(person)
    clock(60)
    code = factors.shown(person, at=factory.AT + timedelta(days=1, minutes=60))
    assert (code in _send(officer, movement, _typed(movement)).content.decode()) is demo


def test_wrong_password_is_asked_for_again_with_what_was_typed(officer: Client, movement: Movement, clock: Any) -> None:
    typed = _typed(movement)
    clock(60)
    asked = _send(officer, movement, typed | {"step_up_password": "wrong"})
    page = asked.content.decode()
    assert (asked.status_code, 'role="alert"' in page, "wrong" in _hidden(page).values()) == (403, True, False)
    assert typed.items() <= _hidden(page).items()
    assert factory.row(movement).state == State.ACCEPTED


def test_proof_of_another_person_is_none(officer: Client, movement: Movement, clock: Any) -> None:
    clock(60)
    intruder = User.objects.get(username="transit")
    intruder.set_password("truck on the ferry")
    intruder.save()
    assert _send(officer, movement, _typed(movement) | {"step_up_password": "truck on the ferry"}).status_code == 403
    assert factory.row(movement).state == State.ACCEPTED


def test_fresh_log_in_is_not_asked(officer: Client, movement: Movement, clock: Any) -> None:
    clock(4)
    assert _send(officer, movement, _typed(movement)).status_code == 302
    assert factory.row(movement).state == State.IN_TRANSIT


def test_proof_does_not_make_a_wrong_form_right(officer: Client, movement: Movement, clock: Any) -> None:
    clock(60)
    body = {"version": str(movement.version), "no_seal_reason": "Z9", "step_up_password": PASSWORD}
    assert _send(officer, movement, body).status_code == 422
    clock(63)
    assert _send(officer, movement, _typed(movement)).status_code == 302
