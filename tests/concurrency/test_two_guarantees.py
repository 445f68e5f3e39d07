"""Journeys that declare two guarantees in opposite order never deadlock: rows are locked in GRN order (spec 9)."""

from collections.abc import Iterable
from decimal import Decimal

import pytest
from django.db import OperationalError, transaction
from psycopg.errors import DeadlockDetected

from guarantees import locks
from guarantees.models import Guarantee
from tests.concurrency.overtaking import Act, overtake
from tests.concurrency.stage import Stage, faults
from tests.factories import guarantees
from transit.enums import State
from transit.models import Movement
from transit.services import departure

pytestmark = pytest.mark.postgres

LOCKING = 'FOR UPDATE OF "guarantees_guarantee"'


@pytest.fixture
def pair(stage: Stage) -> list[dict[str, str]]:
    """Two guarantees of the first principal, lower GRN first."""
    firm = stage.guarantee().principal
    opened = [guarantees.opened(principal=firm, reference_amount=Decimal(5000000), at=stage.at) for _ in range(2)]
    rows = [{"grn": str(row.guarantee.grn), "access_code": row.access_code} for row in opened]
    return sorted(rows, key=lambda row: row["grn"])


@pytest.fixture
def in_declared_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are locked one by one as the declaration names them, as they would be without the rule."""

    def named(*, grns: Iterable[str]) -> dict[str, Guarantee]:
        return {grn: Guarantee.objects.select_for_update(of=("self",)).get(grn=grn) for grn in grns}

    monkeypatch.setattr(locks, "named", named)


def _release(stage: Stage, movement: Movement) -> Act:
    return lambda: departure.release(actor=stage.officer, movement=movement.pk, at=stage.at)


def _climb(pair: list[dict[str, str]]) -> Act:
    """Another transaction that takes the lower guarantee, then the higher one."""
    keys = [Guarantee.objects.get(grn=row["grn"]).pk for row in pair]

    def climb() -> None:
        with transaction.atomic():
            for key in keys:
                locks.one(guarantee=key)

    return climb


def _deadlocks(*outcomes: object) -> int:
    return sum(
        isinstance(error, OperationalError) and isinstance(error.__cause__, DeadlockDetected) for error in outcomes
    )


def test_two_releases_deadlock_in_declared_order(
    stage: Stage, pair: list[dict[str, str]], in_declared_order: None
) -> None:
    one = stage.accepted(guarantees=pair)
    other = stage.accepted(stage.twin(), guarantees=pair[::-1])
    race = overtake(_release(stage, one), _release(stage, other), before=LOCKING, nth=2)
    assert race.waited
    assert _deadlocks(race.slow, race.fast) == 1


def test_two_releases_in_opposite_order_both_succeed(stage: Stage, pair: list[dict[str, str]]) -> None:
    one = stage.accepted(guarantees=pair)
    other = stage.accepted(stage.twin(), guarantees=pair[::-1])
    race = overtake(_release(stage, one), _release(stage, other), before='INSERT INTO "guarantees_reservation"')
    assert race.waited
    assert [race.slow.state, race.fast.state] == [State.IN_TRANSIT, State.IN_TRANSIT]
    assert faults() == []


def test_release_deadlocks_with_one_who_climbs_in_declared_order(
    stage: Stage, pair: list[dict[str, str]], in_declared_order: None
) -> None:
    movement = stage.accepted(guarantees=pair[::-1])
    race = overtake(_climb(pair), _release(stage, movement), before=LOCKING, nth=2)
    assert race.waited
    assert _deadlocks(race.slow, race.fast) == 1


def test_release_waits_at_the_lower_guarantee_and_holds_nothing(stage: Stage, pair: list[dict[str, str]]) -> None:
    movement = stage.accepted(guarantees=pair[::-1])
    race = overtake(_climb(pair), _release(stage, movement), before=LOCKING, nth=2)
    assert race.waited
    assert race.slow is None
    assert race.fast.state == State.IN_TRANSIT
    assert faults() == []
