"""Who acts in the admin, and when: read once a request, and kept in its META beside what the server put there."""

from datetime import datetime

from django.http import HttpRequest

from acts.common import clock
from acts.common.refusals import NotAllowed
from offices import identity
from offices.actors import Actor
from offices.models import User

# No header can bear these names: those of a request all begin with HTTP_.
NOW, ACTOR = "acts.now", "acts.actor"


def now(request: HttpRequest) -> datetime:
    """The instant at which the request is answered."""
    at: datetime | None = request.META.get(NOW)
    if at is None:
        at = clock.now()
        request.META[NOW] = at
    return at


def actor_of(request: HttpRequest) -> Actor:
    """The actor behind a request, built once."""
    actor: Actor | None = request.META.get(ACTOR)
    if actor is None:
        if not isinstance(request.user, User):
            raise NotAllowed("log in first")
        actor = identity.actor_behind(request, request.user, at=now(request))
        request.META[ACTOR] = actor
    return actor
