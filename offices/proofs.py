"""Step-up: what weighs most is done only by who proved a moment ago who he is (spec section 14).

A proof is the password, or a code of the second factor, given anew. It is good for five minutes in the session, or with
the API token, in which it was given, and nowhere else. Which verbs need one is data of their tables of states.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from knox.models import AuthToken
from rest_framework.request import Request

from acts.common import clock
from acts.common.address import client_address
from acts.common.findings import Finding, FindingClass
from acts.common.refusals import NotAllowed, RulesBroken
from offices import actors, sign_ins
from offices.actors import Actor, Proof, unproven
from offices.models import TokenProof, User

GOOD_FOR = timedelta(minutes=5)
SESSION_KEY = "proved_at"


class StepUpNeeded(NotAllowed):
    """The actor may do this, once he has proved again who he is; nothing was done."""

    code = "step-up-needed"
    title = "Prove again that it is you."


def is_fresh(proved_at: datetime | None, at: datetime) -> bool:
    """Whether a proof of `proved_at` still counts; one from the future never does: a clock was wrong."""
    return proved_at is not None and timedelta(0) <= at - proved_at < GOOD_FOR


def refuse_unproven(actor: Actor, *, verb: str, at: datetime) -> None:
    """StepUpNeeded without a fresh proof of the person. The system's own acts never need one."""
    if actor.is_system or actor.proof(at):
        return
    minutes = int(GOOD_FOR.total_seconds() // 60)
    raise StepUpNeeded(
        f"'{verb.replace('_', ' ')}' needs your password or second factor, given in the last {minutes} minutes; by the "
        "API: POST it to /api/v1/step-up/ with the same token, then send this request again"
    )


def actor_behind(request: HttpRequest | Request, user: User, *, at: datetime) -> Actor:
    """The actor a logged-in person is to any face, with the proof given in this session or with this token."""
    asked: Any = getattr(request, "_request", request)
    return actors.of(user, at=at, address=client_address(asked), proof=behind(request))


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
    user_logged_in.connect(_logged_in, dispatch_uid="offices.proofs")


def _logged_in(*, request: HttpRequest | None, **_: Any) -> None:
    """Who has just logged in has just proved who he is."""
    if request is not None and hasattr(request, "session"):
        keep(request, at=clock.now())


def prove(request: HttpRequest | Request, *, password: str, at: datetime) -> datetime:
    """Check the password of the person behind the request and keep the proof; until when it is good.

    Refuses (RulesBroken) a wrong one. Wrong tries count as those of the log-in do, and lock it alike.
    """
    user = request.user
    if not isinstance(user, User):
        raise NotAllowed("log in first")
    asked: Any = getattr(request, "_request", request)
    if authenticate(asked, username=user.get_username(), password=password) != user:
        text = "is not your password; after five wrong tries it is locked for 15 minutes"
        raise RulesBroken([Finding(FindingClass.RULE_BROKEN, "R-PROOF-01", "password", text, None)])
    keep(request, at=at)
    sign_ins.record("step_up", user.get_username(), client_address(asked), at=at)
    return at + GOOD_FOR
