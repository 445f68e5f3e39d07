"""Celery's faces of the kernel: one call each."""

from celery import shared_task

from acts.common import clock, jobs


@shared_task
def sweep() -> None:
    """Work whatever is due; beat calls it every five seconds, a kick at once."""
    jobs.sweep(at=clock.now(), name="celery")
