"""Reduction and waiver on a guarantee's page: papers, and a proposal to a second person (spec section 9)."""

from datetime import datetime
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from guarantees import permissions
from guarantees.enums import GuaranteeKind, GuaranteeState
from guarantees.models import Guarantee
from guarantees.services import relief
from guarantees.views.forms import relief as forms
from guarantees.views.verb import Verb
from offices.actors import Actor
from offices.enums import OfficerRole


class _Relief(Verb):
    role = OfficerRole.GUARANTEE
    kinds: ClassVar[tuple[GuaranteeKind, ...]] = (GuaranteeKind.MULTIPLE_JOURNEY, GuaranteeKind.WAIVER)

    @classmethod
    def may(cls, actor: Actor, guarantee: Guarantee, place: str, *, at: datetime) -> bool:
        return guarantee.kind in cls.kinds and super().may(actor, guarantee, place, at=at)


class Attach(_Relief):
    slug, rank = "evidence", 30
    states = (GuaranteeState.ISSUED, GuaranteeState.ACTIVE, GuaranteeState.SUSPENDED)
    title = _("Attach evidence")
    tells = _("Kept with the guarantee for who decides about a reduction or waiver; tells nobody.")
    done = _("Attached.")
    asks = forms.Paper
    allow = permissions.brings_evidence
    service = relief.attach

    def asked(self, body: dict[str, Any]) -> dict[str, Any]:
        return {"upload" if name == "file" else name: value for name, value in body.items()}


class _Propose(_Relief):
    allow = permissions.officer
    service = relief.propose


class Reduce(_Propose):
    slug, rank = "relief", 31
    states = (GuaranteeState.ISSUED, GuaranteeState.ACTIVE)
    kinds = (GuaranteeKind.MULTIPLE_JOURNEY,)
    title = _("Propose a reduction")
    tells = _("A supervisor of your office confirms; then principal and bank are told.")
    money = _("Changes what the guarantor pays at most, not what is available.")
    asks = forms.Reduction


class Waive(_Propose):
    slug, rank = "waiver", 11
    states = (GuaranteeState.ISSUED,)
    kinds = (GuaranteeKind.WAIVER,)
    title = _("Propose to grant the waiver")
    tells = _("A supervisor of your office confirms; then it has its GRN and the principal is told.")
    money = _("Nobody pays for a waiver: claims go to the debtors only.")
    asks = forms.Waiver
