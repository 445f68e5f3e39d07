"""Messages: what was said to the own firm and offices, in words (spec sections 5 and 16)."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from acts.common import clock
from acts.notices.models import Notice
from offices import register
from offices.actors import Actor
from offices.pages import acting
from offices.pages.tags import words
from transit.message_kinds import called
from transit.selectors import messages as selectors

PAGE = 25


@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """The last ones; `?before=` leads to those before."""
    at = clock.now()
    actor = acting.actor_of(request, at)
    rows = selectors.told(actor=actor)
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    with register.held():
        lines = _lines(actor, shown)
    context = {
        "lines": lines,
        "older": shown[-1].pk if len(found) > PAGE else None,
        "newest": not before,
        # A firm's people are told nothing but what their firm is told.
        "several": bool(actor.postings),
        **acting.frame(actor, at=at, current="messages"),
    }
    return render(request, "transit/messages.html", context)


def _lines(actor: Actor, rows: Iterable[Notice]) -> list[dict[str, Any]]:
    """Each with its title, what it says, and the way to what it is about, where the actor may go there."""
    ways = selectors.ways(actor=actor, subjects={row.subject for row in rows})
    return [
        {
            "row": row,
            "title": called(row),
            "says": _says(row),
            "to": _addressee(row),
            "url": reverse(ways[row.subject], args=[row.subject]) if row.subject in ways else "",
        }
        for row in rows
    ]


def _says(row: Notice) -> list[str]:
    """Where it happened, and the words that go with it."""
    post = register.current().offices.get(str(row.body.get("office", "")))
    words_of = [str(row.body[name]) for name in ("reason", "text") if row.body.get(name)]
    return [f"{post.name} · {post.pk}", *words_of] if post is not None else words_of


def _addressee(row: Notice) -> str:
    """The office, with the role where it was said to one alone; nothing for the own firm."""
    _kind, place, *role = row.addressee.split(":")
    if row.addressee.startswith("firm:"):
        return ""
    return " · ".join([place, *map(words, role)])
