"""The pull list of events: the same that webhooks bring, for programs that fetch (spec section 16)."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from acts.common.api.serializers import StrictSerializer
from acts.notices.enums import EventKind
from acts.notices.models import Event
from guarantees import selectors
from guarantees.enums import Scope
from offices.endpoint import Endpoint

KINDS = {Event(kind=kind).type: kind for kind in EventKind}
TYPES = list(KINDS)


class Wanted(StrictSerializer):
    after = serializers.IntegerField(
        min_value=0, max_value=2**63 - 1, default=0, help_text="The `cursor` of the answer before; 0: from the start."
    )
    limit = serializers.IntegerField(min_value=1, max_value=100, default=100)


class EventSerializer(serializers.Serializer[Any]):
    """One event, as a webhook brings it; `id` is the same each time it is told."""

    id = serializers.UUIDField(source="event")
    position = serializers.IntegerField(help_text="counts within your firm from 1, without a gap")
    type = serializers.ChoiceField(choices=TYPES)
    timestamp = serializers.DateTimeField(source="at")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        # Not in the class body: there `data` is the serializer's own.
        facts = serializers.DictField(source="body", help_text="facts of the guarantee or claim; amounts as text")
        return super().get_fields() | {"data": facts}


class EventsSerializer(serializers.Serializer[Any]):
    events = EventSerializer(many=True)
    cursor = serializers.IntegerField(help_text="send it as `after` the next time")
    more = serializers.BooleanField()


class Events(Endpoint):
    """The firm's events behind a cursor, in one order, none left out and none twice."""

    scopes = {"GET": Scope.EVENTS_READ}
    filters = Wanted
    answers = {200: EventsSerializer}

    def get(self, request: Request) -> Response:
        return Response(EventsSerializer(selectors.events(actor=self.actor, **self.wanted())).data)
