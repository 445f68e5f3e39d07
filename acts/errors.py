"""Error pages: the API's paths get the API's one error shape, everybody else a page. Never an exception's text."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin
from django.views import defaults

from acts.common.api import problem
from acts.common.refusals import Refusal

_API = "/api/"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request could not be read."""
    return _answer(request, HTTPStatus.BAD_REQUEST) or defaults.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return _answer(request, HTTPStatus.FORBIDDEN) or defaults.permission_denied(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404; does not repeat the path."""
    return _answer(request, HTTPStatus.NOT_FOUND) or defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; the log knows more."""
    return _answer(request, HTTPStatus.INTERNAL_SERVER_ERROR) or defaults.server_error(request)


def locked_out(request: HttpRequest, original: HttpResponse | None, credentials: Any = None) -> HttpResponse:
    """429: too many wrong passwords, at the log-in or at a step-up."""
    context = {"failure_limit": settings.AXES_FAILURE_LIMIT}
    status = HTTPStatus.TOO_MANY_REQUESTS
    return _answer(request, status) or render(request, "locked.html", context, status=status)


def is_api(request: HttpRequest) -> bool:
    """Whether a request goes to the API."""
    return request.path.startswith(_API)


def _answer(request: HttpRequest, status: HTTPStatus) -> HttpResponse | None:
    """The API's error shape for a path of the API, nothing for a page."""
    if not is_api(request):
        return None
    answer = problem.problem(
        status_code=status,
        code=status.name.lower().replace("_", "-"),
        title=status.phrase,
        detail=status.description or status.phrase,
    )
    return JsonResponse(answer.data, status=status, content_type="application/problem+json")


class RefusalPages(MiddlewareMixin):
    """A refusal that a page's view lets through becomes a page that says what was refused and why."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page with the status the API gives the same refusal; NotFound is the ordinary 404."""
        answer = problem.handler(exception, {}) if isinstance(exception, Refusal) else None
        if answer is None:
            return None
        if answer.status_code == HTTPStatus.NOT_FOUND:
            return page_not_found(request, exception)
        return render(request, "refused.html", {"refusal": exception}, status=answer.status_code)
