"""Endpoints of the offices of transit (spec section 6)."""

import uuid
from typing import Any

from transit.api.serializers import verbs
from transit.api.serializers.movement import LateFactAnswer, Summary
from transit.api.views.endpoint import Verb
from transit.models import LateFact, Movement
from transit.services import en_route


class Present(Verb):
    """Record that the truck is at the post, and what is really there. 202: kept as a late fact."""

    takes = verbs.Presence
    answers = {200: Summary, 202: LateFactAnswer}

    def act(self, body: dict[str, Any], *, movement: uuid.UUID, office: str) -> Movement | LateFact:
        return en_route.present(actor=self.actor, movement=movement, office=office, **body, at=self.at)


class Cross(Verb):
    """Record the crossing (IE118), also of goods held before. 202: kept as a late fact."""

    takes = verbs.Presence
    answers = {200: Summary, 202: LateFactAnswer}

    def act(self, body: dict[str, Any], *, movement: uuid.UUID, office: str) -> Movement | LateFact:
        return en_route.cross(actor=self.actor, movement=movement, office=office, **body, at=self.at)


class Hold(Verb):
    """Hold the goods at the post."""

    takes = verbs.Reason

    def act(self, body: dict[str, Any], *, movement: uuid.UUID, office: str) -> Movement:
        return en_route.hold(actor=self.actor, movement=movement, office=office, reason=body["reason"], at=self.at)


class RefuseEntry(Verb):
    """Refuse held goods entry: the truck turns back."""

    takes = verbs.Reason

    def act(self, body: dict[str, Any], *, movement: uuid.UUID, office: str) -> Movement:
        return en_route.refuse_entry(
            actor=self.actor, movement=movement, office=office, reason=body["reason"], at=self.at
        )


class Seize(Verb):
    """Seize held goods."""

    takes = verbs.Reason

    def act(self, body: dict[str, Any], *, movement: uuid.UUID, office: str) -> Movement:
        return en_route.seize(actor=self.actor, movement=movement, office=office, reason=body["reason"], at=self.at)
