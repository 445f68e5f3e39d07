"""What takes two of a bank's people, as a page: the choice, what waits, confirmed, refused or taken back."""

import dataclasses
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from acts.common import clock
from acts.common.models import Proposal
from acts.common.refusals import NotAllowed, NotFound, Refusal
from guarantees import selectors
from guarantees.api.serializers.guarantee import WhyGiven
from guarantees.models import Guarantee
from guarantees.services import life, two_persons
from offices import register
from offices.enums import EmployeeRole
from offices.models import Firm
from offices.pages import acting

PAGE = 25
PROPOSED = gettext_lazy("Proposed. It is done when a colleague confirms it here.")


def told(request: HttpRequest, done: Any) -> HttpResponse | None:
    """Say that a colleague must confirm, and show where; nothing if it was done."""
    if not isinstance(done, Proposal):
        return None
    messages.info(request, PROPOSED)
    return redirect("bank-proposals")


@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """What people and programs of the bank have proposed, the last first; `?page=` pages of 25."""
    at = clock.now()
    actor = acting.actor_of(request, at)
    own = selectors.own_guarantor(actor=actor)
    if own is None:
        raise NotAllowed(_("Only a guarantor's people propose and confirm here."))
    page = Paginator(selectors.bank_proposals(actor=actor), PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    known = Guarantee.objects.select_related("office__country", "principal").in_bulk([row.subject for row in rows])
    with register.held():
        asked_for = _asked_for(rows)
        lines = [
            {
                "row": row,
                "guarantee": row.subject if row.subject in known else None,
                "about": known.get(row.subject) or asked_for.get(row.pk),
                "open": is_open,
                "ends_at": _ends_at(row, known, at) if is_open else None,
                "own": row.proposed_by == actor.user,
            }
            for row in rows
            for is_open in [row.status == Proposal.Status.OPEN and at < row.lapses_at]
        ]
    context = {
        "guarantor": own,
        "page": page,
        "lines": lines,
        "may": actor.may(EmployeeRole.LODGE),
        "chooses": actor.may(EmployeeRole.ADMINISTER),
        **acting.frame(actor, at=at, current="bank-proposals"),
    }
    return render(request, "guarantees/proposals.html", context)


def _asked_for(rows: list[Proposal]) -> dict[uuid.UUID, Guarantee]:
    """By proposal the guarantee that is to be issued, as its own page would show it; it is not there yet."""
    terms = {row.pk: two_persons.asked(row) for row in rows if "terms" in row.data}
    firms = {row.number: row for row in Firm.objects.filter(number__in={row.principal for row in terms.values()})}
    places = register.current().offices if terms else {}
    return {
        key: Guarantee(
            **dataclasses.asdict(row) | {"office": places.get(row.office), "principal": firms.get(row.principal)}
        )
        for key, row in terms.items()
    }


def _ends_at(row: Proposal, known: Mapping[uuid.UUID, Guarantee], at: datetime) -> datetime | None:
    """When the guarantee ends if this is a notice, and is confirmed now."""
    guarantee = known.get(row.subject)
    if guarantee is None or row.verb != "cancel_guarantee":
        return None
    return life.notice_ends_at(guarantee=guarantee, at=at)


@require_POST
def confirm(request: HttpRequest, proposal: uuid.UUID) -> HttpResponse:
    """The second person: it is done."""
    at = clock.now()
    act = partial(two_persons.confirm, proposal=proposal, actor=acting.actor_of(request, at), at=at)
    return _decide(request, act, _("Confirmed."))


@require_POST
def refuse(request: HttpRequest, proposal: uuid.UUID) -> HttpResponse:
    """A colleague refuses, or the first person takes it back; a reason is needed."""
    at = clock.now()
    said = WhyGiven(data={"reason": request.POST.get("reason", "").strip().replace("\r\n", "\n")})
    reason = said.validated_data["reason"] if said.is_valid() else _("no reason given")
    actor = acting.actor_of(request, at)
    act = partial(two_persons.refuse, proposal=proposal, reason=reason, actor=actor, at=at)
    return _decide(request, act, _("The proposal is closed; nothing else has changed."))


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Two people from now on; or one again, when another administrator has confirmed it."""
    at = clock.now()
    two = request.POST.get("two_persons") == "yes"
    act = partial(two_persons.choose, two_persons=two, actor=acting.actor_of(request, at), at=at)
    return _decide(request, act, _("From now on two of your people issue, raise, cancel and take a notice back."))


def _decide(request: HttpRequest, act: Callable[[], Any], said: str) -> HttpResponse:
    """Done, proposed, or overtaken: the page says which and shows how things stand."""
    try:
        done = act()
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        why = "; ".join(row.text for row in refusal.findings) or refusal.detail
        messages.warning(request, _("Nothing was done: %(why)s") % {"why": why})
    else:
        if isinstance(done, Proposal) and done.status == Proposal.Status.OPEN:
            messages.info(request, PROPOSED)
        else:
            messages.success(request, said)
    return redirect("bank-proposals")
