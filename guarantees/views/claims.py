"""Claims as pages: what is asked of whom, and what the bank does about it (spec section 9)."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from acts.common import clock
from acts.common.refusals import NotFound, Refusal, WrongState
from guarantees import permissions, selectors
from guarantees.claim_states import TABLE
from guarantees.enums import ClaimState
from guarantees.models import Claim
from guarantees.services import claims, contests
from guarantees.views.forms import bank as forms
from offices import register
from offices.actors import Actor
from offices.enums import OfficerRole
from offices.pages import act as pages
from offices.pages import acting, verb
from offices.pages.act import Failed
from offices.pages.tags import words

PAGE = 25


class Act(pages.Act[Claim]):
    """One verb on a claim, possible in `states`; on a cash deposit the officer who keeps it does it."""

    role = OfficerRole.GUARANTEE
    states: ClassVar[tuple[ClaimState, ...]]
    allow: ClassVar[Callable[[Actor, Claim], bool]] = permissions.debtor
    known: ClassVar[list[type["Act"]]] = []

    @classmethod
    def office(cls, claim: Claim) -> str | None:
        return claim.guarantee.office_id

    @classmethod
    def may(cls, actor: Actor, claim: Claim, place: str, *, at: datetime) -> bool:
        return cls.allow(actor, claim)

    @classmethod
    def hindrance(cls, claim: Claim, place: str) -> str:
        if claim.state in cls.states:
            return ""
        return _now("only while: %(states)s") % {"states": ", ".join(words(state) for state in cls.states)}

    @classmethod
    def url(cls, claim: Claim, place: str) -> str:
        return reverse(f"claim-{cls.slug}", args=[claim.pk])


class Verb(Act, verb.Verb[Claim]):
    """POST does it and leads back to the claim."""

    def get(self, request: HttpRequest, claim: uuid.UUID) -> HttpResponse:
        return redirect("claim", claim)

    def post(self, request: HttpRequest, claim: uuid.UUID) -> HttpResponse:
        return self.handle(request, claim)

    def found(self, actor: Actor, key: uuid.UUID, at: datetime) -> Claim:
        return found(actor, key)

    def back(self, request: HttpRequest, claim: Claim) -> HttpResponse:
        return redirect("claim", claim.pk)

    def draw(
        self, request: HttpRequest, claim: Claim, *, actor: Actor, at: datetime, failed: Failed, status: int
    ) -> HttpResponse:
        return draw(request, actor=actor, claim=claim, at=at, failed=failed, status=status)

    def fire(self, claim: Claim, *, actor: Actor, place: str, body: dict[str, Any], at: datetime) -> Any:
        return type(self).service(claim=claim.pk, **self.asked(body), actor=actor, at=at)

    def overtaken(self, request: HttpRequest, claim: Claim, refusal: Refusal) -> HttpResponse | None:
        return self.stale(request, claim) if isinstance(refusal, WrongState) else None


class Acknowledge(Verb):
    slug, rank = "acknowledge", 10
    # The service takes it later, too, from a program that is behind; a person who contests or pays has said so by that.
    states = (ClaimState.NOTIFIED, ClaimState.DEMANDED)
    title = _("Confirm receipt of the claim")
    tells = _("Stands in the history; tells nobody.")
    done = _("Receipt is confirmed.")
    service = claims.acknowledge

    @classmethod
    def hindrance(cls, claim: Claim, place: str) -> str:
        return _now("it is confirmed already") if claim.acknowledged_at is not None else super().hindrance(claim, place)


class Pay(Verb):
    slug, rank = "pay", 12
    states = TABLE["pay"].sources
    title = _("Book a payment")
    tells = _("Tells principal and office.")
    money = _("What is reserved goes down, what is paid goes up.")
    done = _("The payment is booked.")
    asks = forms.Payment
    service = claims.pay


class Contest(Verb):
    slug, rank, danger = "contest", 30, True
    states = TABLE["contest"].sources
    title = _("Contest the claim")
    tells = _("Tells principal and office, which answers.")
    done = _("Contested.")
    asks = forms.Objection
    service = contests.contest

    def asked(self, body: dict[str, Any]) -> dict[str, Any]:
        return {"reason": body["reason"], "upload": body.get("file")}


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The claims one may know of, the last first; `?page=` pages of 25."""
    at = clock.now()
    actor = acting.actor_of(request, at)
    page = Paginator(selectors.claims(actor=actor), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, **acting.frame(actor, at=at, current="claims")}
    return render(request, "guarantees/claims.html", context)


def found(actor: Actor, claim: uuid.UUID) -> Claim:
    """The claim with payments and contests, if the actor may know of it."""
    row = selectors.claims_in_full(actor=actor).filter(pk=claim).first()
    if row is None:
        raise NotFound("no such claim")
    return row


@require_safe
def claim(request: HttpRequest, claim: uuid.UUID) -> HttpResponse:
    """One claim, 404 if the actor may not know of it."""
    at = clock.now()
    actor = acting.actor_of(request, at)
    return draw(request, actor=actor, claim=found(actor, claim), at=at)


def draw(
    request: HttpRequest, *, actor: Actor, claim: Claim, at: datetime, failed: Failed | None = None, status: int = 200
) -> HttpResponse:
    """The page; `failed` is the form that could not be done, shown open with what is wrong."""
    frame = acting.frame(actor, at=at)
    office = register.current().offices.get(claim.office)
    offers = pages.offers(actor, claim, acts=Act.known, zones=frame["zones"], at=at, failed=failed)
    return render(
        request, "guarantees/claim.html", {**frame, "claim": claim, "office": office, **offers}, status=status
    )
