"""Who one is: the firm, and the postings one may act in."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from offices.actors import Actor
from offices.enums import AppointmentKind, EmployeeRole
from transit.api.views.endpoint import Endpoint


class PostingAnswer(serializers.Serializer[Any]):
    """A posting that holds today; `id` is what the header Acting-Posting names."""

    id = serializers.UUIDField()
    office = serializers.CharField(source="office_id")
    roles = serializers.ListField(child=serializers.CharField())


class AppointmentAnswer(serializers.Serializer[Any]):
    """A duty beyond one office that holds today; `country` where it is one country's."""

    kind = serializers.ChoiceField(choices=AppointmentKind.choices)
    country = serializers.CharField(source="country_id", allow_null=True)


class MeAnswer(serializers.Serializer[Any]):
    username = serializers.CharField(source="name")
    firm = serializers.CharField(source="firm_number", allow_blank=True, help_text="registration number")
    duties = serializers.SerializerMethodField()
    postings = PostingAnswer(many=True)
    appointments = AppointmentAnswer(many=True)

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(choices=EmployeeRole.choices)))
    def get_duties(self, actor: Actor) -> list[str]:
        return sorted(actor.duties)


class Me(Endpoint):
    """The user behind the token: firm and duties in it, live postings, appointments.

    An officer of several postings names one with each write.
    """

    answers = {200: MeAnswer}

    def get(self, request: Request) -> Response:
        return Response(MeAnswer(self.actor).data)
