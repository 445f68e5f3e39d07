"""Every page of the project is one the browser looks at."""

from typing import Any
from uuid import UUID

from django.db.models import Model, UUIDField
from django.urls import Resolver404, get_resolver, resolve

from offices.pages.verb import Verb
from tests.browser import places
from tests.permissions.endpoints import endpoints
from tests.permissions.test_admin import TABLE


def _any(model: type[Model], **where: Any) -> UUID | int:
    return UUID(int=1) if isinstance(model._meta.pk, UUIDField) else 1


def _route(target: str) -> str:
    try:
        return resolve(places.address(target, _any).partition("?")[0]).route
    except Resolver404:
        return ""


def test_every_page_is_looked_at_in_the_browser_or_said_why_not() -> None:
    pages = {
        route
        for method, route, view in endpoints(get_resolver().url_patterns)
        if method == "GET"
        and not route.startswith("api/")
        # The address of an act leads back to the page it is on.
        and not issubclass(getattr(view, "view_class", object), Verb)
    }
    targets = [target for table in (places.PAGES, places.ADMIN) for found in table.values() for target in found]
    assert pages - {_route(target) for target in targets} == places.UNSEEN.keys()


def test_every_page_of_deletion_in_the_admin_is_looked_at() -> None:
    assert places.DELETED.keys() == {label for label, marks in TABLE.items() if "d" in marks.split()}
