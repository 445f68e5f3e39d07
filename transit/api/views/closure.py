"""Endpoints of two-person decisions: propose, see, confirm, refuse (spec section 5, "+ supervisor")."""

import uuid
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from acts.common.models import Proposal
from transit.api.serializers import verbs
from transit.api.serializers.movement import ProposalAnswer
from transit.api.views.endpoint import Listing, Verb
from transit.models import Movement
from transit.selectors import proposals
from transit.services import closure


class Resolve(Verb):
    """Propose to discharge after discrepancies were explained (row 17); a supervisor confirms."""

    takes = verbs.Resolution
    answers = {202: ProposalAnswer}

    def act(self, body: dict[str, Any], *, movement: uuid.UUID) -> Proposal:
        return closure.resolve(actor=self.actor, movement=movement, **body, at=self.at)


class Proposals(Listing):
    """Proposals of the offices one is posted at, the last first."""

    filters = verbs.ProposalFilters
    gives = ProposalAnswer
    answers = {200: ProposalAnswer(many=True)}

    def get(self, request: Request) -> Response:
        wanted = self.wanted()
        about = {"subject": wanted["movement"]} if "movement" in wanted else {}
        return self.paged(proposals.visible(self.actor).filter(**about))


class Confirm(Verb):
    """Confirm a proposal as the second person: its transition fires."""

    def act(self, body: dict[str, Any], *, proposal: uuid.UUID) -> Movement:
        return closure.confirm(actor=self.actor, proposal=proposal, at=self.at)


class Refuse(Verb):
    """Refuse a proposal, or take one's own back."""

    takes = verbs.Reason
    answers = {200: ProposalAnswer}

    def act(self, body: dict[str, Any], *, proposal: uuid.UUID) -> Proposal:
        return closure.refuse(actor=self.actor, proposal=proposal, reason=body["reason"], at=self.at)
