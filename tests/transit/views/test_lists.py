"""What a list asks of the database and sends, with one row, a page of them, and 1,999."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from tests.factories import transit as factory
from transit.enums import State
from transit.models import Movement
from transit.rehearsal.stage import Stage
from transit.selectors.worklists import WORKLISTS, Worklist

LARGEST = 100_000


@pytest.fixture(scope="module", params=[1, 25, 1999])
def crowd(request: Any, world: Stage, django_db_blocker: Any) -> Iterator[tuple[Movement, int]]:
    """A movement under way with so many rows of its kind, itself among them, and their number."""
    with django_db_blocker.unblock(), transaction.atomic():
        movement, _ = factory.movement_in(State.IN_TRANSIT, world)
        factory.again(movement, request.param - 1)
        connection.check_constraints()  # Once: else PostgreSQL does it for all these rows at the end of each test.
        yield movement, request.param
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("acts.common.clock.now", lambda: factory.AT + timedelta(hours=3))


@pytest.mark.parametrize(("who", "queries"), [("trader", 10), ("departure", 10), ("auditor", 8)])
def test_home_asks_as_often_for_1999_rows_as_for_one(
    crowd: tuple[Movement, int],
    as_: Callable[[str], Client],
    django_assert_num_queries: Any,
    who: str,
    queries: int,
) -> None:
    client = as_(who)
    with django_assert_num_queries(queries):
        answer = client.get("/")
    assert answer.context["page"].paginator.count == crowd[1]
    assert len(answer.content) < LARGEST


@pytest.mark.parametrize("worklist", WORKLISTS, ids=lambda row: row.slug)
def test_worklist_asks_as_often_for_1999_rows_as_for_one(
    crowd: tuple[Movement, int], as_: Callable[[str], Client], django_assert_num_queries: Any, worklist: Worklist
) -> None:
    movement, rows = crowd
    factory.wait(worklist, movement)
    client = as_(worklist.role.lower())
    with django_assert_num_queries(10 if worklist.role in ("DEPARTURE", "SUPERVISOR") else 9):
        answer = client.get(f"/worklists/{worklist.slug}/")
    assert answer.context["page"].paginator.count == rows
    assert len(answer.content) < LARGEST


def test_find_asks_as_often_for_1999_rows_as_for_25(
    crowd: tuple[Movement, int], as_: Callable[[str], Client], django_assert_num_queries: Any
) -> None:
    movement, rows = crowd
    client = as_("trader")
    # The only hit opens at once, without a list and what stands beside it.
    with django_assert_num_queries(9 if rows == 1 else 11):
        answer = client.get("/find/", {"q": movement.vehicle_registration})
    assert answer.status_code == (302 if rows == 1 else 200)
    assert len(answer.content) < LARGEST
