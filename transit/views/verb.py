"""The face of every verb on a movement's page."""

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from acts.common.refusals import Refusal, RulesBroken, WrongState
from offices.actors import Actor
from offices.pages import verb
from offices.pages.act import Failed
from offices.pages.tags import words
from transit.models import LateFact, Movement
from transit.selectors import movements
from transit.services.departure import ReleaseRefused
from transit.views import acting, page
from transit.views.act import Act


class Verb(Act, verb.Verb[Movement]):
    """POST does it and leads back to the movement, or to the admin's page of it."""

    def get(self, request: HttpRequest, movement: uuid.UUID, office: str = "") -> HttpResponse:
        return redirect("movement", movement)

    def post(self, request: HttpRequest, movement: uuid.UUID, office: str = "") -> HttpResponse:
        return self.handle(request, movement, office)

    def found(self, actor: Actor, key: uuid.UUID, at: datetime) -> Movement:
        return movements.standing(actor, key, at=at)

    def back(self, request: HttpRequest, movement: Movement) -> HttpResponse:
        return acting.back(request, movement.pk)

    def draw(
        self, request: HttpRequest, movement: Movement, *, actor: Actor, at: datetime, failed: Failed, status: int
    ) -> HttpResponse:
        return page.draw(request, actor=actor, movement=movement, at=at, failed=failed, status=status)

    def fire(self, movement: Movement, *, actor: Actor, place: str, body: dict[str, Any], at: datetime) -> Any:
        return self.do(actor=actor, movement=movement.pk, place=place, body=body, at=at)

    def stale(self, request: HttpRequest, movement: Movement) -> HttpResponse:
        text = _("Nothing was done: this movement has changed since your page was drawn. It is now %(state)s.")
        messages.warning(request, text % {"state": words(movement.state)})
        return self.back(request, movement)

    def overtaken(self, request: HttpRequest, movement: Movement, refusal: Refusal) -> HttpResponse | None:
        """Refused by what somebody else did in this very moment, or by the guarantee (which changes the state)."""
        if not isinstance(refusal, WrongState | ReleaseRefused):
            return None
        if isinstance(refusal, RulesBroken):
            reasons = "; ".join(f"{finding.code} {finding.text}" for finding in refusal.findings)
            messages.error(request, f"{_(refusal.title)} {reasons}")
            return self.back(request, movement)
        return self.stale(request, Movement.objects.get(pk=movement.pk))

    def after(self, request: HttpRequest, movement: Movement, done: Any) -> HttpResponse:
        if isinstance(done, LateFact):
            messages.info(request, _("Kept as a late fact: the office of departure decides about it."))
            return self.back(request, movement)
        if isinstance(done, Movement) and acting.tell_refused_guarantee(request, done):
            return self.back(request, movement)
        return super().after(request, movement, done)
