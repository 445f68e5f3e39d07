"""The page of one movement: where it stands, what may be done now, and what may not and why."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from acts.common import clock
from acts.common.models import Proposal
from acts.common.refusals import NotFound
from guarantees import selectors as guarantees
from offices.actors import Actor
from offices.enums import OfficerRole
from transit import permissions
from transit.enums import State
from transit.models import Item, Movement
from transit.selectors import declarations, movements
from transit.views import acting, route_line, side
from transit.views.act import Act
from transit.views.forms.base import ActForm

PAGE = 25


@dataclass(frozen=True, slots=True)
class Offer:
    """One act as the page shows it: a form to send, or the reason why it is not possible now."""

    act: type[Act]
    title: str
    url: str
    form: ActForm | None = None
    hindrance: str = ""
    open: bool = False
    place: str = ""


def form_of(
    act: type[Act], movement: Movement, place: str, zones: Mapping[str, str], *, data: Any = None, files: Any = None
) -> ActForm:
    """The form of an act; instants are typed in the time of the office where it is done."""
    office = place or act.office(movement)
    zone = zones.get(str(office or "")[:2], "UTC")
    name = f"{act.slug}-{place}" if place else act.slug
    return act.asks(data, files, movement=movement, zone=zone, name=name)


def url_of(act: type[Act], movement: Movement, place: str) -> str:
    """Where the form of an act is sent."""
    return reverse(act.slug, args=[movement.pk, place] if place else [movement.pk])


@require_safe
def movement(request: HttpRequest, movement: uuid.UUID) -> HttpResponse:
    """One movement, 404 if the actor may not know of it; `?goods=2` pages its items."""
    at = clock.now()
    actor = acting.actor_of(request, at)
    seen = request.GET.get("seen") if request.headers.get("HX-Request") else None
    # The page asks whether anything has happened since it was drawn.
    if seen is not None and movements.known(actor, movement, at=at).is_at(seen):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return draw(request, actor=actor, movement=movements.detail(actor, movement, at=at), at=at)


@require_safe
def attachment(request: HttpRequest, movement: uuid.UUID, file: uuid.UUID) -> HttpResponseBase:
    """A file of the declaration, to be kept, never shown in the page's own name; for who sees the goods."""
    at = clock.now()
    found = declarations.attachment(acting.actor_of(request, at), movement, file, at=at)
    try:
        content = found.file.open()
    except FileNotFoundError as error:
        raise NotFound("the file is no longer kept") from error
    return FileResponse(content, as_attachment=True, filename=found.name, content_type=found.content_type)


def draw(
    request: HttpRequest,
    *,
    actor: Actor,
    movement: Movement,
    at: datetime,
    failed: tuple[type[Act], str, ActForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; `failed` is the form that could not be done, shown open with what is wrong."""
    sees_goods, zones = declarations.sees_goods(actor, movement), acting.zones()
    found = route_line.stops(movement, route_line.declared(movement) if sees_goods else ())
    context = {
        "movement": movement,
        "now": at,
        "zones": zones,
        "home": acting.home_country(actor),
        "officer": declarations.is_officer_of(actor, movement),
        "sees_goods": sees_goods,
        "stops": found,
        "drawing": route_line.draw(found),
        "history": movements.history_of(actor, movement)[::-1],
        "fills_in": movement.state == State.DRAFT and permissions.principal_prepares(actor, movement),
        "query": urlencode({name: request.GET[name] for name in ("goods",) if name in request.GET}),
        "refreshed": bool(request.headers.get("HX-Request")),
        "proposals": proposals(actor, movement, at),
        **offers(actor, movement, at, zones, failed),
        **(_goods(request, actor, movement) if sees_goods else {}),
        **side.context(actor, at=at),
    }
    return render(request, "transit/movement.html", context, status=status)


def offers(
    actor: Actor,
    movement: Movement,
    at: datetime,
    zones: Mapping[str, str],
    failed: tuple[type[Act], str, ActForm] | None = None,
) -> dict[str, Any]:
    """The next act, open; the others that are possible, closed; those that are not, with the reason."""
    possible, hindered = [], []
    for act, place in _places(movement):
        if not act.may(act.acting(actor, movement, place), movement, place, at=at):
            continue
        title, url = act.called(movement, place), url_of(act, movement, place)
        is_failed = failed is not None and failed[:2] == (act, place)
        if hindrance := act.hindrance(movement, place):
            hindered.append(Offer(act, title, url, hindrance=hindrance, place=place))
            continue
        form = failed[2] if failed is not None and is_failed else form_of(act, movement, place, zones)
        possible.append(Offer(act, title, url, form, open=is_failed, place=place))
    first = next((offer for offer in possible if offer.open), possible[0] if possible else None)
    if first is not None and first.act.danger and not first.open:
        first = None
    return {"next": first, "others": [offer for offer in possible if offer is not first], "hindered": hindered}


def _places(movement: Movement) -> Sequence[tuple[type[Act], str]]:
    """Every act at every place where it is done, the most likely first."""
    return [(act, place) for act in sorted(Act.known, key=lambda act: act.rank) for place in act.places(movement)]


def _goods(request: HttpRequest, actor: Actor, movement: Movement) -> dict[str, Any]:
    """Items of one page, totals, declared guarantees with the balances the actor may see, attached files."""
    rows = Item.objects.filter(declaration=movement.pk).select_related("consignment").order_by("number")
    goods = Paginator(rows, PAGE).get_page(request.GET.get("goods"))
    declared = list(movement.declaration.guarantees.all())
    grns = [row.grn for row in declared]
    known = {row.grn: row for row in guarantees.visible(actor=actor).filter(grn__in=grns)} if actor.firms else {}
    return {
        "goods": goods,
        "firms": declarations.firm_names(item.consignment for item in goods),
        "gross_mass": movement.declaration.consignments.aggregate(total=Sum("gross_mass"))["total"],
        "guarantees": [(row.grn, known.get(row.grn)) for row in declared],
        "attachments": list(movement.attachments.order_by("uploaded_at", "pk")),
    }


def proposals(actor: Actor, movement: Movement, at: datetime) -> list[dict[str, Any]]:
    """The open proposals, for officers of the office of departure: who may confirm, who may take back."""
    posts = [row for row in actor.postings if row.office_id == movement.office_of_departure_id]
    if not posts or actor.user is None:
        return []
    supervisor = any(OfficerRole.SUPERVISOR in row.roles for row in posts)
    rows = Proposal.objects.filter(subject=movement.pk, status=Proposal.Status.OPEN, lapses_at__gt=at)
    return [
        {"row": row, "own": row.proposed_by_id == actor.user.pk, "supervisor": supervisor}
        for row in rows.select_related("proposed_by").order_by("proposed_at")
    ]
