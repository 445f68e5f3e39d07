"""Acts of the principal on one of its guarantees: access codes (IE026), thresholds of alerts (spec section 9)."""

import uuid
from datetime import datetime
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from acts.common import clock
from guarantees import permissions
from guarantees.enums import GuaranteeState
from guarantees.models import Guarantee
from guarantees.services import access, alerts
from guarantees.views import page
from guarantees.views.forms import principal as forms
from guarantees.views.verb import Verb
from offices.actors import Actor
from offices.pages import acting


class _ByPrincipal(Verb):
    allow = permissions.principal
    states: ClassVar[tuple[GuaranteeState, ...]] = (GuaranteeState.ACTIVE, GuaranteeState.SUSPENDED)


class _Drawn(_ByPrincipal):
    """An act that makes a code: the answer itself shows it, this once; it is kept nowhere, not even in the session."""

    def after(self, request: HttpRequest, guarantee: Guarantee, done: access.Made) -> HttpResponse:
        at = clock.now()
        actor = acting.actor_of(request, at)
        return page.draw(request, actor=actor, guarantee=page.found(actor, guarantee.pk), at=at, made=done)


class MakeCode(_Drawn):
    slug, rank = "make-code", 20
    title = _("Draw an access code")
    tells = _("Whoever has the code can use this guarantee. It is shown once; tells nobody.")
    asks = forms.NewCode

    def do(self, *, actor: Actor, guarantee: uuid.UUID, body: dict[str, Any], at: datetime) -> access.Made:
        return access.make(guarantee=guarantee, label=body["given_to"], actor=actor, at=at)


class SetThresholds(_ByPrincipal):
    slug, rank = "alerts", 30
    states = tuple(GuaranteeState)
    title = _("Set when you are warned")
    tells = _("You and the bank are warned then; tells nobody now.")
    done = _("Set.")
    asks = forms.Thresholds

    def do(self, *, actor: Actor, guarantee: uuid.UUID, body: dict[str, Any], at: datetime) -> Guarantee:
        return alerts.set_thresholds(guarantee=guarantee, **body, actor=actor, at=at)


class RenewCode(_Drawn):
    """Of one code; its button stands beside it in the list of codes."""

    slug, listed = "renew-code", False
    title = _("Renew")

    def post(self, request: HttpRequest, guarantee: uuid.UUID, code: int = 0) -> HttpResponse:
        self.code = code
        return self.handle(request, guarantee)

    def do(self, *, actor: Actor, guarantee: uuid.UUID, body: dict[str, Any], at: datetime) -> access.Made:
        return access.renew(guarantee=guarantee, code=self.code, actor=actor, at=at)


class WithdrawCode(_ByPrincipal):
    """The same."""

    slug, listed = "withdraw-code", False
    title = _("Withdraw")
    done = _("The code has ended.")

    def post(self, request: HttpRequest, guarantee: uuid.UUID, code: int = 0) -> HttpResponse:
        self.code = code
        return self.handle(request, guarantee)

    def do(self, *, actor: Actor, guarantee: uuid.UUID, body: dict[str, Any], at: datetime) -> None:
        access.withdraw(guarantee=guarantee, code=self.code, actor=actor, at=at)
