"""Taking locks and nets away, for the proof that they are needed. Tests only; the real code has no such switch."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model, QuerySet

from acts.common import prepared
from tests import committed
from tests.concurrency import stage as stages
from tests.concurrency.stage import Stage

WithoutLock = Callable[..., None]
WithoutNet = Callable[[type[Model], str], None]


@pytest.fixture
def stage(race: None, at: datetime) -> Stage:
    return stages.build(at)


@pytest.fixture
def without_lock(monkeypatch: pytest.MonkeyPatch) -> Iterator[WithoutLock]:
    """`without_lock(Guarantee)`: rows of these models are read and no longer locked; all else of the verbs is real."""
    locking = QuerySet.select_for_update

    def lift(*models: type[Model]) -> None:
        def select_for_update(rows: QuerySet[Any], *args: Any, **options: Any) -> QuerySet[Any]:
            return rows.all() if rows.model in models else locking(rows, *args, **options)

        monkeypatch.setattr(QuerySet, "select_for_update", select_for_update)
        prepared.built.cache_clear()

    yield lift
    prepared.built.cache_clear()  # What was built without its lock must not outlive the test.


@pytest.fixture
def without_net(race: None) -> Iterator[WithoutNet]:
    """`without_net(Model, name)`: a unique constraint is gone until the test ends, then back on an empty table."""
    back: list[tuple[str, str]] = []

    def drop(model: type[Model], name: str) -> None:
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [name])
            if row := cursor.fetchone():
                back.append((table, f"ALTER TABLE {table} ADD CONSTRAINT {name} {row[0]}"))
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
                return
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [name])
            back.append((table, cursor.fetchone()[0]))
            cursor.execute(f"DROP INDEX {name}")

    yield drop
    committed.disarm()
    with connection.cursor() as cursor:
        for table, definition in back:
            cursor.execute(f"TRUNCATE {table} CASCADE")
            cursor.execute(definition)
