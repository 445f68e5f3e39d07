"""Endpoints of two-person decisions: propose, see, confirm, refuse (spec section 5, "+ supervisor")."""

import uuid

from rest_framework.request import Request
from rest_framework.response import Response

from transit.api.serializers import verbs
from transit.api.serializers.movement import ProposalAnswer
from transit.api.views.endpoint import Endpoint, Listing
from transit.selectors import proposals
from transit.services import closure


class Resolve(Endpoint):
    """Propose to discharge after discrepancies were explained; a supervisor confirms."""

    takes = verbs.Resolution
    answers = {202: ProposalAnswer}

    def post(self, request: Request, movement: uuid.UUID) -> Response:
        body = self.body()
        return self.answer(closure.resolve(actor=self.actor, movement=movement, **body, at=self.at))


class Proposals(Listing):
    """Proposals of the offices one is posted at, the last first."""

    filters = verbs.ProposalFilters
    gives = ProposalAnswer
    answers = {200: ProposalAnswer(many=True)}

    def get(self, request: Request) -> Response:
        wanted = self.wanted()
        about = {"subject": wanted["movement"]} if "movement" in wanted else {}
        return self.paged(proposals.visible(self.actor).filter(**about))


class Confirm(Endpoint):
    """Confirm a proposal as the second person: its transition fires."""

    def post(self, request: Request, proposal: uuid.UUID) -> Response:
        self.body()
        return self.answer(closure.confirm(actor=self.actor, proposal=proposal, at=self.at))


class Refuse(Endpoint):
    """Refuse a proposal, or take one's own back."""

    takes = verbs.ReasonGiven
    answers = {200: ProposalAnswer}

    def post(self, request: Request, proposal: uuid.UUID) -> Response:
        body = self.body()
        return self.answer(closure.refuse(actor=self.actor, proposal=proposal, reason=body["reason"], at=self.at))
