"""The page of one guarantee: what it covers, what it holds, what may be done now, and what may not and why."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from acts.common import clock
from acts.common.refusals import NotFound
from guarantees import permissions, proposed, selectors, thresholds, worklists
from guarantees.models import Evidence, Guarantee
from guarantees.services import access
from guarantees.views import curve, reliefs
from guarantees.views.act import Act
from guarantees.views.told import TOLD
from offices import register
from offices.actors import Actor
from offices.downloads import handed_out
from offices.models import Office
from offices.pages import act, acting, timeline
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
    """One guarantee, 404 if the actor may not know of it; `?uses=2`, `?codes=2`, `?history=2` page what it has."""
    at = clock.now()
    actor = acting.actor_of(request, at)
    return draw(request, actor=actor, guarantee=found(actor, guarantee), at=at)


@require_safe
def paper(request: HttpRequest, guarantee: uuid.UUID, paper: uuid.UUID) -> HttpResponseBase:
    """A paper kept with the guarantee, to be saved; for its office, the principal and auditors."""
    actor = acting.actor_of(request, clock.now())
    row = proposed.paper(actor=actor, guarantee=found(actor, guarantee), paper=paper)
    return handed_out(row.file, name=row.name, content_type=row.content_type)


def draw(
    request: HttpRequest,
    *,
    actor: Actor,
    guarantee: Guarantee,
    at: datetime,
    failed: Failed | None = None,
    made: access.Made | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; `failed` is the form that could not be done, shown open with what is wrong; `made` a code just made."""
    frame = acting.frame(actor, at=at)
    administers = permissions.principal(actor, guarantee)
    with register.held():
        posts = register.current().offices
        due = worklists.answer_due_at(guarantee)
        alerts = thresholds.alerts(guarantee=guarantee, at=at)
        offered = act.offers(actor, guarantee, acts=Act.known, zones=frame["zones"], at=at, failed=failed)
        uses = _uses(request, actor, guarantee)
    context = {
        **frame,
        "guarantee": guarantee,
        "due_at": due,
        "late": due is not None and due < at,
        "alerts": alerts,
        "proposals": reliefs.open_proposals(actor, guarantee, at),
        "evidence": _papers(actor, guarantee),
        # Whoever looks, what happens to a guarantee happens at its office.
        "home": guarantee.office.country_id,
        "uses": uses,
        # A bank knows no movement, so nothing of its state.
        "uses_have_states": any(use["state"] for use in uses),
        "curve": curve.of(selectors.headroom(guarantee=guarantee, at=at), reference_amount=guarantee.reference_amount),
        "codes": _codes(request, actor, guarantee) if administers else None,
        "made": made,
        "history": _history(request, actor, guarantee, posts),
        **offered,
    }
    return render(request, "guarantees/guarantee.html", context, status=status)


def _papers(actor: Actor, guarantee: Guarantee) -> list[Evidence]:
    """The papers, for who may read them: a bank sees none."""
    if not permissions.reads_evidence(actor, guarantee):
        return []
    return list(proposed.papers(actor=actor, guarantee=guarantee))


def _uses(request: HttpRequest, actor: Actor, guarantee: Guarantee) -> Page[dict[str, Any]]:
    """What the guarantee holds and which country set it, with the movements the actor may know: joined by the app that
    the settings name, because guarantees know none.
    """
    found: Sequence[dict[str, Any]] = import_string(settings.USES)(actor, selectors.live_uses(guarantee=guarantee))
    page = Paginator(found, PAGE).get_page(request.GET.get("uses"))
    countries = register.current().countries
    page.object_list = [
        use | {"set_by": getattr(countries.get(use["country"]), "name", use["country"])} for use in page
    ]
    return page


def _codes(request: HttpRequest, actor: Actor, guarantee: Guarantee) -> Page[Any]:
    """The access codes that still open it, the last first; `?codes=2` pages them."""
    rows = selectors.codes_of(actor=actor, guarantee=guarantee).filter(withdrawn_at=None)
    return Paginator(rows, PAGE).get_page(request.GET.get("codes"))


def _history(request: HttpRequest, actor: Actor, guarantee: Guarantee, posts: Mapping[str, Office]) -> Page[Any]:
    """What happened to it, the last first; `?history=2` pages it."""
    rows: QuerySet[Any] = selectors.history(guarantee=guarantee)
    page = Paginator(rows, PAGE).get_page(request.GET.get("history"))
    entries = selectors.told(actor=actor, guarantee=guarantee, entries=page.object_list)
    page.object_list = timeline.events(entries, TOLD, posts)
    return page
