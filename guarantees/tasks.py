"""Celery's faces of guarantees: one service call each. The worker of job rows calls the same functions."""

from datetime import datetime

from celery import shared_task

from acts.common import clock
from guarantees.services import audit as ledger_audit
from guarantees.services import cover


@shared_task
def release(*, reference: str, at: datetime | None = None, job: int | None = None) -> None:
    """Free what `reference` holds; harmless again. `job` is the row that ordered it, if one did."""
    cover.release(reference=reference, at=at or clock.now())


@shared_task
def audit(*, at: datetime | None = None, job: int | None = None) -> None:
    """The nightly run of `manage.py verify ledger`, which alarms."""
    ledger_audit.nightly(at=at or clock.now())
