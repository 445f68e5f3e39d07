"""Acts of the bank on a guarantee it gave (spec section 9)."""

import uuid
from datetime import datetime
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from guarantees import permissions
from guarantees.enums import GuaranteeState
from guarantees.models import Guarantee
from guarantees.services import amounts, life, two_persons
from guarantees.views import second
from guarantees.views.forms import bank as forms
from guarantees.views.verb import Verb
from offices.actors import Actor

_MONEY = _("Changes what is available, at once.")


class _ByBank(Verb):
    allow = permissions.bank

    def after(self, request: HttpRequest, guarantee: Guarantee, done: Any) -> HttpResponse:
        return second.told(request, done) or super().after(request, guarantee, done)


class Raise(_ByBank):
    slug, rank = "raise", 20
    states: ClassVar[tuple[GuaranteeState, ...]] = (GuaranteeState.ACTIVE,)
    title = _("Raise the amount")
    tells = _("Tells principal and office.")
    money = _MONEY
    done = _("Raised.")
    asks = forms.NewAmount
    allow = permissions.giver

    def do(self, *, actor: Actor, guarantee: uuid.UUID, body: dict[str, Any], at: datetime) -> Any:
        amount, currency = body["reference_amount"], body["currency"]
        return two_persons.raise_amount(guarantee=guarantee, amount=amount, currency=currency, actor=actor, at=at)


class Lower(_ByBank):
    slug, rank = "lower", 21
    states: ClassVar[tuple[GuaranteeState, ...]] = (
        GuaranteeState.ACTIVE,
        GuaranteeState.SUSPENDED,
        GuaranteeState.CANCELLING,
    )
    title = _("Lower the amount")
    tells = _("Never below what is reserved, claimed or paid. Tells principal and office.")
    money = _MONEY
    done = _("Lowered.")
    asks = forms.NewAmount
    allow = permissions.giver

    def do(self, *, actor: Actor, guarantee: uuid.UUID, body: dict[str, Any], at: datetime) -> Any:
        amount, currency = body["reference_amount"], body["currency"]
        return amounts.lower_amount(guarantee=guarantee, amount=amount, currency=currency, actor=actor, at=at)


class GiveNotice(_ByBank):
    slug, verb, rank, danger = "cancel", "give_notice", 40, True
    title = _("Cancel with notice")
    tells = _("No new use from now on; ends after the country's period. Open uses stay covered. Tells all sides.")
    done = _("Notice is given.")

    def do(self, *, actor: Actor, guarantee: uuid.UUID, body: dict[str, Any], at: datetime) -> Any:
        return two_persons.give_notice(guarantee=guarantee, actor=actor, at=at)


class WithdrawNotice(_ByBank):
    slug, verb, rank = "withdraw-notice", "withdraw_notice", 12
    title = _("Take the notice back")
    tells = _("It is again what it was before. Tells principal and office.")
    done = _("The notice is taken back.")

    def do(self, *, actor: Actor, guarantee: uuid.UUID, body: dict[str, Any], at: datetime) -> Any:
        return life.withdraw_notice(guarantee=guarantee, actor=actor, at=at)
