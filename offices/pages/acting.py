"""What every page needs: who acts, and in which time zones instants are shown."""

from datetime import datetime
from typing import Any, cast

from django.http import HttpRequest

from offices import identity, register
from offices.actors import Actor
from offices.models import User
from offices.pages import side


def actor_of(request: HttpRequest, at: datetime) -> Actor:
    """The actor behind a page; the posting is chosen by the act, from the office where it is done."""
    # The log-in middleware lets nobody else come this far.
    return identity.actor_behind(request, cast(User, request.user), at=at)


def zones() -> dict[str, str]:
    """The time zone of each member state: what happens at an office is shown in the office's own time."""
    return {code: country.time_zone for code, country in register.current().countries.items()}


def frame(actor: Actor, *, at: datetime, current: str = "") -> dict[str, Any]:
    """What the templates of every page read: the instant, the zones, the side with its `current` entry."""
    countries = register.current().countries
    return {
        "now": at,
        "zones": {code: row.time_zone for code, row in countries.items()},
        "countries": {code: row.name for code, row in countries.items()},
        "home": actor.home_country,
        **side.context(actor, at=at, current=current),
    }
