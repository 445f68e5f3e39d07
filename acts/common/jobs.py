"""Job rows: ordered inside a transaction, worked exactly once, whatever becomes of broker and workers.

A job's effect and its `done_at` are one transaction that holds the row: a worker killed in between leaves
nothing behind, and the next sweep finds the job as it was.
"""

import logging
import time
from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from acts.common import prepared
from acts.common.models import Job, WorkerPulse

logger = logging.getLogger(__name__)

_FIRST_RETRY = timedelta(seconds=5)
_LAST_RETRY = timedelta(hours=1)
_QUIET_AFTER_FAILED_KICK = 10.0
_quiet_until = 0.0


def _never() -> bool:
    return False


_stop: ContextVar[Callable[[], bool]] = ContextVar("stop", default=_never)


def stopping() -> bool:
    """Whether the worker of this round was told to stop: long work asks between two pieces, and leaves the rest."""
    return _stop.get()()


def order(*, kind: str, key: str, at: datetime, payload: dict[str, Any]) -> None:
    """Order work of `kind`, once per `key`, due at `at`; KeyError for a kind nobody works. Kicks after commit."""
    if kind not in settings.JOB_HANDLERS:
        raise KeyError(kind)
    prepared.insert([Job(kind=kind, key=key, payload=payload, due_at=at)], ignore_conflicts=True)
    transaction.on_commit(kick)


def kick() -> None:
    """Wake a Celery worker. A broker that is down costs next to nothing, one that never answers two seconds, and
    neither more than once in ten seconds; nothing is lost.
    """
    global _quiet_until
    if not settings.REDIS_URL or time.monotonic() < _quiet_until:
        return
    from acts.common import tasks

    try:
        tasks.sweep.apply_async(expires=30)
    except Exception:  # Whatever the broker raises: the job row stays, the next sweep works it.
        _quiet_until = time.monotonic() + _QUIET_AFTER_FAILED_KICK
        logger.warning("kick lost, the sweep will find the job", exc_info=True)


def work_off(*, at: datetime, limit: int = 500) -> int:
    """Work due jobs, oldest first, each in a transaction of its own; how many were taken up."""
    taken = 0
    while taken < limit and not stopping() and _work_one(at=at):
        taken += 1
    return taken


def _work_one(*, at: datetime) -> bool:
    with transaction.atomic():
        job = (
            Job.objects.select_for_update(skip_locked=True)
            .filter(done_at=None, due_at__lte=at)
            .order_by("due_at", "id")
            .first()
        )
        if job is None:
            return False
        try:
            # In here too: a row of a kind that a newer release ordered must not stop those behind it.
            handler: Callable[..., None] = import_string(settings.JOB_HANDLERS[job.kind])
            with transaction.atomic():
                handler(at=at, job=job.pk, **job.payload)
        except Exception as error:  # One bad row never blocks the others; it is tried again later.
            logger.exception("job %s failed", job.pk)
            job.attempts += 1
            job.last_error = f"{type(error).__name__}: {error}"[:2000]
            job.due_at = at + min(_FIRST_RETRY * 2 ** min(job.attempts - 1, 12), _LAST_RETRY)
        else:
            job.attempts += 1
            job.done_at = at
            job.last_error = ""
        job.save(update_fields=["attempts", "last_error", "due_at", "done_at"])
        return True


def sweep(*, at: datetime, name: str, stop: Callable[[], bool] = _never) -> int:
    """One round of a worker: everything in SWEEPS, then its pulse. One failing part never stops the others.

    Once `stop` says yes the round ends behind the piece of work in hand.
    """
    worked = 0
    told = _stop.set(stop)
    try:
        for path in settings.SWEEPS:
            if stopping():
                break
            try:
                worked += import_string(path)(at=at)
            except Exception:
                logger.exception("sweep %s failed", path)
    finally:
        _stop.reset(told)
    WorkerPulse.objects.update_or_create(name=name, defaults={"at": at})
    return worked
