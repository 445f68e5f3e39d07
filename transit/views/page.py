"""The page of one movement: where it stands, what may be done now, and what may not and why."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from acts.common import clock
from guarantees import selectors as guarantees
from offices import register
from offices.actors import Actor
from offices.downloads import handed_out
from offices.enums import OfficerRole
from offices.pages import act, acting, second_person, timeline
from offices.pages.act import Failed
from transit import permissions
from transit.enums import TERMINAL, State
from transit.models import LateFact, Movement
from transit.selectors import declarations, movements, parts, proposals
from transit.views import closure, route_line
from transit.views.act import Act
from transit.views.told import TOLD, late_fact


@require_safe
@register.held()
def movement(request: HttpRequest, movement: uuid.UUID) -> HttpResponse:
    """One movement, 404 if the actor may not know of it; `?goods=2` pages its items."""
    at = clock.now()
    actor = acting.actor_of(request, at)
    seen = request.GET.get("seen") if request.headers.get("HX-Request") else None
    # The page asks whether anything has happened since it was drawn.
    if seen is not None and movements.has_stayed(actor, movement, version=seen):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return draw(request, actor=actor, movement=movements.standing(actor, movement, at=at), at=at)


@require_safe
def attachment(request: HttpRequest, movement: uuid.UUID, file: uuid.UUID) -> HttpResponseBase:
    """A file of the declaration, to be kept, never shown in the page's own name; for who sees the goods."""
    at = clock.now()
    found = declarations.attachment(acting.actor_of(request, at), movement, file, at=at)
    return handed_out(found.file, name=found.name, content_type=found.content_type)


def draw(
    request: HttpRequest,
    *,
    actor: Actor,
    movement: Movement,
    at: datetime,
    failed: Failed | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; `failed` is the form that could not be done, shown open with what is wrong."""
    sees_goods, frame = permissions.sees_goods(actor, movement), acting.frame(actor, at=at)
    offered = offers(actor, movement, at, frame["zones"], failed)
    officer = permissions.is_officer_of(actor, movement)
    entries = movements.history_of(actor, movement)
    refused = _refused(movement, entries)
    found = route_line.stops(movement, route_line.declared(movement) if sees_goods else ())
    context = {
        **frame,
        # Whoever looks, what happens at no post is told by the clock of the office of departure.
        "home": (movement.office_of_departure_id or "")[:2] or frame["home"],
        "movement": movement,
        "officer": officer,
        "sees_goods": sees_goods,
        "stops": found,
        # What stopped the goods on the way is a warning until the movement is over, then a part of its history.
        "stuck": [] if movement.state in TERMINAL else [stop for stop in found if stop.tone == "stuck"],
        "drawing": route_line.draw(found),
        "refusals": timeline.reasons(refused),
        "history": timeline.events(reversed(entries), TOLD, register.current().offices),
        "fills_in": movement.state == State.DRAFT and permissions.principal_prepares(actor, movement),
        "query": urlencode({name: request.GET[name] for name in ("goods",) if name in request.GET}),
        "refreshed": bool(request.headers.get("HX-Request")),
        "proposals": shown_proposals(actor, movement, at),
        "amends": any(offer.act.slug == "amend" for offer in (offered["next"], *offered["others"]) if offer),
        **offered,
        # Asked for only where there can be any: departure marks the movement, destination controls what has arrived.
        "controls": parts.controls(movement.pk) if movement.control_ordered or movement.arrived_at else [],
        **(_for_officers(movement) if officer else {}),
        **(_goods(request, actor, movement, refused) if sees_goods else {}),
    }
    return render(request, "transit/movement.html", context, status=status)


def _refused(movement: Movement, history: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, str]]:
    """Why the movement stands still because of its guarantees, as its history says it; nothing in another state."""
    told = (entry["data"].get("reasons") for entry in reversed(history))
    return next(filter(None, told), []) if movement.state == State.GUARANTEE_REFUSED else []


def offers(
    actor: Actor, movement: Movement, at: datetime, zones: Mapping[str, str], failed: Failed | None = None
) -> dict[str, Any]:
    """What may be done to the movement now, and what may not and why."""
    return act.offers(actor, movement, acts=Act.known, zones=zones, at=at, failed=failed)


def _for_officers(movement: Movement) -> dict[str, Any]:
    return {
        "risk_hits": parts.risk_hits(movement.pk) if movement.channel else [],
        "late_facts": _late(movement) if movement.released_at else [],
    }


def _late(movement: Movement) -> list[tuple[LateFact, str]]:
    offices = register.current().offices
    return [(fact, late_fact(fact.verb, offices[fact.office_id].name)) for fact in movement.told_late]


def _goods(
    request: HttpRequest, actor: Actor, movement: Movement, refused: Sequence[Mapping[str, str]]
) -> dict[str, Any]:
    """Items of one page, totals, declared guarantees with the balances the actor may see, files and papers."""
    consignments = {row.pk: row for row in parts.consignments(movement.pk)}
    pages = Paginator(parts.items(movement.pk), parts.PAGE)
    pages.count = sum(row.items_declared for row in consignments.values())
    goods = pages.get_page(request.GET.get("goods"))
    if goods.number == 1:
        goods.object_list = parts.first_items(movement.pk)
    for item in goods:
        item.consignment = consignments[item.consignment_id]
    declared = parts.guarantees(movement.pk)
    grns = [row.grn for row in declared]
    own = guarantees.visible(actor=actor).select_related(None).filter(grn__in=grns) if actor.firms else ()
    known = {row.grn: row for row in own}
    named = {reason.get("grn") for reason in refused}
    masses = [row.gross_mass for row in consignments.values() if row.gross_mass is not None]
    return {
        "goods": goods,
        "firms": declarations.firm_names(item.consignment for item in goods),
        "gross_mass": sum(masses) if masses else None,
        "guarantees": [(row.grn, known.get(row.grn), row.grn in named) for row in declared],
        "attachments": parts.attachments(movement.pk),
        "snapshots": parts.snapshots(movement.pk) if movement.released_at else [],
    }


def shown_proposals(actor: Actor, movement: Movement, at: datetime) -> list[dict[str, Any]]:
    """The open proposals, for officers of the office of departure: who may confirm, who may take back."""
    posts = [row for row in actor.postings if row.office_id == movement.office_of_departure_id]
    supervisor = any(OfficerRole.SUPERVISOR in row.roles for row in posts)
    return [
        second_person.shown(
            row,
            actor,
            supervises=supervisor,
            facts=row.data,
            what=closure.proposed(row),
            will=closure.consequence(row, movement),
            confirm_url=reverse("proposal-confirm", args=[row.pk]),
            refuse_url=reverse("proposal-refuse", args=[row.pk]),
        )
        for row in proposals.open_on(actor, movement, at=at)
    ]
