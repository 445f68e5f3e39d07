"""Who one is: the firm, and the postings one may act in."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from transit.api.views.endpoint import Endpoint


class PostingAnswer(serializers.Serializer[Any]):
    """A posting that holds today; `id` is what the header Acting-Posting names."""

    id = serializers.UUIDField()
    office = serializers.CharField(source="office_id")
    roles = serializers.ListField(child=serializers.CharField())


class MeAnswer(serializers.Serializer[Any]):
    username = serializers.CharField(source="name")
    firm = serializers.CharField(source="firm_number", allow_blank=True, help_text="registration number")
    postings = PostingAnswer(many=True)


class Me(Endpoint):
    """The user behind the token, and the live postings; an officer of several names one with each write."""

    answers = {200: MeAnswer}

    def get(self, request: Request) -> Response:
        return Response(MeAnswer(self.actor).data)
