"""People and guarantees once for each module of tests of the services."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.factories import transit
from transit.rehearsal.stage import Stage


@pytest.fixture(scope="module")
def _staged(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    with django_db_blocker.unblock(), transit.staged() as stage:
        yield stage


@pytest.fixture
def stage(_staged: Stage, db: None) -> Stage:
    return _staged
