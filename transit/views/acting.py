"""What every page needs: who acts, in which time zones instants are shown, where an act leads back to."""

import uuid
from datetime import datetime
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from acts.common.address import client_address
from offices import actors
from offices.actors import Actor
from offices.models import Country, User


def actor_of(request: HttpRequest, at: datetime) -> Actor:
    """The actor behind a page; the posting is chosen by the act, from the movement's office."""
    # The log-in middleware lets nobody else come this far.
    return actors.of(cast(User, request.user), at=at, address=client_address(request))


def back(request: HttpRequest, movement: uuid.UUID) -> HttpResponse:
    """To the page an act was sent from: the movement's own, or the admin's of the same movement."""
    if request.POST.get("back") == "admin":
        return redirect("admin:transit_movement_change", movement)
    return redirect("movement", movement)


def zones() -> dict[str, str]:
    """The time zone of each member state: what happens at an office is shown in the office's own time."""
    return dict(Country.objects.values_list("pk", "time_zone"))


def home_country(actor: Actor) -> str:
    """The country whose time an actor reads lists in; nothing: UTC."""
    if actor.postings:
        return str(actor.postings[0].office.country_id)
    firm = actor.user.firm if actor.user is not None else None
    return firm.country_id if firm is not None else ""
