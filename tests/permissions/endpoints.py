"""Every method of every address of the project."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpResponseBase
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver

View = Callable[..., HttpResponseBase]


def _methods(view: View) -> set[str]:
    """The methods a view takes, without HEAD and OPTIONS: a class names them; a function says them when asked."""
    kind = getattr(view, "cls", None) or getattr(view, "view_class", None)
    if kind is not None:
        names = {*kind.http_method_names} - {"head", "options", "trace"}
        return {name.upper() for name in names if hasattr(kind, name)}
    answer = view(RequestFactory().generic("TRACE", "/"))
    assert answer.status_code == 405, f"{view} takes any method"
    return {*answer["Allow"].split(", ")} - {"HEAD"}


def endpoints(patterns: Any, prefix: str = "") -> Iterator[tuple[str, str, View]]:
    """Every method, route and view of the project; the admin's have a table of their own, in test_admin.py."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver) and route != "admin/":
            yield from endpoints(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield from ((method, route, pattern.callback) for method in _methods(pattern.callback))
