"""People and guarantees once for each module of page tests, and how its people log in."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from tests.factories import sessions
from tests.factories import transit as factory
from transit.rehearsal.stage import Stage


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    with django_db_blocker.unblock(), factory.staged() as found:
        yield found


@pytest.fixture
def stage(world: Stage, db: None) -> Stage:
    return world


@pytest.fixture
def as_(stage: Stage) -> Callable[[str], Client]:
    """`as_("trader")`: a browser of one of the demonstration's people."""

    def enter(who: str) -> Client:
        return sessions.browser(who)

    return enter
