"""Every list and the movement page against bare views that draw the same 25 rows by the same template tags.

A bare view runs behind the same middleware and session and reads its rows by primary key in one SELECT.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client, override_settings
from django.urls import include, path, reverse

from acts.common import clock
from acts.common.models import Proposal
from offices.pages import acting
from offices.services import demo
from tests.benchmarks import report
from tests.factories import sessions
from tests.factories import transit as factory
from transit.enums import State
from transit.models import Arrival, Item, LateFact, Movement, Passage
from transit.rehearsal import stage as stages
from transit.selectors.worklists import WORKLISTS, Worklist
from transit.views import lists

BAR, REQUESTS, WARM_UP, ROWS, SHOWN = 4.0, 300, 10, 1999, 25
_ROUTES = ("principal", "office_of_departure", "office_of_destination")
_RELATED: dict[type[Any], tuple[str, ...]] = {
    Movement: (*_ROUTES, "declaration"),
    Passage: (*(f"movement__{name}" for name in _ROUTES), "office"),
    Arrival: (*(f"movement__{name}" for name in _ROUTES), "office"),
    LateFact: (*(f"movement__{name}" for name in _ROUTES), "office"),
    Item: ("consignment",),
}
_wanted: tuple[type[Any], list[Any], dict[str, Any]]
"""What the bare view draws next: rows of a model by their keys, and what the tags need to know."""


def bare(request: HttpRequest) -> HttpResponse:
    """The wanted rows by one SELECT, and no more of a page than their table."""
    model, keys, context = _wanted
    rows = model._default_manager.select_related(*_RELATED[model]).filter(pk__in=keys)
    if model is Item:
        return render(request, "components/goods.html", {"goods": list(rows), **context})
    return render(request, "components/worklist.html", {"lines": lists.lines_of(rows), **context})


urlpatterns = [path("bare/", bare), path("", include("acts.urls"))]


def bench() -> list[report.Line]:
    """A line for the trader's own movements, for each worklist and for the page of a movement of 25 items."""
    logging.disable(logging.INFO)
    call_command("collectstatic", interactive=False, verbosity=0)  # Pages name their styles as they are collected.
    at = clock.now()
    stage = stages.of(demo.people(at=at), at=at)
    list(stage.guarantees())
    movement, _ = factory.movement_in(State.IN_TRANSIT, stage, start=at - timedelta(hours=3))
    factory.fill(movement, SHOWN)
    factory.again(movement, ROWS - 1)
    context = {"now": at, "zones": acting.zones(), "home": "SG"}
    with override_settings(ROOT_URLCONF=__name__):
        found = [
            _compare("movement", "trader", reverse("movement", args=[movement.pk]), Item, _items(movement), context),
            _compare("own", "trader", "/", Movement, _keys(Movement), context),
        ]
        # Those of movements last: theirs alone change the state.
        for row in sorted(WORKLISTS, key=lambda row: row.model is Movement):
            found.append(_worklist(row, movement, context))
    logging.disable(logging.NOTSET)
    return found


def _worklist(row: Worklist, movement: Movement, context: dict[str, Any]) -> report.Line:
    factory.wait(row, movement, at=context["now"])
    model = Movement if row.model is Proposal else row.model
    return _compare(row.slug, row.role.lower(), f"/worklists/{row.slug}/", model, _keys(model), context)


def _keys(model: type[Any]) -> list[Any]:
    return list(model._default_manager.order_by("pk").values_list("pk", flat=True)[:SHOWN])


def _items(movement: Movement) -> list[Any]:
    return list(Item.objects.filter(declaration=movement.pk).values_list("pk", flat=True))


def _compare(
    name: str, who: str, target: str, model: type[Any], keys: list[Any], context: dict[str, Any]
) -> report.Line:
    global _wanted
    _wanted = (model, keys, context)
    client = Client(SERVER_NAME="localhost")
    sessions.browser(who, client)
    page, floor = _asking(client, target), _asking(client, "/bare/")
    for ask in (page, floor):
        report.seconds(ask, WARM_UP)
    each = REQUESTS // report.ROUNDS
    pairs = [(report.seconds(page, each), report.seconds(floor, each)) for _ in range(report.ROUNDS)]
    line = report.at_most(f"page_{name}", pairs, bar=BAR, n=each)
    line.show()
    return line


def _asking(client: Client, target: str) -> Callable[[], None]:
    def ask() -> None:
        answer = client.get(target)
        if answer.status_code != 200:
            raise RuntimeError(f"{target}: {answer.status_code}")

    return ask
