"""What takes two of a bank's people, as a page: the choice, what waits, confirmed, refused or taken back."""

import uuid
from collections.abc import Callable
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
from guarantees.services import two_persons
from offices.enums import EmployeeRole
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
    grns = dict(Guarantee.objects.filter(pk__in=[row.subject for row in page]).values_list("pk", "grn"))
    lines = [
        {
            "row": row,
            "asked": [(name, value) for name, value in _asked(row) if value not in ("", None, [], False)],
            "guarantee": row.subject if row.subject in grns else None,
            "grn": grns.get(row.subject),
            "open": row.status == Proposal.Status.OPEN and at < row.lapses_at,
            "own": row.proposed_by == actor.user,
        }
        for row in page
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


def _asked(row: Proposal) -> list[tuple[str, Any]]:
    """What the second person must see: the terms, or the amount as it is and as it shall be."""
    if "terms" in row.data:
        return list(row.data["terms"].items())
    return [(name, row.data[name]) for name in ("from", "amount", "currency") if name in row.data]


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
        messages.warning(request, _("Nothing was done: %(why)s") % {"why": refusal.detail})
    else:
        if isinstance(done, Proposal) and done.status == Proposal.Status.OPEN:
            messages.info(request, PROPOSED)
        else:
            messages.success(request, said)
    return redirect("bank-proposals")
