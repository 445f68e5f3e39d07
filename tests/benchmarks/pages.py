"""The lists of movements, guarantees and claims, a movement's and a guarantee's page and its ledger against bare views.

A bare view runs behind the same middleware and session, reads its 25 rows by primary key in one SELECT, and draws them
by the same template tags.
"""

import logging
import uuid
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client, override_settings
from django.urls import include, path, reverse

from acts.common import clock
from acts.common.models import Proposal
from guarantees.models import Claim, Guarantee, LedgerEntry, Reservation
from guarantees.views import lists as books
from offices.models import User
from offices.pages import acting
from offices.services import demo
from tests.benchmarks import report
from tests.factories import guarantees as factories
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
    Guarantee: ("office__country", "principal", "guarantor__firm"),
    Claim: ("guarantee__principal", "guarantee__office__country"),
    LedgerEntry: ("reverses",),
    Reservation: (),
}
_wanted: tuple[type[Any], list[Any], dict[str, Any]]
"""What the bare view draws next: rows of a model by their keys, and what the tags need to know."""


def bare(request: HttpRequest) -> HttpResponse:
    """The wanted rows by one SELECT, and no more of a page than their table."""
    model, keys, context = _wanted
    rows = model._default_manager.select_related(*_RELATED[model]).filter(pk__in=keys)
    template, drawn = _DRAWN.get(model, ("worklist", lambda rows, context: {"lines": lists.lines_of(rows)}))
    return render(request, f"components/{template}.html", {**drawn(list(rows), context), **context})


_DRAWN: dict[type[Any], tuple[str, Callable[[list[Any], dict[str, Any]], dict[str, Any]]]] = {
    Item: ("goods", lambda rows, context: {"goods": rows}),
    Guarantee: ("guarantee_list", lambda rows, context: {"lines": books.lines(rows, context["now"])}),
    Claim: ("claim_list", lambda rows, context: {"page": rows}),
    LedgerEntry: ("entries", lambda rows, context: {"page": rows}),
    Reservation: ("uses", lambda rows, context: {"uses": rows}),
}
"""What draws the rows of a model, and from what; those of a worklist are drawn alike."""


urlpatterns = [path("bare/", bare), path("", include("acts.urls"))]


def bench() -> list[report.Line]:
    """A line for the trader's own movements, for each worklist, for the page of a movement of 25 items, and for the
    pages of guarantees.
    """
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
            *_guarantees(context),
        ]
        # Those of movements last: theirs alone change the state.
        for row in sorted(WORKLISTS, key=lambda row: row.model is Movement):
            found.append(_worklist(row, movement, context))
    logging.disable(logging.NOTSET)
    return found


def _guarantees(context: dict[str, Any]) -> list[report.Line]:
    """The list of them, that of claims, and a guarantee with as many uses and entries: its page and its ledger."""
    owner = User.objects.get(username="trader")
    row = factories.guarantee(principal=owner.firm, reference_amount=Decimal(1_000_000))
    claim = factories.demanded(row, debt="10", held="100")[0]
    clerk = factories.employee_of(claim.guarantee.guarantor.firm).user
    own = {"id": lambda number: uuid.uuid4()}
    factories.copies(row, ROWS, **own, grn=lambda number: f"26SG{number:013d}")
    factories.copies(claim, ROWS, state=lambda number: "WITHDRAWN")
    factories.copies(Reservation.objects.get(guarantee=row), ROWS, **own, reference=lambda number: f"26SG{number:014d}")
    entry = LedgerEntry.objects.filter(guarantee=row).latest("sequence")
    factories.copies(entry, ROWS, sequence=lambda number: entry.sequence + number, reservation_id=lambda number: None)
    context = {**context, "guarantee": row, "form": {"kept": ""}}
    page, ledger = reverse("guarantee", args=[row.pk]), reverse("guarantee-ledger", args=[row.pk])
    uses = list(Reservation.objects.filter(guarantee=row).values_list("pk", flat=True)[:SHOWN])
    return [
        _compare("guarantees", "trader", reverse("guarantees"), Guarantee, _keys(Guarantee), context),
        _compare("claims", clerk, reverse("claims-page"), Claim, _keys(Claim), context),
        _compare("guarantee", "trader", page, Reservation, uses, context),
        _compare("ledger", "trader", ledger, LedgerEntry, _keys(LedgerEntry), context),
    ]


def _worklist(row: Worklist, movement: Movement, context: dict[str, Any]) -> report.Line:
    factory.wait(row, movement, at=context["now"])
    model = Movement if row.model is Proposal else row.model
    return _compare(row.slug, row.role.lower(), f"/worklists/{row.slug}/", model, _keys(model), context)


def _keys(model: type[Any]) -> list[Any]:
    return list(model._default_manager.order_by("pk").values_list("pk", flat=True)[:SHOWN])


def _items(movement: Movement) -> list[Any]:
    return list(Item.objects.filter(declaration=movement.pk).values_list("pk", flat=True))


def _compare(
    name: str, who: User | str, target: str, model: type[Any], keys: list[Any], context: dict[str, Any]
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
