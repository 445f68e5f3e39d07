"""Endpoints of the office of departure (spec section 5, rows 3, 4, 8 to 11, 13)."""

import uuid
from typing import Any

from acts.common.models import Proposal
from transit.api.serializers import verbs
from transit.api.serializers.movement import ProposalAnswer
from transit.api.views.endpoint import Verb
from transit.enums import ControlPlace
from transit.models import Movement
from transit.services import closure, departure, destination


class Accept(Verb):
    """Accept the declaration (row 4): MRN, risk channel, guarantee checked."""

    def act(self, body: dict[str, Any], *, movement: uuid.UUID) -> Movement:
        return departure.accept(actor=self.actor, movement=movement, at=self.at)


class Reject(Verb):
    """Reject the declaration (row 3)."""

    takes = verbs.Reason

    def act(self, body: dict[str, Any], *, movement: uuid.UUID) -> Movement:
        return departure.reject(actor=self.actor, movement=movement, reason=body["reason"], at=self.at)


class OrderControl(Verb):
    """Order a control at departure (row 8) or, with `place`, at destination."""

    takes = verbs.ControlOrder

    def act(self, body: dict[str, Any], *, movement: uuid.UUID) -> Movement:
        order = departure.order_control
        if body["place"] == ControlPlace.DESTINATION:
            order = destination.order_control
        return order(actor=self.actor, movement=movement, kind=body["kind"], at=self.at)


class RecordControl(Verb):
    """Record the control at departure (row 9)."""

    takes = verbs.ControlRecord

    def act(self, body: dict[str, Any], *, movement: uuid.UUID) -> Movement:
        return departure.record_control(actor=self.actor, movement=movement, **body, at=self.at)


class RequestAmendment(Verb):
    """Ask the principal for an amendment."""

    takes = verbs.Remark

    def act(self, body: dict[str, Any], *, movement: uuid.UUID) -> Movement:
        return departure.request_amendment(actor=self.actor, movement=movement, text=body["text"], at=self.at)


class Release(Verb):
    """Release the goods for transit (row 11); the amount at risk is reserved."""

    takes = verbs.Release

    def act(self, body: dict[str, Any], *, movement: uuid.UUID) -> Movement:
        return departure.release(actor=self.actor, movement=movement, **body, at=self.at)


class Refuse(Verb):
    """Refuse the release (row 10)."""

    takes = verbs.Reason

    def act(self, body: dict[str, Any], *, movement: uuid.UUID) -> Movement:
        return departure.refuse(actor=self.actor, movement=movement, reason=body["reason"], at=self.at)


class InvalidateAfterRelease(Verb):
    """Propose to cancel a released movement (row 13); a supervisor confirms."""

    takes = verbs.Invalidation
    answers = {202: ProposalAnswer}

    def act(self, body: dict[str, Any], *, movement: uuid.UUID) -> Proposal:
        return closure.propose_invalidation(actor=self.actor, movement=movement, **body, at=self.at)
