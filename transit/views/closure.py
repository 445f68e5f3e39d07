"""What a second person decides about a movement (spec section 5, "+ supervisor")."""

import uuid
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from acts.common.models import Proposal
from acts.common.refusals import NotFound
from offices.actors import Actor
from offices.enums import OfficerRole
from offices.pages import second_person
from offices.pages.tags import money
from transit.api.serializers.verbs import ReasonGiven
from transit.models import Movement
from transit.selectors import movements
from transit.services import closure
from transit.views import acting

_PROPOSED: dict[str, str | Promise] = {
    "resolve": _later("the discrepancies are explained"),
    "invalidate_after_release": _later("the released movement is invalidated"),
}


def proposed(row: Proposal) -> str:
    """What a proposal on a movement proposes, in words."""
    return str(_PROPOSED[row.verb])


def consequence(row: Proposal, movement: Movement) -> str:
    """Whom a confirmation tells, and what it does to the guarantee."""
    cover = getattr(movement, "cover", None)
    held = {"amount": f"{money(cover.amount)} {cover.currency}"} if cover is not None else {"amount": "–"}
    if row.verb == "resolve":
        told = _("Tells the destination (IE049) and the principal (IE045).")
        return f"{told} {_('Frees %(amount)s of the guarantee.') % held}"
    told = _("Tells the principal (IE009) and the offices ahead (IE010).")
    return f"{told} {_('Cancels the reservation of %(amount)s.') % held}"


class _OnMovement(second_person.Decision):
    first, why = OfficerRole.DEPARTURE, ReasonGiven

    def found(self, actor: Actor, proposal: uuid.UUID) -> Proposal:
        row = Proposal.objects.filter(pk=proposal).first()
        if row is None or not movements.visible(actor).filter(pk=row.subject).exists():
            raise NotFound("no such proposal")
        return row

    def back(self, request: HttpRequest, row: Proposal) -> HttpResponse:
        return acting.back(request, row.subject)


class Confirm(_OnMovement):
    """The supervisor confirms: the transition fires."""

    def decide(self, request: HttpRequest, row: Proposal, *, actor: Actor, at: datetime) -> str:
        closure.confirm(actor=actor, proposal=row.pk, at=at)
        return second_person.confirmed(row, proposed(row))


class Refuse(_OnMovement):
    """The supervisor refuses, or the proposer takes it back; a reason is needed."""

    def decide(self, request: HttpRequest, row: Proposal, *, actor: Actor, at: datetime) -> str:
        closure.refuse(actor=actor, proposal=row.pk, reason=self.reason(request), at=at)
        return _("The proposal is closed; the movement stays as it was.")
