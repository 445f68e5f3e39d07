"""The page of one guarantee: what it covers, what it holds, what may be done now, and what may not and why."""

import uuid
from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from acts.common import clock
from acts.common.refusals import NotFound
from guarantees import selectors, worklists
from guarantees.models import Guarantee
from guarantees.views.act import Act
from offices.actors import Actor
from offices.pages import act, acting
from offices.pages.act import Failed

PAGE = 25


def found(actor: Actor, guarantee: uuid.UUID) -> Guarantee:
    """The guarantee, if the actor may know of it."""
    row = selectors.visible(actor=actor).filter(pk=guarantee).first()
    if row is None:
        raise NotFound("no such guarantee")
    return row


@require_safe
def guarantee(request: HttpRequest, guarantee: uuid.UUID) -> HttpResponse:
    """One guarantee, 404 if the actor may not know of it; `?uses=2` pages what it holds."""
    at = clock.now()
    actor = acting.actor_of(request, at)
    return draw(request, actor=actor, guarantee=found(actor, guarantee), at=at)


def draw(
    request: HttpRequest,
    *,
    actor: Actor,
    guarantee: Guarantee,
    at: datetime,
    failed: Failed | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; `failed` is the form that could not be done, shown open with what is wrong."""
    frame = acting.frame(actor, at=at)
    due = worklists.answer_due_at(guarantee)
    context = {
        **frame,
        "guarantee": guarantee,
        "due_at": due,
        "late": due is not None and due < at,
        "uses": Paginator(selectors.live_uses(guarantee=guarantee), PAGE).get_page(request.GET.get("uses")),
        "history": selectors.history_of(actor=actor, guarantee=guarantee)[::-1],
        **act.offers(actor, guarantee, acts=Act.known, zones=frame["zones"], at=at, failed=failed),
    }
    return render(request, "guarantees/guarantee.html", context, status=status)
