"""Browsers of the people who look at guarantees, at the instant of the factories."""

from collections.abc import Callable

import pytest
from django.test import Client

from offices.actors import Actor
from tests.factories import guarantees as factory
from tests.factories import sessions


@pytest.fixture
def enter(db: None, monkeypatch: pytest.MonkeyPatch) -> Callable[[Actor], Client]:
    """`enter(actor)`: the browser of that person."""
    monkeypatch.setattr("acts.common.clock.now", lambda: factory.AT)

    def logged_in(actor: Actor) -> Client:
        assert actor.user is not None
        client = Client()
        sessions.browser(actor.user, client)
        return client

    return logged_in


@pytest.fixture
def office(enter: Callable[[Actor], Client]) -> Client:
    """The browser of an officer of guarantee at Singapore."""
    return enter(factory.officer_of())
