"""Endpoints of the offices of transit (spec section 6)."""

import uuid

from rest_framework.request import Request
from rest_framework.response import Response

from transit.api.serializers import verbs
from transit.api.serializers.movement import LateFactAnswer, Summary
from transit.api.views.endpoint import Endpoint
from transit.services import en_route


class Present(Endpoint):
    """Record that the truck is at the post, and what is really there. 202: kept as a late fact."""

    takes = verbs.Presence
    answers = {200: Summary, 202: LateFactAnswer}

    def post(self, request: Request, movement: uuid.UUID, office: str) -> Response:
        body = self.body()
        return self.answer(en_route.present(actor=self.actor, movement=movement, office=office, **body, at=self.at))


class Cross(Endpoint):
    """Record the crossing (IE118), also of goods held before. 202: kept as a late fact."""

    takes = verbs.Presence
    answers = {200: Summary, 202: LateFactAnswer}

    def post(self, request: Request, movement: uuid.UUID, office: str) -> Response:
        body = self.body()
        return self.answer(en_route.cross(actor=self.actor, movement=movement, office=office, **body, at=self.at))


class Hold(Endpoint):
    """Hold the goods at the post, and record what differs there."""

    takes = verbs.Hold

    def post(self, request: Request, movement: uuid.UUID, office: str) -> Response:
        body = self.body()
        return self.answer(en_route.hold(actor=self.actor, movement=movement, office=office, **body, at=self.at))


class RefuseEntry(Endpoint):
    """Refuse held goods entry: the truck turns back."""

    takes = verbs.ReasonGiven

    def post(self, request: Request, movement: uuid.UUID, office: str) -> Response:
        body = self.body()
        return self.answer(
            en_route.refuse_entry(actor=self.actor, movement=movement, office=office, reason=body["reason"], at=self.at)
        )


class Seize(Endpoint):
    """Seize held goods."""

    takes = verbs.ReasonGiven

    def post(self, request: Request, movement: uuid.UUID, office: str) -> Response:
        body = self.body()
        return self.answer(
            en_route.seize(actor=self.actor, movement=movement, office=office, reason=body["reason"], at=self.at)
        )
