"""Who is behind a request: logged in with a second factor where one is due, proven afresh where an act asks (spec 14).

A proof is good in the session, or with the API token, in which it was given, and nowhere else.
"""

from datetime import datetime
from typing import Any

import django_otp
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.models import Device
from knox.models import AuthToken
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request

from acts.common import clock
from acts.common.address import client_address
from acts.common.findings import Finding, FindingClass
from acts.common.refusals import NotAllowed, RulesBroken
from offices import actors, sign_ins
from offices.actors import Actor, Proof, unproven
from offices.models import TokenProof, User
from offices.proofs import GOOD_FOR, SecondFactorNeeded, is_fresh
from offices.services import factors

SESSION_KEY = "proved_at"


def actor_behind(request: HttpRequest | Request, user: User, *, at: datetime) -> Actor:
    """The actor a logged-in person is to any face, with the proof given in this session or with this token.

    SecondFactorNeeded in a session whose person needs one and has not given it. A token was handed out to its person
    by hand (`manage.py token`); what weighs most asks it for a proof like everybody.
    """
    actor = half_behind(request, user, at=at)
    if not has_entered(request) and actor.needs_second_factor:
        raise SecondFactorNeeded
    return actor


def half_behind(request: HttpRequest | Request, user: User, *, at: datetime) -> Actor:
    """The same, whether or not the log-in is finished: for the pages that finish it."""
    asked: Any = getattr(request, "_request", request)
    return actors.of(user, at=at, address=client_address(asked), proof=behind(request))


def has_entered(request: HttpRequest | Request) -> bool:
    """Whether this log-in is finished: by a second factor in this session, or by holding a token."""
    by_session = not isinstance(request, Request) or isinstance(request.successful_authenticator, SessionAuthentication)
    return not by_session or DEVICE_ID_SESSION_KEY in request.session


def enter(request: HttpRequest, device: Device, *, at: datetime) -> None:
    """The second factor was given: the log-in is finished, under a new session key, and proven."""
    request.session.cycle_key()
    django_otp.login(request, device)
    keep(request, at=at)
    sign_ins.record("second_factor", request.user.get_username(), client_address(request), at=at)


# Where proofs are kept


def behind(request: HttpRequest | Request) -> Proof:
    """The proof behind a request, read when it is asked for: that of its API token, else of its session."""
    token = getattr(request, "auth", None)
    if isinstance(token, AuthToken):
        given = TokenProof.objects.filter(token=token).values_list("proved_at", flat=True)
        return lambda at: is_fresh(given.first(), at)
    session: SessionBase | None = getattr(request, "session", None)
    return (lambda at: is_fresh(of_session(session), at)) if session is not None else unproven


def of_session(session: SessionBase) -> datetime | None:
    """When the person of a session last gave a proof."""
    kept = session.get(SESSION_KEY)
    return datetime.fromisoformat(kept) if kept is not None else None


def keep(request: HttpRequest | Request, *, at: datetime) -> None:
    """The person behind the request has proved who he is: good for this token, or this session, alone."""
    token = getattr(request, "auth", None)
    if isinstance(token, AuthToken):
        TokenProof.objects.update_or_create(token=token, defaults={"proved_at": at})
    else:
        request.session[SESSION_KEY] = at.isoformat()


# Giving one


def connect() -> None:
    """Listen to log-ins, once per process."""
    user_logged_in.connect(_logged_in, dispatch_uid="offices.identity")


def _logged_in(*, request: HttpRequest | None, **_: Any) -> None:
    """Who has just logged in has just proved who he is."""
    if request is not None and hasattr(request, "session"):
        keep(request, at=clock.now())


def prove(request: HttpRequest | Request, *, password: str = "", code: str = "", at: datetime) -> datetime:
    """Check the code of the person behind the request, or else the password, and keep the proof; until when it is good.

    Refuses (RulesBroken) a wrong one. Wrong passwords count as those of the log-in do, and lock it alike; wrong codes
    make the next one wait.
    """
    user = request.user
    if not isinstance(user, User):
        raise NotAllowed("log in first")
    asked: Any = getattr(request, "_request", request)
    if code:
        check_code(request, code, at=at)
    elif not knows_password(asked, user, password):
        text = "is not your password; after five wrong tries it is locked for 15 minutes"
        raise RulesBroken([Finding(FindingClass.RULE_BROKEN, "R-PROOF-01", "password", text, None)])
    keep(request, at=at)
    sign_ins.record("step_up", user.get_username(), client_address(asked), at=at)
    return at + GOOD_FOR


def knows_password(request: HttpRequest, user: User, password: str) -> bool:
    """Whether this is the password of `user`; a wrong one counts as at the log-in, and five lock it alike."""
    return authenticate(request, username=user.get_username(), password=password) == user


def check_code(request: HttpRequest | Request, code: str, *, at: datetime) -> Device:
    """The device of the person behind the request whose code this is; a wrong one is recorded as a failed log-in is."""
    asked: Any = getattr(request, "_request", request)
    user: Any = request.user
    try:
        return factors.check(user=user, code=code)
    except RulesBroken:
        sign_ins.record("second_factor_failed", user.get_username(), client_address(asked), at=at)
        raise
