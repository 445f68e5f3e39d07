"""The guarantee-release job, run again and again: one RELEASE entry (spec section 9)."""

from collections.abc import Callable

import pytest

from acts.common import jobs
from acts.common.models import Job
from acts.notices.models import Notice
from guarantees import tasks
from guarantees.enums import EntryKind
from guarantees.models import LedgerEntry
from guarantees.services import cover
from tests.concurrency.stage import Stage, faults
from transit.models import Movement

Again = Callable[[Stage, Movement], object]


def _reopened(stage: Stage, movement: Movement) -> object:
    """As if the work were done but its mark lost."""
    Job.objects.update(done_at=None)
    return jobs.work_off(at=stage.at)


def _ordered(stage: Stage, movement: Movement) -> object:
    cover.order_release(reference=str(movement.mrn), at=stage.at)
    return jobs.work_off(at=stage.at)


AGAIN: dict[str, Again] = {
    "swept": lambda stage, movement: jobs.work_off(at=stage.at),
    "reopened": _reopened,
    "ordered": _ordered,
    "as a task": lambda stage, movement: tasks.release(reference=str(movement.mrn), at=stage.at),
    "by the service": lambda stage, movement: cover.release(reference=str(movement.mrn), at=stage.at),
}


@pytest.mark.parametrize("again", AGAIN)
def test_release_happens_once_however_often_it_runs(stage: Stage, again: str) -> None:
    movement = stage.discharged()
    before = stage.guarantee().available
    assert jobs.work_off(at=stage.at) == 1
    told = Notice.objects.count()
    AGAIN[again](stage, movement)
    assert LedgerEntry.objects.filter(kind=EntryKind.RELEASE).count() == 1
    assert stage.guarantee().available > before
    assert Notice.objects.count() == told
    assert faults() == []


def test_reservation_is_held_until_the_job_runs(stage: Stage) -> None:
    stage.discharged()
    assert stage.guarantee().reserved > 0
    jobs.work_off(at=stage.at)
    assert stage.guarantee().reserved == 0
