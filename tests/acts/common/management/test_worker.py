"""The embedded worker: works what is due, outlives a failing database, stops when told."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection

from acts.common import clock, jobs
from acts.common.management.commands import worker
from acts.common.models import Job, WorkerPulse

# The worker closes what is left of an old connection, as it may: it never runs inside a transaction.
COMMITTING = pytest.mark.django_db(transaction=True)


class Rounds(threading.Event):
    """An event that lets a number of rounds pass without waiting, and remembers the pauses asked for."""

    def __init__(self, rounds: int, before: Callable[[], object] = lambda: None) -> None:
        super().__init__()
        self.rounds, self.pauses, self.before = rounds, [], before
        self.pauses: list[float]

    def wait(self, timeout: float | None = None) -> bool:
        self.pauses.append(timeout or 0.0)
        self.before()
        return len(self.pauses) > self.rounds


@COMMITTING
def test_run_sweeps_and_takes_its_pulse_away_at_the_end() -> None:
    seen: list[bool] = []
    stop = Rounds(2, lambda: seen.append(WorkerPulse.objects.filter(name="w").exists()))
    worker.run(name="w", stop=stop)
    assert seen == [False, True, True]
    assert not WorkerPulse.objects.exists()


@COMMITTING
def test_run_idles_half_a_second() -> None:
    stop = Rounds(2)
    worker.run(name="w", stop=stop)
    assert stop.pauses == [0.0, 0.5, 0.5]


@COMMITTING
def test_run_goes_on_at_once_after_work(settings: Any) -> None:
    settings.SWEEPS = ["tests.acts.common.management.test_worker.busy"]
    stop = Rounds(2)
    worker.run(name="w", stop=stop)
    assert stop.pauses == [0.0, 0.0, 0.0]


def busy(*, at: object) -> int:
    return 1


@COMMITTING
def test_run_outlives_a_failing_database_with_longer_pauses(settings: Any) -> None:
    settings.SWEEPS = []

    def refuse(*args: object) -> None:
        raise OperationalError("gone")

    stop = Rounds(8)
    with connection.execute_wrapper(refuse):
        worker.run(name="w", stop=stop)
    assert stop.pauses == [0.0, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0]


@pytest.mark.django_db
def test_forget_cleans_pulses_of_workers_long_dead() -> None:
    WorkerPulse.objects.create(name="dead", at=clock.now() - timedelta(hours=2))
    WorkerPulse.objects.create(name="other", at=clock.now())
    worker.forget(name="mine")
    assert list(WorkerPulse.objects.values_list("name", flat=True)) == ["other"]


@COMMITTING
def test_run_stops_between_two_jobs(settings: Any) -> None:
    """A long queue is left to the next worker behind the job in hand."""
    settings.JOB_HANDLERS = {"stop": "tests.acts.common.management.test_worker.stop_here"}
    for number in range(3):
        jobs.order(kind="stop", key=str(number), at=clock.now(), payload={})
    STOP.clear()
    worker.run(name="w", stop=STOP)
    assert list(Job.objects.order_by("pk").values_list("attempts", flat=True)) == [1, 0, 0]


STOP = threading.Event()


def stop_here(**work: object) -> None:
    STOP.set()
