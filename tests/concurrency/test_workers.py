"""Two workers take up the same job, the same deadline (spec sections 9 and 10: each exactly once)."""

from datetime import datetime
from functools import partial

import pytest

from acts.common import jobs
from acts.common.models import Job
from acts.notices.models import Notice
from guarantees.enums import EntryKind
from guarantees.models import Guarantee, LedgerEntry
from offices.enums import DeadlineKind
from tests.concurrency.conftest import WithoutLock
from tests.concurrency.overtaking import Overtaking, overtake
from tests.concurrency.stage import Stage, faults
from transit.models import Deadline, Movement
from transit.services import deadline_work

pytestmark = pytest.mark.postgres


def _both_work(stage: Stage, before: str) -> Overtaking:
    """One journey is over; its job frees the guarantee."""
    stage.discharged()
    return overtake(lambda: jobs.work_off(at=stage.at), lambda: jobs.work_off(at=stage.at), before=before)


def _released() -> int:
    return LedgerEntry.objects.filter(kind=EntryKind.RELEASE).count()


def test_job_is_worked_twice_without_its_lock(stage: Stage, without_lock: WithoutLock) -> None:
    without_lock(Job)
    race = _both_work(stage, 'FOR UPDATE OF "guarantees_guarantee"')
    assert not race.waited
    assert (race.slow, race.fast) == (1, 1)
    # The second run finds nothing to free: the guarantee's own lock.
    assert (_released(), faults()) == (1, [])


def test_job_worked_twice_without_any_lock_is_stopped_by_the_database(stage: Stage, without_lock: WithoutLock) -> None:
    without_lock(Job, Guarantee)
    race = _both_work(stage, 'UPDATE "guarantees_guarantee"')
    assert not race.waited
    assert (race.slow, race.fast) == (1, 1)
    assert "IntegrityError" in Job.objects.get().last_error
    assert (_released(), faults()) == (1, [])


def test_job_in_hand_is_passed_over(stage: Stage) -> None:
    race = _both_work(stage, 'FOR UPDATE OF "guarantees_guarantee"')
    assert not race.waited
    assert (race.slow, race.fast) == (1, 0)
    assert Job.objects.get().attempts == 1
    assert (_released(), faults()) == (1, [])


def _both_sweep(stage: Stage) -> Overtaking:
    """The reminder before the limit date is due."""
    movement = stage.released()
    reminder = movement.deadlines.get(kind=DeadlineKind.LIMIT_DATE_REMINDER, reference="before")
    due: datetime = reminder.due_at
    sweep = partial(deadline_work.sweep, at=due)
    return overtake(sweep, sweep, before='UPDATE "transit_deadline"')


def _reminders() -> list[str]:
    return sorted(Notice.objects.filter(kind="DEADLINE_LIMIT_DATE_REMINDER").values_list("addressee", flat=True))


def test_deadline_is_worked_twice_without_lock(stage: Stage, without_lock: WithoutLock) -> None:
    without_lock(Movement, Deadline)
    race = _both_sweep(stage)
    assert not race.waited
    told = _reminders()
    assert len(told) == 2 * len(set(told))


def test_deadline_is_worked_once(stage: Stage) -> None:
    race = _both_sweep(stage)
    assert race.waited
    told = _reminders()
    assert told
    assert len(told) == len(set(told))
    assert Deadline.objects.get(kind=DeadlineKind.LIMIT_DATE_REMINDER, reference="before").attempts == 0
    assert faults() == []
