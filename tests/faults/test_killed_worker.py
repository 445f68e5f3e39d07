"""A worker killed with `kill -9` between claim and commit: the guarantee is freed once all the same (spec 9)."""

import os
import signal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from acts.common.models import Job
from guarantees.enums import EntryKind
from guarantees.models import LedgerEntry
from tests.concurrency.stage import Stage, faults
from tests.faults import backends
from tests.faults.stopping_worker import REACHED
from tests.processes import environment, started, until

pytestmark = pytest.mark.postgres

POINTS = {
    "claimed": 'FROM "common_job"',
    "booked": 'INSERT INTO "guarantees_ledgerentry"',
    "marked done": 'UPDATE "common_job"',
}


def _released() -> int:
    return LedgerEntry.objects.filter(kind=EntryKind.RELEASE).count()


def _claimed(job: Job) -> bool:
    """Whether somebody else holds the row of a job that is open for all to see."""
    with transaction.atomic():
        free = Job.objects.select_for_update(skip_locked=True).filter(pk=job.pk, done_at=None).exists()
    return not free and Job.objects.filter(pk=job.pk, done_at=None).exists()


@pytest.mark.parametrize("point", POINTS)
def test_job_of_a_killed_worker_is_worked_once_by_the_next(
    committed: Stage, database_url: str, tmp_path: Path, point: str
) -> None:
    committed.discharged()
    job, log, env = Job.objects.get(), tmp_path / "log", environment(DATABASE_URL=database_url)
    stopping = ["-m", "tests.faults.stopping_worker", POINTS[point]]
    with started(stopping, log=log, env=env | {"DJANGO_SETTINGS_MODULE": "acts.settings"}) as process:
        until(lambda: REACHED in log.read_text() or process.poll() is not None, what="the statement")
        # Where the kill lands: behind the statement, the job's row held, nothing committed.
        [(backend, statement)] = backends.open_transactions()
        assert POINTS[point] in statement
        assert _claimed(job)
        os.kill(process.pid, signal.SIGKILL)
        assert process.wait(10) == -signal.SIGKILL
        until(lambda: not backends.alive(backend), what="the end of its transaction")
    _assert_as_before(job)
    with started(["manage.py", "worker"], log=log, env=env) as process:
        until(lambda: Job.objects.filter(pk=job.pk, done_at__isnull=False), what="the work of the second worker")
        process.terminate()
        assert process.wait(20) == 0
    assert (_released(), faults()) == (1, [])


def _assert_as_before(job: Job) -> None:
    """The killed worker left nothing behind: no entry, and the job as it was."""
    assert _released() == 0
    assert not _claimed(job)
    fields: Any = Job.objects.filter(pk=job.pk).values("done_at", "attempts", "last_error", "due_at")
    assert fields.get() == {"done_at": None, "attempts": 0, "last_error": "", "due_at": job.due_at}
