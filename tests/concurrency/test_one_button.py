"""Two officers press one button: the same act on one movement at the same time (spec section 5)."""

import pytest
from django.db import IntegrityError

from acts.common.models import HistoryEntry
from acts.common.refusals import WrongState
from guarantees.enums import EntryKind
from guarantees.models import Guarantee, LedgerEntry
from offices.enums import OfficerRole
from tests.concurrency.conftest import WithoutLock, WithoutNet
from tests.concurrency.overtaking import Overtaking, overtake
from tests.concurrency.stage import DEPARTURE, ENTRY, Stage, faults
from transit.enums import State
from transit.models import Movement
from transit.services import departure, en_route

pytestmark = pytest.mark.postgres


def _both_present(stage: Stage) -> Overtaking:
    """Two officers of one post record the same truck."""
    movement = stage.released()
    one, other = (stage.posted(ENTRY, OfficerRole.TRANSIT) for _ in range(2))
    return overtake(
        lambda: en_route.present(actor=one, movement=movement.pk, office=ENTRY, at=stage.at),
        lambda: en_route.present(actor=other, movement=movement.pk, office=ENTRY, at=stage.at),
        before='UPDATE "transit_passage"',
    )


def _presented() -> int:
    return HistoryEntry.objects.filter(verb="record_passage").count()


def test_presentation_is_recorded_twice_without_lock_and_net(
    stage: Stage, without_lock: WithoutLock, without_net: WithoutNet
) -> None:
    without_lock(Movement)
    without_net(HistoryEntry, "history_one_per_step")
    race = _both_present(stage)
    assert not race.waited
    assert _presented() == 2
    assert faults()


def test_presentation_without_lock_is_refused_by_the_database(stage: Stage, without_lock: WithoutLock) -> None:
    without_lock(Movement)
    race = _both_present(stage)
    assert not race.waited
    assert isinstance(race.slow, IntegrityError)
    assert "history_one_per_step" in str(race.slow)
    assert (_presented(), faults()) == (1, [])


def test_presentation_is_recorded_once_and_the_other_officer_refused(stage: Stage) -> None:
    race = _both_present(stage)
    assert race.waited
    assert isinstance(race.slow, Movement)
    assert isinstance(race.fast, WrongState)
    assert (_presented(), faults()) == (1, [])


def _both_release(stage: Stage) -> Overtaking:
    movement = stage.accepted()
    one, other = (stage.posted(DEPARTURE, OfficerRole.DEPARTURE) for _ in range(2))
    return overtake(
        lambda: departure.release(actor=one, movement=movement.pk, at=stage.at),
        lambda: departure.release(actor=other, movement=movement.pk, at=stage.at),
        before='INSERT INTO "guarantees_reservation"',
    )


def _reserved() -> int:
    return LedgerEntry.objects.filter(kind=EntryKind.RESERVE).count()


def test_release_without_locks_is_refused_by_the_database(stage: Stage, without_lock: WithoutLock) -> None:
    without_lock(Movement, Guarantee)
    race = _both_release(stage)
    assert not race.waited
    assert isinstance(race.slow, IntegrityError)
    assert "reservation_one_live" in str(race.slow)
    assert (_reserved(), faults()) == (1, [])


def test_release_succeeds_once_and_the_other_officer_is_refused(stage: Stage) -> None:
    race = _both_release(stage)
    assert race.waited
    assert race.slow.state == State.IN_TRANSIT
    assert isinstance(race.fast, WrongState)
    assert HistoryEntry.objects.filter(verb="release").count() == 1
    assert (_reserved(), faults()) == (1, [])
