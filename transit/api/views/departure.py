"""Endpoints of the office of departure (spec section 5, rows 3, 4, 8 to 11, 13)."""

import uuid

from rest_framework.request import Request
from rest_framework.response import Response

from transit.api.serializers import verbs
from transit.api.serializers.movement import ProposalAnswer
from transit.api.views.endpoint import Endpoint
from transit.enums import ControlPlace
from transit.services import closure, departure, destination, late_facts


class Accept(Endpoint):
    """Accept the SUBMITTED declaration: it gets its MRN and risk channel, and its guarantee is checked.

    Not covered: GUARANTEE_REFUSED, and `guarantee_reasons` says why.
    """

    def post(self, request: Request, movement: uuid.UUID) -> Response:
        self.body()
        return self.answer(departure.accept(actor=self.actor, movement=movement, at=self.at))


class Reject(Endpoint):
    """Reject the declaration before acceptance."""

    takes = verbs.ReasonGiven

    def post(self, request: Request, movement: uuid.UUID) -> Response:
        body = self.body()
        return self.answer(departure.reject(actor=self.actor, movement=movement, reason=body["reason"], at=self.at))


class OrderControl(Endpoint):
    """Order a control at departure or, with `place`, at destination."""

    takes = verbs.ControlOrder

    def post(self, request: Request, movement: uuid.UUID) -> Response:
        body = self.body()
        order = departure.order_control
        if body["place"] == ControlPlace.DESTINATION:
            order = destination.order_control
        return self.answer(order(actor=self.actor, movement=movement, kind=body["kind"], at=self.at))


class RecordControl(Endpoint):
    """Record the control at departure: satisfactory leads back to ACCEPTED, else it stays UNDER_CONTROL."""

    takes = verbs.ControlRecord

    def post(self, request: Request, movement: uuid.UUID) -> Response:
        body = self.body()
        return self.answer(departure.record_control(actor=self.actor, movement=movement, **body, at=self.at))


class ExtendControl(Endpoint):
    """Give the open control longer, once, by the country's extension (two days at most)."""

    takes = verbs.ReasonGiven

    def post(self, request: Request, movement: uuid.UUID) -> Response:
        body = self.body()
        return self.answer(
            departure.extend_control(actor=self.actor, movement=movement, reason=body["reason"], at=self.at)
        )


class RequestAmendment(Endpoint):
    """Ask the principal for an amendment."""

    takes = verbs.Remark

    def post(self, request: Request, movement: uuid.UUID) -> Response:
        body = self.body()
        return self.answer(
            departure.request_amendment(actor=self.actor, movement=movement, text=body["text"], at=self.at)
        )


class Release(Endpoint):
    """Release the ACCEPTED goods for transit; the amount at risk is reserved.

    422 `guarantee-refused`: nothing was released and the state is now GUARANTEE_REFUSED.
    """

    takes = verbs.Release

    def post(self, request: Request, movement: uuid.UUID) -> Response:
        body = self.body()
        return self.answer(departure.release(actor=self.actor, movement=movement, **body, at=self.at))


class Refuse(Endpoint):
    """Refuse the release: NOT_RELEASED."""

    takes = verbs.ReasonGiven

    def post(self, request: Request, movement: uuid.UUID) -> Response:
        body = self.body()
        return self.answer(departure.refuse(actor=self.actor, movement=movement, reason=body["reason"], at=self.at))


class InvalidateAfterRelease(Endpoint):
    """Propose to cancel a released movement; a supervisor confirms."""

    takes = verbs.Invalidation
    answers = {202: ProposalAnswer}

    def post(self, request: Request, movement: uuid.UUID) -> Response:
        body = self.body()
        return self.answer(closure.propose_invalidation(actor=self.actor, movement=movement, **body, at=self.at))


class DecideLateFact(Endpoint):
    """Decide, in words, on something that came too late for the state; the state stays."""

    takes = verbs.LateDecision

    def post(self, request: Request, movement: uuid.UUID) -> Response:
        body = self.body()
        return self.answer(late_facts.decide(actor=self.actor, movement=movement, **body, at=self.at))
