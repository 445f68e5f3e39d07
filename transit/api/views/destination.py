"""Endpoints of the office of destination and of authorised traders at their premises (spec section 7)."""

import uuid
from typing import Any

from transit.api.serializers import verbs
from transit.api.serializers.movement import LateFactAnswer, Summary
from transit.api.views.endpoint import Verb
from transit.models import LateFact, Movement
from transit.services import destination


class Arrival(Verb):
    """Record the arrival (row 14). 202: kept as a late fact."""

    takes = verbs.Arrival
    answers = {200: Summary, 202: LateFactAnswer}

    def act(self, body: dict[str, Any], *, movement: uuid.UUID) -> Movement | LateFact:
        return destination.record_arrival(actor=self.actor, movement=movement, **body, at=self.at)


class UnloadingPermission(Verb):
    """Permit the authorised trader to unload (IE043)."""

    def act(self, body: dict[str, Any], *, movement: uuid.UUID) -> Movement:
        return destination.permit_unloading(actor=self.actor, movement=movement, at=self.at)


class UnloadingRemarks(Verb):
    """Unloading remarks of the authorised trader (IE044), the last of them complete."""

    takes = verbs.UnloadingRemarks

    def act(self, body: dict[str, Any], *, movement: uuid.UUID) -> Movement:
        return destination.unloading_remarks(actor=self.actor, movement=movement, **body, at=self.at)


class Results(Verb):
    """Record the result at destination (IE018): A1, A2, A3 discharge the movement, B1 reports discrepancies."""

    takes = verbs.Results

    def act(self, body: dict[str, Any], *, movement: uuid.UUID) -> Movement:
        return destination.record_results(actor=self.actor, movement=movement, **body, at=self.at)
