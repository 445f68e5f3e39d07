"""`/healthz`: the process answers. `/readyz`: it can do its work. Both need no log-in and tell no secrets."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import resolve
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from acts.common import clock
from acts.common.models import WorkerPulse

logger = logging.getLogger(__name__)

PULSE_MAX_AGE = timedelta(seconds=60)


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process lives; touches no database."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 if database, migrations and a worker are well, else 503; each part is `ok` or a word on what fails."""
    parts = faults(at=clock.now())
    ready = not any(parts.values())
    return JsonResponse(
        {"ready": ready, "parts": {name: fault or "ok" for name, fault in parts.items()}},
        status=200 if ready else 503,
    )


def faults(*, at: datetime) -> dict[str, str]:
    """What is wrong with each part; an empty text is well. What the database says goes to the log, not out."""
    parts: dict[str, Callable[[datetime], str]] = {
        "database": _database,
        "migrations": _migrations,
        "worker": _worker,
    }
    found = {}
    for name, fault in parts.items():
        try:
            found[name] = fault(at)
        except DatabaseError:
            logger.warning("%s cannot be read", name, exc_info=True)
            found[name] = "the database does not answer"
    return found


def _database(at: datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


@cache
def last_migrations() -> frozenset[tuple[str, str]]:
    """The last migration of each app, read from disk once: code does not change under a running process."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes())


def warm() -> None:
    """Read what does not change while the process lives, before the first request: routes and migrations."""
    resolve("/readyz")  # imports the module of every route
    last_migrations()


def _migrations(at: datetime) -> str:
    missing = last_migrations() - MigrationRecorder(connection).applied_migrations().keys()
    return f"not applied: {', '.join(sorted(app for app, _ in missing))}" if missing else ""


def _worker(at: datetime) -> str:
    alive = WorkerPulse.objects.filter(at__gt=at - PULSE_MAX_AGE).exists()
    return "" if alive else f"no pulse for {PULSE_MAX_AGE.seconds} s"
