"""What the log says: one line a request, in text or JSON, by a list of allowed fields; never a body, header or query.

The request id (`X-Request-ID`) is django-guid's: taken from the request or made, returned, handed on to Celery.
"""

import logging
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.encoding import escape_uri_path
from django.utils.functional import SimpleLazyObject
from pythonjsonlogger.json import JsonFormatter

logger = logging.getLogger(__name__)

FIELDS = (
    *("time", "level", "logger", "message", "request_id"),
    *("user", "method", "path", "status", "duration_ms", "movement", "exc_info"),
)
_REQUEST_ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_PROBES = frozenset({"/healthz", "/readyz"})


class JsonLines(JsonFormatter):
    """One JSON object a line with the fields of FIELDS that the record has; `time` in UTC.

    Whatever else libraries hang on a record (Django the request with its query, Celery the task's arguments) stays out.
    """

    def __init__(self) -> None:
        names = {"levelname": "level", "name": "logger"}
        super().__init__(["asctime", "levelname", "name", "message"], rename_fields={"asctime": "time", **names})

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 - logging's name
        """The instant as ISO 8601 with milliseconds."""
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        """The allowed fields, in their order."""
        return {name: log_data[name] for name in FIELDS if log_data.get(name) is not None}


def request_log(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, the outermost: a line for every request when its answer is ready; probes only at level DEBUG."""

    def middleware(request: HttpRequest) -> HttpResponse:
        # django-guid would take everything that Python reads as a UUID, of any length.
        if not _REQUEST_ID.fullmatch(request.META.get("HTTP_X_REQUEST_ID", "")):
            request.META.pop("HTTP_X_REQUEST_ID", None)
        started = time.perf_counter()
        response = get_response(request)
        milliseconds = round((time.perf_counter() - started) * 1000, 1)
        _write(request, response.status_code, milliseconds)
        return response

    return middleware


def _write(request: HttpRequest, status: int, milliseconds: float) -> None:
    path = escape_uri_path(request.path)
    level = logging.DEBUG if request.path in _PROBES else logging.INFO
    match = request.resolver_match
    movement = match.kwargs.get("movement") if match else None
    facts = {
        "user": _user(request),
        "method": request.method,
        "path": path,
        "status": status,
        "duration_ms": milliseconds,
        "movement": str(movement) if isinstance(movement, UUID) else None,
    }
    logger.log(level, "%s %s %s", request.method, path, status, extra=facts)


def _user(request: HttpRequest) -> int | None:
    """The user's key if anybody asked who it is; a log line never asks the database."""
    user = getattr(request, "user", None)
    if isinstance(user, SimpleLazyObject):
        user = getattr(request, "_cached_user", None)
    return getattr(user, "pk", None)
