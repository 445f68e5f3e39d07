"""Reading movements: lists, one of them, its history (spec sections 1, 14 and 17)."""

import uuid

from rest_framework.request import Request
from rest_framework.response import Response

from transit import permissions
from transit.api.serializers import verbs
from transit.api.serializers.movement import Detail, HistoryAnswer
from transit.api.views.endpoint import Endpoint, Listing
from transit.enums import State
from transit.selectors import movements, proposals


class Movements(Listing):
    """Movements one may know of, the last changed first; drafts are declarations only."""

    filters = verbs.MovementFilters

    def get(self, request: Request) -> Response:
        rows = movements.visible(self.actor).exclude(state=State.DRAFT).filter(**self.wanted())
        return self.paged(rows.order_by("-changed_at", "pk"))


class OneMovement(Endpoint):
    """One movement: state, channel, passages, arrival, controls, seals and vehicle as they should be now."""

    answers = {200: Detail}

    def get(self, request: Request, movement: uuid.UUID) -> Response:
        row = movements.detail(self.actor, movement, at=self.at)
        context = {
            "at": self.at,
            "officer": permissions.is_officer_of(self.actor, row),
            "proposals": proposals.open_on(self.actor, row, at=self.at),
            "goods": permissions.sees_goods(self.actor, row),
        }
        return Response(Detail(row, context=context).data)


class History(Listing):
    """What happened to the movement, oldest first: who, in which posting, when, what before and after."""

    gives = HistoryAnswer
    answers = {200: HistoryAnswer(many=True)}

    def get(self, request: Request, movement: uuid.UUID) -> Response:
        row = movements.known(self.actor, movement, at=self.at)
        self.wanted()
        return self.paged(movements.history_of(self.actor, row))
