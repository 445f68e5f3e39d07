"""The one error shape of the API: `application/problem+json` (RFC 9457) with findings."""

from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from acts.common import refusals
from acts.common.findings import Finding, FindingClass, summary
from acts.common.idempotency import StillRunning

_STATUS: list[tuple[type[refusals.Refusal], int]] = [
    (refusals.WrongState, status.HTTP_409_CONFLICT),
    (StillRunning, status.HTTP_409_CONFLICT),
    (refusals.NotAllowed, status.HTTP_403_FORBIDDEN),
    (refusals.PostingNeeded, status.HTTP_422_UNPROCESSABLE_ENTITY),
    (refusals.NotFound, status.HTTP_404_NOT_FOUND),
]
_POSTING_NEEDED = "Send the id of the posting you act in as the header Acting-Posting; GET /api/v1/me/ lists yours."
_CLASS = {
    "required": FindingClass.MISSING,
    "null": FindingClass.MISSING,
    "blank": FindingClass.MISSING,
    "unknown": FindingClass.NOT_ALLOWED,
    "invalid_choice": FindingClass.NOT_IN_CODE_LIST,
}


def problem(*, status_code: int, code: str, title: str, detail: str, findings: Iterable[Finding] = ()) -> Response:
    """An answer in the error shape; `type` is a relative reference, `findings` one for each rule broken."""
    body = {
        "type": f"/problems/{code}",
        "title": title,
        "status": status_code,
        "detail": detail,
        "findings": [finding.as_dict() for finding in findings],
    }
    return Response(body, status=status_code, content_type="application/problem+json")


def _flatten(detail: Any, path: str) -> Iterator[Finding]:
    if isinstance(detail, dict):
        for key, value in detail.items():
            name = "" if key == "non_field_errors" else str(key)
            joined = f"{path}.{name}" if path and name else path or name
            yield from _flatten(value, f"{path}[{key}]" if isinstance(key, int) else joined)
    elif isinstance(detail, list) and any(isinstance(row, dict | list) for row in detail):
        for index, row in enumerate(detail):
            yield from _flatten(row, f"{path}[{index}]")
    else:
        for row in detail if isinstance(detail, list) else [detail]:
            code = getattr(row, "code", "invalid")
            yield Finding(_CLASS.get(code, FindingClass.RULE_BROKEN), f"R-FORMAT-{code.upper()}", path, str(row))


def _title(error: exceptions.APIException) -> str:
    """The same for every error of a kind: DRF's own text, unless that has a place to fill in."""
    text = str(error.default_detail)
    return f"{HTTPStatus(error.status_code).phrase}." if "{" in text else text


def handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: refusals, validation errors and HTTP errors, all in the one shape."""
    if isinstance(error, refusals.Refusal):
        code = next((number for kind, number in _STATUS if isinstance(error, kind)), 422)
        needed = isinstance(error, refusals.PostingNeeded)
        return problem(
            status_code=code,
            code=error.code,
            title=error.title,
            detail=_POSTING_NEEDED if needed else error.detail,
            findings=error.findings,
        )
    if isinstance(error, exceptions.ValidationError):
        rows = list(_flatten(error.detail, ""))
        return problem(
            status_code=422,
            code="format",
            title="Fields are malformed.",
            detail=summary(rows),
            findings=rows,
        )
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if isinstance(error, exceptions.APIException):
        response = exception_handler(error, context)
        detail = str(error.detail) if not isinstance(error.detail, dict | list) else str(error.default_detail)
        answer = problem(
            status_code=error.status_code,
            code=str(error.default_code).replace("_", "-"),
            title=_title(error),
            detail=detail,
        )
        for name in ("WWW-Authenticate", "Retry-After"):
            if response is not None and response.has_header(name):
                answer[name] = response[name]
        return answer
    return None
