"""Lists of movements: one's own, an officer's worklists, what was found."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from acts.common import clock, numbers
from acts.common.models import Proposal
from guarantees import selectors as guarantees
from offices.actors import Actor
from offices.pages import acting
from transit import permissions
from transit.models import Arrival, LateFact, Movement, Passage
from transit.selectors import finding, movements, worklists
from transit.views import closure
from transit.views.told import late_fact

PAGE = 25


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a list: a movement, when it is or was due and where, what stands in its way."""

    movement: Movement
    at: datetime | None = None
    country: str = ""
    state: str = ""
    note: str = ""
    office: str = ""
    held: str = ""

    @property
    def vehicle(self) -> tuple[str, str, str]:
        """Plate, country, trailer: as they are now, before release as declared where it was read."""
        row = self.movement
        if row.vehicle_registration:
            return row.vehicle_registration, row.vehicle_country, row.trailer_registration
        declared = row.declaration.vehicle if "declaration" in row._state.fields_cache else {}
        return (
            declared.get("registration") or "",
            declared.get("country") or "",
            declared.get("trailer_registration") or "",
        )


def _page(request: HttpRequest, rows: Any) -> Page[Any]:
    return Paginator(rows, PAGE).get_page(request.GET.get("page"))


def _only_own(actor: Actor) -> bool:
    """Whether all movements of a trader are its own firm's, so that no row need say whose."""
    return actor.firm_id is not None and not actor.represented and not actor.in_customs


def _changed(rows: Iterable[Movement]) -> list[Line]:
    """The lines of a list by the last change."""
    found = list(rows)
    held = movements.held_at(found)
    return [Line(row, row.changed_at, held=held.get(row.pk, "")) for row in found]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The movements one may know of, last changed first; `?page=` pages of 25.

    A bank's people and who only administers are led to their own front page.
    """
    at = clock.now()
    actor = acting.actor_of(request, at)
    if not permissions.follows_movements(actor):
        return redirect("admin:index" if actor.enters_admin else "guarantees")
    rows = movements.visible(actor).select_related("declaration").order_by("-changed_at", "-pk")
    page = _page(request, rows)
    lines = _changed(page)
    writes = permissions.writes_declarations(actor)
    context = {
        "page": page,
        "lines": lines,
        "writes": writes,
        "own": _only_own(actor),
        **acting.frame(actor, at=at, current="all"),
    }
    return render(request, "transit/home.html", context)


@require_safe
def work(request: HttpRequest, worklist: str) -> HttpResponse:
    """One worklist of the actor's roles; 404 for one of a role the actor does not have."""
    at = clock.now()
    actor = acting.actor_of(request, at)
    wanted = worklists.BY_SLUG.get(worklist)
    if wanted is None or wanted not in worklists.of(actor):
        raise Http404
    page = _page(request, worklists.rows(wanted, actor, at=at))
    context = {
        "worklist": wanted,
        "page": page,
        "lines": lines_of(page),
        **acting.frame(actor, at=at, current=worklist),
    }
    return render(request, "transit/work.html", context)


def lines_of(page: Iterable[Any]) -> list[Line]:
    """The lines of a page of movements, passages, arrivals or proposals; proposals cost a query for their movements."""
    rows = list(page)
    if rows and isinstance(rows[0], Proposal):
        about = Movement.objects.select_related(
            "principal", "office_of_departure", "office_of_destination", "declaration"
        )
        subjects = about.in_bulk([row.subject for row in rows])
        return [
            Line(subjects[row.subject], row.lapses_at, note=closure.proposed(row))
            for row in rows
            if row.subject in subjects
        ]
    if rows and isinstance(rows[0], Movement):
        return _changed(rows)
    held = movements.held_at(row.movement for row in rows)
    return [_line(row, held.get(row.movement_id, "")) for row in rows]


def _line(row: Passage | Arrival | LateFact, held: str) -> Line:
    # Where the list is of the post that holds it, its own state says so.
    held = "" if held == row.office.name else held
    if isinstance(row, LateFact):
        post, note = row.office_id[:2], late_fact(row.verb, row.office.name)
        return Line(row.movement, row.happened_at, post, note=note, office=row.office.name, held=held)
    happened = row.presented_at if isinstance(row, Passage) else row.arrived_at
    at = happened or row.expected_at
    return Line(row.movement, at, row.office_id[:2], row.state, row.alarm, row.office.name, held)


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """By MRN, LRN, plate, container or seal: straight to the only movement it fits, else a list; by GRN to its page."""
    at = clock.now()
    actor = acting.actor_of(request, at)
    wanted = request.GET.get("q", "")[:40]
    page = _page(request, finding.find(actor, wanted).select_related("declaration"))
    if page.paginator.count == 1:
        return redirect("movement", page[0].pk)
    grn = wanted.strip().upper()
    if numbers.is_grn(grn) and (guarantee := guarantees.visible(actor=actor).filter(grn=grn).first()):
        return redirect("guarantee", guarantee.pk)
    lines = _changed(page)
    shown = wanted.replace("\0", "").strip()
    context = {
        "find": shown,
        "find_query": urlencode({"q": shown}),
        "page": page,
        "lines": lines,
        **acting.frame(actor, at=at),
    }
    return render(request, "transit/found.html", context)
