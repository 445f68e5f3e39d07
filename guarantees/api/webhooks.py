"""A firm's webhooks: set up, given new secrets, looked after, and what failed sent again (spec section 16)."""

import uuid
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from acts.common.api import fields
from acts.common.api.serializers import StrictSerializer
from acts.notices.enums import DeliveryStatus
from acts.notices.models import Event
from acts.notices.services import webhooks
from guarantees import permissions
from guarantees.api.events import KINDS, TYPES
from guarantees.enums import Scope
from guarantees.services import hooks
from offices.endpoint import Endpoint, Listing


class WebhookBody(StrictSerializer):
    url = fields.Text(max_length=500, help_text="https, a public address; redirects are not followed")
    types = serializers.ListField(
        child=fields.Choice(choices=TYPES), required=False, max_length=20, help_text="left out: all"
    )


class WebhookAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    url = serializers.CharField()
    types = serializers.SerializerMethodField()
    made_at = serializers.DateTimeField()

    def get_types(self, row: Any) -> list[str]:
        return [Event(kind=kind).type for kind in row.kinds]


class MadeWebhook(WebhookAnswer):
    """A webhook with the secret that signs from now on, as Standard Webhooks have it: shown this once."""

    secret = serializers.CharField()


class DeliveryFilters(StrictSerializer):
    status = fields.Choice(choices=DeliveryStatus.choices, required=False)


class DeliveryAnswer(serializers.Serializer[Any]):
    event = serializers.UUIDField(source="event.event")
    position = serializers.IntegerField(source="event.position")
    type = serializers.CharField(source="event.type")
    status = serializers.ChoiceField(choices=DeliveryStatus.choices)
    attempts = serializers.IntegerField()
    due_at = serializers.DateTimeField(help_text="of the next try, while PENDING")
    answered = serializers.IntegerField(allow_null=True, help_text="HTTP status of the last try")
    last_error = serializers.CharField(allow_blank=True)
    done_at = serializers.DateTimeField(allow_null=True)


class Replayed(serializers.Serializer[Any]):
    replayed = serializers.IntegerField()


class WebhookView(Endpoint):
    """What these share: whose webhooks they are."""

    def firm(self) -> str:
        """The number of the actor's firm; NotAllowed for who may not manage its webhooks."""
        return permissions.manages_webhooks(self.actor)


class Webhooks(Listing, WebhookView):
    """The firm's webhooks, the youngest first."""

    scopes = {"GET": Scope.WEBHOOKS_MANAGE, "POST": Scope.WEBHOOKS_MANAGE}
    takes = WebhookBody
    gives = WebhookAnswer
    answers = {200: WebhookAnswer(many=True)}

    def get(self, request: Request) -> Response:
        self.wanted()
        return self.paged(webhooks.of(firm=self.firm()))

    @extend_schema(responses={201: MadeWebhook})
    def post(self, request: Request) -> Response:
        """Have events sent to an address; the answer holds the secret that signs them, this once."""
        body = self.body()
        kinds = [KINDS[name] for name in body.get("types", [])]
        made = hooks.make(url=body["url"], kinds=kinds, actor=self.actor, at=self.at)
        return _made(made, status.HTTP_201_CREATED)


class OneWebhook(WebhookView):
    """One webhook."""

    scopes = {"DELETE": Scope.WEBHOOKS_MANAGE}
    answers = {204: None}

    def delete(self, request: Request, webhook: uuid.UUID) -> Response:
        """Send nothing there any more."""
        hooks.remove(webhook=webhook, actor=self.actor, at=self.at)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Rotate(WebhookView):
    """Give it a new secret; the one before signs too until the next rotation."""

    scopes = {"POST": Scope.WEBHOOKS_MANAGE}
    answers = {200: MadeWebhook}

    def post(self, request: Request, webhook: uuid.UUID) -> Response:
        self.body()
        return _made(hooks.rotate(webhook=webhook, actor=self.actor, at=self.at), status.HTTP_200_OK)


class Deliveries(Listing, WebhookView):
    """What was and is to be sent there, the last event first."""

    scopes = {"GET": Scope.WEBHOOKS_MANAGE}
    filters = DeliveryFilters
    gives = DeliveryAnswer
    answers = {200: DeliveryAnswer(many=True)}

    def get(self, request: Request, webhook: uuid.UUID) -> Response:
        return self.paged(webhooks.deliveries(firm=self.firm(), webhook=webhook, **self.wanted()))


class Replay(WebhookView):
    """Send everything that failed again."""

    scopes = {"POST": Scope.WEBHOOKS_MANAGE}
    answers = {200: Replayed}

    def post(self, request: Request, webhook: uuid.UUID) -> Response:
        self.body()
        count = hooks.replay(webhook=webhook, actor=self.actor, at=self.at)
        return Response(Replayed({"replayed": count}).data)


def _made(made: webhooks.Made, status_code: int) -> Response:
    return Response({**WebhookAnswer(made.webhook).data, "secret": made.secret}, status_code)
