"""Messages: what was said to the own firm and offices, in words (spec sections 5 and 16)."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from acts.common import clock
from acts.notices.models import Notice
from guarantees import selectors as guarantees
from offices import register
from offices.actors import Actor
from offices.pages import acting
from offices.pages.tags import words
from transit.selectors import messages as selectors
from transit.selectors import movements

PAGE = 25

TITLES: dict[str, str | Promise] = {
    "IE928": _("Declaration received"),
    "IE004": _("Declaration amended"),
    "IE056": _("Declaration rejected"),
    "IE028": _("Accepted, MRN given"),
    "IE055": _("Guarantee refused"),
    "IE060": _("Control ordered, or an amendment asked for"),
    "IE051": _("Not released"),
    "IE029": _("Released for transit"),
    "IE050": _("On its way to your office of transit"),
    "IE001": _("On its way to your office of destination"),
    "IE009": _("Invalidated"),
    "IE010": _("Invalidated, will not come"),
    "IE118": _("Crossed an office of transit"),
    "IE006": _("Arrived at its destination"),
    "IE024": _("Arrived at its destination"),
    "IE025": _("Goods released at destination"),
    "IE043": _("Unloading permitted"),
    "IE044": _("Unloading remarks"),
    "IE018": _("Results of the destination"),
    "IE019": _("Discrepancies reported"),
    "IE049": _("Discrepancies resolved"),
    "IE045": _("Discharged"),
    "IE204": _("Cover freed"),
    "IE023": _("Claim notified"),
    "ALARM": _("Alarm"),
    "PASSAGE_HELD": _("Held at an office of transit"),
    "LATE_FACT": _("A late fact waits for a decision"),
    "LATE_FACT_DECIDED": _("A late fact was decided"),
    "PROPOSAL": _("A colleague's proposal waits to be confirmed"),
    "PROPOSAL_LAPSED": _("A proposal lapsed"),
    "BANK_PROPOSAL": _("A colleague's proposal waits to be confirmed"),
    "RELEASE_FAILED": _("Could not be released at its time"),
    "ACCEPTANCE_FAILED": _("Could not be accepted by itself"),
    "LEDGER_FAULT": _("The ledger of a guarantee is wrong"),
    "GUARANTEE_LOW_BALANCE": _("Little is left of a guarantee"),
    "GUARANTEE_EXPIRING": _("A guarantee ends soon"),
}
"""Message numbers and names in words. Whatever is not here reads as its own name does."""


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


def title(kind: str) -> str:
    """What a message is called: by its number, or by its name as the code lists read it."""
    if kind in TITLES:
        return str(TITLES[kind])
    if kind.startswith("DEADLINE_"):
        return str(_("Time is up: %(what)s")) % {"what": words(kind.removeprefix("DEADLINE_"))}
    return words(kind).capitalize()


def _lines(actor: Actor, rows: Iterable[Notice]) -> list[dict[str, Any]]:
    """Each with its title, what it says, and the way to what it is about, where the actor may go there."""
    subjects = {row.subject for row in rows}
    known = set(movements.visible(actor).filter(pk__in=subjects).values_list("pk", flat=True))
    covers = set(guarantees.visible(actor=actor).filter(pk__in=subjects - known).values_list("pk", flat=True))
    return [
        {
            "row": row,
            "title": title(row.kind),
            "says": _says(row),
            "to": _addressee(row),
            "url": reverse("movement", args=[row.subject])
            if row.subject in known
            else reverse("guarantee", args=[row.subject])
            if row.subject in covers
            else "",
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
