"""Acts of the principal on one of its guarantees: access codes (IE026), thresholds of alerts (spec section 9)."""

import uuid
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
    title = _("Make an access code")
    tells = _("Whoever has the code can use this guarantee. It is shown once; tells nobody.")
    asks = forms.NewCode
    service = access.make

    def asked(self, body: dict[str, Any]) -> dict[str, Any]:
        return {"label": body["given_to"]}


class SetThresholds(_ByPrincipal):
    slug, rank = "alerts", 30
    states = tuple(GuaranteeState)
    title = _("Set when you are warned")
    tells = _("You and the bank are warned then; tells nobody now.")
    done = _("Set.")
    asks = forms.Thresholds
    service = alerts.set_thresholds


class _OfCode(_ByPrincipal):
    """Of one code; its button stands beside it in the list of codes."""

    listed = False

    def get(self, request: HttpRequest, guarantee: uuid.UUID, code: int = 0) -> HttpResponse:
        return super().get(request, guarantee)

    def post(self, request: HttpRequest, guarantee: uuid.UUID, code: int = 0) -> HttpResponse:
        self.code = code
        return self.handle(request, guarantee)

    def asked(self, body: dict[str, Any]) -> dict[str, Any]:
        return {"code": self.code}


class RenewCode(_OfCode, _Drawn):
    slug = "renew-code"
    title = _("Renew")
    service = access.renew


class WithdrawCode(_OfCode):
    slug = "withdraw-code"
    title = _("Withdraw")
    done = _("The code has ended.")
    service = access.withdraw
