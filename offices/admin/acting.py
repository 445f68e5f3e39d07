"""Who acts in the admin, and when: read once a request."""

from datetime import datetime

from django.http import HttpRequest

from acts.common import clock
from acts.common.address import client_address
from acts.common.refusals import NotAllowed
from offices import actors
from offices.actors import Actor
from offices.models import User


def now(request: HttpRequest) -> datetime:
    """The instant at which the request is answered."""
    at: datetime | None = getattr(request, "_acts_now", None)
    if at is None:
        at = clock.now()
        request._acts_now = at  # type: ignore[attr-defined]  # kept for this request only
    return at


def actor_of(request: HttpRequest) -> Actor:
    """The actor behind a request, built once."""
    actor: Actor | None = getattr(request, "_acts_actor", None)
    if actor is None:
        if not isinstance(request.user, User):
            raise NotAllowed("log in first")
        actor = actors.of(request.user, at=now(request), address=client_address(request))
        request._acts_actor = actor  # type: ignore[attr-defined]  # kept for this request only
    return actor
