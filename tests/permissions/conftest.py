"""One world for all tables."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.permissions import world as worlds
from tests.permissions.world import AT, World


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Built once for all rows, in a transaction that is rolled back; every request is rolled back by itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield worlds.build(at=AT)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("acts.common.clock.now", lambda: AT)
