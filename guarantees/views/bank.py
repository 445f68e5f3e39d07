"""Acts of the bank on a guarantee it gave (spec section 9)."""

from datetime import datetime
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from guarantees import permissions
from guarantees.enums import GuaranteeKind, GuaranteeState
from guarantees.models import Guarantee
from guarantees.services import amounts, two_persons
from guarantees.views import second
from guarantees.views.forms import bank as forms
from guarantees.views.verb import Verb
from offices.actors import Actor
from offices.enums import OfficerRole


class _ByBank(Verb):
    allow = permissions.bank

    def after(self, request: HttpRequest, guarantee: Guarantee, done: Any) -> HttpResponse:
        return second.told(request, done) or super().after(request, guarantee, done)


class _NewAmount(_ByBank):
    # Of a cash deposit the officer is the giver: then this is done in the posting there.
    role = OfficerRole.GUARANTEE
    money = _("Changes what is available, at once.")
    asks = forms.NewAmount
    allow = permissions.giver

    def asked(self, body: dict[str, Any]) -> dict[str, Any]:
        return {"amount": body["reference_amount"], "currency": body["currency"]}


class Raise(_NewAmount):
    slug, rank = "raise", 20
    states: ClassVar[tuple[GuaranteeState, ...]] = (GuaranteeState.ACTIVE,)
    title = _("Raise the amount")
    tells = _("Tells principal and office.")
    done = _("Raised.")
    service = two_persons.raise_amount

    @classmethod
    def may(cls, actor: Actor, guarantee: Guarantee, place: str, *, at: datetime) -> bool:
        return guarantee.kind != GuaranteeKind.WAIVER and super().may(actor, guarantee, place, at=at)


class Lower(_NewAmount):
    slug, rank = "lower", 21
    states: ClassVar[tuple[GuaranteeState, ...]] = (
        GuaranteeState.ACTIVE,
        GuaranteeState.SUSPENDED,
        GuaranteeState.CANCELLING,
    )
    title = _("Lower the amount")
    tells = _("Never below what is reserved, claimed or paid. Tells principal and office.")
    done = _("Lowered.")
    service = amounts.lower_amount


class GiveNotice(_ByBank):
    slug, verb, rank, danger = "cancel", "give_notice", 40, True
    title = _("Cancel with notice")
    tells = _("No new use from now on; ends after the country's period. Open uses stay covered. Tells all sides.")
    done = _("Notice is given.")
    service = two_persons.give_notice


class WithdrawNotice(_ByBank):
    slug, verb, rank = "withdraw-notice", "withdraw_notice", 12
    title = _("Take the notice back")
    tells = _("It is again what it was before. Tells principal and office.")
    done = _("The notice is taken back.")
    service = two_persons.withdraw_notice
