"""What a second person decides about a movement (spec section 5, "+ supervisor")."""

import uuid
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from acts.common.models import Proposal
from acts.common.refusals import NotFound
from offices.actors import Actor
from offices.enums import OfficerRole
from offices.pages import second_person
from transit.api.serializers.verbs import ReasonGiven
from transit.selectors import movements
from transit.services import closure
from transit.views import acting


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
        return second_person.confirmed(row)


class Refuse(_OnMovement):
    """The supervisor refuses, or the proposer takes it back; a reason is needed."""

    def decide(self, request: HttpRequest, row: Proposal, *, actor: Actor, at: datetime) -> str:
        closure.refuse(actor=actor, proposal=row.pk, reason=self.reason(request), at=at)
        return _("The proposal is closed; the movement stays as it was.")
