"""Lists of guarantees: those one may know of, and the worklists of the office of guarantee."""

from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from acts.common import clock
from guarantees import proposed, selectors, thresholds, worklists
from guarantees.models import Guarantee
from guarantees.views import reliefs
from guarantees.views.forms.books import Found
from offices import register
from offices.enums import FirmKind, OfficerRole
from offices.pages import acting

PAGE = 25


def lines(page: Page[Guarantee], at: datetime) -> list[dict[str, Any]]:
    """The guarantees of a page, each with the instant until which the office answers, whether that is over, and of what
    bank and principal are warned.
    """
    with register.held():
        found = [(row, worklists.answer_due_at(row), thresholds.alerts(guarantee=row, at=at)) for row in page]
    return [
        {"row": row, "due_at": due, "late": due is not None and due < at, "alerts": alerts}
        for row, due, alerts in found
    ]


@require_safe
def guarantees(request: HttpRequest) -> HttpResponse:
    """The guarantees one may know of, of what is asked for, last issued first; `?page=` pages of 25."""
    at = clock.now()
    actor = acting.actor_of(request, at)
    query = Found(request.GET)
    rows = selectors.visible(actor=actor).filter(**query.wanted()).order_by("-issued_at", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    frame = acting.frame(actor, at=at, current="guarantees")
    firm = actor.user.firm if actor.user is not None else None
    # Each line would name the same bank: its own.
    own_bank = firm is not None and firm.kind == FirmKind.BANK
    context = {"page": page, "lines": lines(page, at), "form": query, "own_bank": own_bank, **frame}
    return render(request, "guarantees/all.html", context)


@require_safe
def work(request: HttpRequest, worklist: str) -> HttpResponse:
    """One worklist of the actor's roles; 404 for one of a role the actor does not have."""
    at = clock.now()
    actor = acting.actor_of(request, at)
    wanted = worklists.BY_SLUG.get(worklist)
    if wanted is None or wanted not in worklists.of(actor):
        raise Http404
    page = Paginator(worklists.rows(wanted, actor), PAGE).get_page(request.GET.get("page"))
    context = {
        "worklist": wanted,
        "page": page,
        "lines": lines(page, at),
        **acting.frame(actor, at=at, current=worklist),
    }
    return render(request, "guarantees/work.html", context)


@require_safe
def to_confirm(request: HttpRequest) -> HttpResponse:
    """The guarantees about which a second person is asked, the first to lapse first; 404 for who is no supervisor."""
    at = clock.now()
    actor = acting.actor_of(request, at)
    if not actor.posted_as(OfficerRole.SUPERVISOR):
        raise Http404
    page = Paginator(proposed.waiting(actor=actor, at=at), PAGE).get_page(request.GET.get("page"))
    rows = selectors.visible(actor=actor).in_bulk([row.subject for row in page])
    context = {
        "page": page,
        "lines": [
            {"row": rows[row.subject], "proposal": row, "what": reliefs.what(row)}
            for row in page
            if row.subject in rows
        ],
        **acting.frame(actor, at=at, current="to-confirm"),
    }
    return render(request, "guarantees/to_confirm.html", context)
