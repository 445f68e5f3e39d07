"""Who acts in an API request."""

import uuid
from datetime import datetime
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from acts.common.findings import FindingClass
from acts.common.refusals import NotAllowed, RulesBroken
from offices import actors
from offices.models import User

POSTING_HEADER = "Acting-Posting"


def actor(request: Request, at: datetime) -> actors.Actor:
    """The actor behind a request. A write is done in one posting: the header names it where there are several."""
    if not isinstance(request.user, User):
        raise NotAllowed("log in first")
    found = actors.of(request.user, at=at, address=address(request))
    posting = _named_posting(request)
    if posting is None and request.method in SAFE_METHODS:
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


def address(request: HttpRequest | Request) -> str:
    """The client's address: the peer's, or what the last trusted proxy was told by the first untrusted hop."""
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    found = str(request.META.get("REMOTE_ADDR", ""))
    while hops and found in settings.TRUSTED_PROXIES:
        try:
            found = str(ip_address(hops.pop()))
        except ValueError:
            break
    return found
