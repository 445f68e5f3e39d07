"""Endpoints of movements: what was done is answered by its kind."""

from typing import Any, ClassVar

from rest_framework import serializers, status
from rest_framework.response import Response

from acts.common.models import Proposal
from offices import endpoint
from transit.api.serializers.movement import LateFactAnswer, Outcome, ProposalAnswer, Summary
from transit.models import LateFact, Movement


class Endpoint(endpoint.Endpoint):
    """A view that answers with a movement's summary unless it says otherwise."""

    answers: ClassVar[dict[int | tuple[int, str], Any]] = {200: Outcome}

    def answer(self, done: Movement | LateFact | Proposal) -> Response:
        """What was done, by its kind; a stored proposal and a kept late fact are 202: nothing has moved yet."""
        match done:
            case LateFact():
                return Response(LateFactAnswer(done).data, status.HTTP_202_ACCEPTED)
            case Proposal():
                waiting = done.status == Proposal.Status.OPEN
                return Response(ProposalAnswer(done).data, status.HTTP_202_ACCEPTED if waiting else status.HTTP_200_OK)
            case _:
                return Response(Outcome(done).data)


class Listing(Endpoint, endpoint.Listing):
    """Pages of movements, unless `gives` says otherwise."""

    gives: ClassVar[type[serializers.BaseSerializer[Any]]] = Summary
    answers = {200: Summary(many=True)}
