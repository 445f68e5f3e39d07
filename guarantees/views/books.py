"""The books of a guarantee as pages: its ledger, its statements; as files from the API."""

import uuid

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from acts.common import clock
from acts.common.refusals import RulesBroken
from guarantees import selectors
from guarantees.models import LedgerEntry
from guarantees.services import statements
from guarantees.views import page as pages
from guarantees.views.forms import books as forms
from offices.actors import local_day
from offices.pages import acting

PAGE = 25


@require_safe
def ledger(request: HttpRequest, guarantee: uuid.UUID) -> HttpResponse:
    """The entries, newest first, of the days, kind and journey asked for."""
    at = clock.now()
    actor = acting.actor_of(request, at)
    row = pages.found(actor, guarantee)
    query = forms.Period(request.GET)
    entries = selectors.ledger(guarantee=row, **query.wanted())
    page = Paginator(entries, PAGE).get_page(request.GET.get("page"))
    context = {"guarantee": row, "form": query, "page": page, **acting.frame(actor, at=at)}
    return render(request, "guarantees/ledger.html", context)


@require_safe
def statement(request: HttpRequest, guarantee: uuid.UUID) -> HttpResponse:
    """The statement of a month or a day; unless asked for another, of this month where the office stands."""
    at = clock.now()
    actor = acting.actor_of(request, at)
    row = pages.found(actor, guarantee)
    today = local_day(at, row.office.country.time_zone)
    query = forms.DayOrMonth(request.GET or {"month": f"{today:%Y-%m}"})
    wanted, found = query.wanted(), None
    try:
        if wanted:
            days = statements.period(day=wanted.get("day"), month=wanted.get("month"))
            found = statements.statement(guarantee=row, first_day=days[0], last_day=days[1], at=at)
    except RulesBroken as refusal:
        query.add_error(None, refusal.detail)
    page = Paginator(found.entries if found is not None else LedgerEntry.objects.none(), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "guarantee": row,
        "form": query,
        "statement": found,
        "page": page,
        **acting.frame(actor, at=at),
    }
    return render(request, "guarantees/statement.html", context)
