"""`manage.py worker`: the embedded job worker, for posts without Redis and Celery."""

import logging
import os
import signal
import threading
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections

from acts.common import clock, jobs
from acts.common.models import WorkerPulse

logger = logging.getLogger(__name__)

IDLE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
PULSES_KEPT = timedelta(hours=1)


class Command(BaseCommand):
    help = "Work due jobs and deadlines until SIGTERM or Ctrl-C; the job in hand is finished first."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        name = f"worker-{os.getpid()}"
        self.stdout.write(f"{name}: working")
        run(name=name, stop=stop)
        self.stdout.write(f"{name}: stopped")


def run(*, name: str, stop: threading.Event) -> None:
    """Sweep until `stop`: again at once after work, after half a second when idle, ever later while the database fails.

    Every round closes a connection that broke, so a database that comes back is found again.
    """
    pause = 0.0
    while not stop.wait(pause):
        close_old_connections()
        try:
            pause = 0.0 if jobs.sweep(at=clock.now(), name=name, stop=stop.is_set) else IDLE_SECONDS
        except Error:
            pause = min(max(pause, IDLE_SECONDS) * 2, LONGEST_PAUSE_SECONDS)
            logger.exception("the database fails, trying again in %.0f s", pause)
    forget(name=name)


def forget(*, name: str) -> None:
    """Take away the own pulse, so that `/readyz` misses this worker at once, and those of workers long dead."""
    try:
        WorkerPulse.objects.filter(name=name).delete()
        WorkerPulse.objects.filter(at__lt=clock.now() - PULSES_KEPT).delete()
    except Error:
        logger.warning("pulses not cleaned", exc_info=True)
