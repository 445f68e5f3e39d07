"""Movements on stage for faults: in a transaction of the module, or committed for real processes; never both."""

import socket
from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from acts.common import clock
from tests.concurrency import stage as stages
from tests.concurrency.stage import Stage
from tests.factories.transit import AT


@pytest.fixture(scope="module")
def _staged(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    with django_db_blocker.unblock(), stages.staged(AT) as stage:
        yield stage


@pytest.fixture
def stage(_staged: Stage, db: None) -> Stage:
    return _staged


@pytest.fixture
def committed(race: None) -> Stage:
    """A stage other processes see too; it plays now, for they read the clock themselves."""
    return stages.build(clock.now())


@pytest.fixture
def down() -> str:
    """A broker's address where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"redis://127.0.0.1:{probe.getsockname()[1]}/0"
