"""A bank's programs: its administrator makes them, sees their last use, withdraws them."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from acts.common.api import fields
from acts.common.api.serializers import StrictSerializer
from guarantees import selectors
from guarantees.enums import Scope
from guarantees.services import clients
from offices.endpoint import Endpoint, Listing


class ClientBody(StrictSerializer):
    name = fields.Text(max_length=60)
    scopes = serializers.ListField(child=fields.Choice(choices=Scope.choices), min_length=1, max_length=20)
    expires_at = fields.Instant(required=False, help_text="at most two years ahead; left out: a year")


class ClientAnswer(serializers.Serializer[Any]):
    client_id = serializers.CharField()
    name = serializers.CharField()
    scopes = serializers.ListField(child=serializers.CharField())
    made_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField(allow_null=True, help_text="to the minute")
    withdrawn_at = serializers.DateTimeField(allow_null=True)


class MadeClient(ClientAnswer):
    """A client just made, with its secret: shown this once."""

    client_secret = serializers.CharField()


class Clients(Listing):
    """The bank's clients, the youngest first. A secret is changed by a second client: make it, move, withdraw."""

    takes = ClientBody
    gives = ClientAnswer
    answers = {200: ClientAnswer(many=True)}

    def get(self, request: Request) -> Response:
        self.wanted()
        return self.paged(selectors.clients(actor=self.actor))

    @extend_schema(responses={201: MadeClient})
    def post(self, request: Request) -> Response:
        """Make a client; the answer holds its secret, this once."""
        body = {"expires_at": None} | self.body()
        made = clients.make(**body, actor=self.actor, at=self.at)
        data = {**ClientAnswer(made.client).data, "client_secret": made.secret}
        return Response(data, status.HTTP_201_CREATED)


class Withdraw(Endpoint):
    """End a client at once, its tokens with it."""

    answers = {200: ClientAnswer}

    def post(self, request: Request, client: str) -> Response:
        self.body()
        return Response(ClientAnswer(clients.withdraw(client=client, actor=self.actor, at=self.at)).data)
