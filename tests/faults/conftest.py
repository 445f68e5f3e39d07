"""Movements on stage for faults: in the test's transaction, or committed for real processes."""

from datetime import datetime
from urllib.parse import quote

import pytest
from django.db import connection

from acts.common import clock
from tests.concurrency import stage as stages
from tests.concurrency.stage import Stage


@pytest.fixture
def stage(db: None, at: datetime) -> Stage:
    return stages.build(at)


@pytest.fixture
def committed(race: None) -> Stage:
    """A stage other processes see too; it plays now, for they read the clock themselves."""
    return stages.build(clock.now())


@pytest.fixture
def database_url() -> str:
    """The test database as DATABASE_URL of another process."""
    settings = connection.settings_dict
    login = ":".join(quote(str(settings[part]), safe="") for part in ("USER", "PASSWORD") if settings[part])
    host = f"{settings['HOST'] or 'localhost'}:{settings['PORT'] or 5432}"
    return f"postgresql://{login}@{host}/{settings['NAME']}"
