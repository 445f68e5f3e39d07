"""Who acts in an API request."""

import uuid
from datetime import datetime

from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from acts.common.address import client_address
from acts.common.findings import FindingClass
from acts.common.refusals import NotAllowed, RulesBroken
from offices import actors, identity
from offices.models import User

POSTING_HEADER = "Acting-Posting"


def actor(request: Request, at: datetime, *, posted: bool = True) -> actors.Actor:
    """The actor behind a request. A write is done in one posting: the header names it where there are several.

    Not `posted`: what one does as oneself, whatever the postings.
    """
    if not isinstance(request.user, User):
        raise NotAllowed("log in first")
    posting = _named_posting(request) if posted else None
    if isinstance(request.auth, actors.Machine):
        return actors.of_machine(request.user, request.auth, address=client_address(request))
    found = identity.actor_behind(request, request.user, at=at)
    if posting is None and (not posted or request.method in SAFE_METHODS):
        return found
    return found.acting(posting)


def _named_posting(request: Request) -> uuid.UUID | None:
    value = request.headers.get(POSTING_HEADER)
    if value is None:
        return None
    try:
        return uuid.UUID(value)
    except ValueError as error:
        text = "the header must hold the id of one of your postings"
        raise RulesBroken.one("R-POSTING-01", POSTING_HEADER, text, None, FindingClass.RULE_BROKEN) from error
