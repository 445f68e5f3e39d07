"""Two releases race for the last cover of one guarantee (spec section 9: never over-committed)."""

import pytest
from django.db import IntegrityError

from guarantees.models import Guarantee, LedgerEntry, Reservation
from tests.concurrency.conftest import WithoutLock, WithoutNet
from tests.concurrency.overtaking import Overtaking, overtake
from tests.concurrency.stage import Stage, faults
from transit.enums import State
from transit.models import Cover, Movement
from transit.services import departure

pytestmark = pytest.mark.postgres

BEFORE_RESERVING = 'INSERT INTO "guarantees_reservation"'


def _race(stage: Stage) -> tuple[Overtaking, list[Movement]]:
    """Two trucks, one guarantee, cover left for one of them."""
    rows = [stage.accepted(), stage.accepted(stage.twin())]
    stage.leave(Cover.objects.get(pk=rows[0].pk).amount)

    def release(row: Movement) -> Movement:
        return departure.release(actor=stage.officer, movement=row.pk, at=stage.at)

    return overtake(lambda: release(rows[0]), lambda: release(rows[1]), before=BEFORE_RESERVING), rows


def _states(rows: list[Movement]) -> list[str]:
    return [Movement.objects.get(pk=row.pk).state for row in rows]


def test_last_cover_is_given_twice_without_lock_and_net(
    stage: Stage, without_lock: WithoutLock, without_net: WithoutNet
) -> None:
    without_lock(Guarantee)
    without_net(LedgerEntry, "entry_one_per_step")
    race, rows = _race(stage)
    assert not race.waited
    assert _states(rows) == [State.IN_TRANSIT, State.IN_TRANSIT]
    live = sum(row.amount for row in Reservation.objects.filter(guarantee=stage.guarantee()))
    assert live > stage.guarantee().reference_amount
    assert faults()


def test_last_cover_without_lock_is_refused_by_the_database(stage: Stage, without_lock: WithoutLock) -> None:
    without_lock(Guarantee)
    race, rows = _race(stage)
    assert not race.waited
    assert isinstance(race.slow, IntegrityError)
    assert "entry_one_per_step" in str(race.slow)
    assert _states(rows) == [State.ACCEPTED, State.IN_TRANSIT]
    assert faults() == []


def test_last_cover_goes_to_one_release_and_the_other_is_refused(stage: Stage) -> None:
    race, rows = _race(stage)
    assert race.waited
    assert race.slow.state == State.IN_TRANSIT
    assert isinstance(race.fast, departure.ReleaseRefused)
    assert [finding.code for finding in race.fast.findings] == ["G09"]
    assert _states(rows) == [State.IN_TRANSIT, State.GUARANTEE_REFUSED]
    assert stage.guarantee().available == 0
    assert not Reservation.objects.filter(reference=rows[1].mrn).exists()
    assert faults() == []
