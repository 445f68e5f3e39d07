"""The thin pages: own movements, and one movement with its history."""

import uuid
from typing import cast

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from acts.common import clock
from acts.common.address import client_address
from offices import actors
from offices.models import User
from transit.selectors import movements

PAGE = 25


def _actor(request: HttpRequest) -> actors.Actor:
    # The log-in middleware lets nobody else come this far.
    return actors.of(cast(User, request.user), at=clock.now(), address=client_address(request))


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Own movements, last changed first; `?find=` takes a whole MRN, LRN or plate, `?page=` pages of 25."""
    rows = movements.visible(_actor(request)).order_by("-changed_at", "-pk")
    find = request.GET.get("find", "").replace("\0", "").strip()
    if find:
        plate = find.upper().replace(" ", "")
        rows = rows.filter(Q(mrn=plate) | Q(lrn=find) | Q(vehicle_registration=plate) | Q(trailer_registration=plate))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "transit/home.html", {"page": page, "find": find, "now": clock.now()})


@require_safe
def movement(request: HttpRequest, movement: uuid.UUID) -> HttpResponse:
    """One movement: where it stands, what it should look like now, its route, its history; 404 if not one's own."""
    at = clock.now()
    actor = _actor(request)
    row = movements.detail(actor, movement, at=at)
    context = {
        "movement": row,
        "history": movements.history_of(actor, row)[::-1],
        "officer": movements.is_officer(actor),
        "now": at,
    }
    return render(request, "transit/movement.html", context)
