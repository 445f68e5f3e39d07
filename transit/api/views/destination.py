"""Endpoints of the office of destination and of authorised traders at their premises (spec section 7)."""

import uuid

from rest_framework.request import Request
from rest_framework.response import Response

from transit.api.serializers import verbs
from transit.api.serializers.movement import LateFactAnswer, Summary
from transit.api.views.endpoint import Endpoint
from transit.services import destination


class Arrival(Endpoint):
    """Record the arrival at destination. 202: kept as a late fact."""

    takes = verbs.Arrival
    answers = {200: Summary, 202: LateFactAnswer}

    def post(self, request: Request, movement: uuid.UUID) -> Response:
        body = self.body()
        return self.answer(destination.record_arrival(actor=self.actor, movement=movement, **body, at=self.at))


class UnloadingPermission(Endpoint):
    """Permit the authorised trader to unload (IE043)."""

    def post(self, request: Request, movement: uuid.UUID) -> Response:
        self.body()
        return self.answer(destination.permit_unloading(actor=self.actor, movement=movement, at=self.at))


class UnloadingRemarks(Endpoint):
    """Unloading remarks of the authorised trader (IE044), the last of them complete."""

    takes = verbs.UnloadingRemarks

    def post(self, request: Request, movement: uuid.UUID) -> Response:
        body = self.body()
        return self.answer(destination.unloading_remarks(actor=self.actor, movement=movement, **body, at=self.at))


class Results(Endpoint):
    """Record the result at destination (IE018): A1, A2, A3 discharge the movement, B1 reports discrepancies."""

    takes = verbs.Results

    def post(self, request: Request, movement: uuid.UUID) -> Response:
        body = self.body()
        return self.answer(destination.record_results(actor=self.actor, movement=movement, **body, at=self.at))
