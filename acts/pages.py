"""What holds for every page: a log-in first, and no copy of it left in a cache."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase


class LogInFirst(LoginRequiredMiddleware):
    """Leads to the log-in; a part that refreshes itself is told to load its whole page anew, which leads there."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        refused = super().process_view(request, view_func, view_args, view_kwargs)
        return refused and (load_anew(request) or refused)


def load_anew(request: HttpRequest) -> HttpResponse | None:
    """What a part that refreshes itself is told: to load its whole page. Nothing for a whole page."""
    if not request.headers.get("HX-Request"):
        return None
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Refresh": "true"})


def keep_no_copy(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: answers carry people's data, and counters share machines; the back button asks again."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware
