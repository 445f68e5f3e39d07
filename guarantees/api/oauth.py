"""The endpoints of OAuth 2.0 (RFC 6749, 7009): a token for client id and secret, and its end before its time."""

import base64
import binascii
import json
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import extend_schema
from oauth2_provider.views.mixins import OAuthLibMixin
from rest_framework import parsers, serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from acts.common import clock
from acts.common.address import client_address
from guarantees.api.machines import ClientAuthentication, scope_of
from guarantees.enums import Scope
from guarantees.services import clients

_CLIENT_ID = re.compile(r"[A-Za-z0-9]{10,60}")
Work = Callable[[HttpRequest], tuple[str | None, dict[str, str], str | None, int]]


class ClientScheme(OpenApiAuthenticationExtension):
    """What OpenAPI says of it, operation by operation."""

    target_class = ClientAuthentication
    name = "clientCredentials"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        flow = {"tokenUrl": "/api/v1/oauth/token/", "scopes": {scope.value: str(scope.label) for scope in Scope}}
        return {
            "type": "oauth2",
            "description": "For a guarantor's programs; see its scopes.",
            "flows": {"clientCredentials": flow},
        }

    def get_security_requirement(self, auto_schema: Any) -> list[dict[str, list[str]]]:
        scope = scope_of(auto_schema.view, auto_schema.method)
        return [{self.name: [scope]}] if scope is not None else []


class TokenRequest(serializers.Serializer[Any]):
    grant_type = serializers.ChoiceField(choices=["client_credentials"])
    scope = serializers.CharField(required=False, help_text="separated by blanks; left out: all the client has")


class TokenAnswer(serializers.Serializer[Any]):
    access_token = serializers.CharField()
    expires_in = serializers.IntegerField(help_text="seconds")
    token_type = serializers.CharField()
    scope = serializers.CharField()


class RevokeRequest(serializers.Serializer[Any]):
    token = serializers.CharField()


class Refused(serializers.Serializer[Any]):
    """RFC 6749's own shape of a refusal."""

    error = serializers.CharField()
    error_description = serializers.CharField(required=False)


_REFUSED = {400: Refused, 401: Refused, 429: Refused}


class OAuthView(OAuthLibMixin, APIView):
    """What the endpoints of OAuth share: RFC 6749's own error shape; a lock after five wrong secrets in 15 minutes.

    The secret comes by HTTP Basic or in the form, never both, and nothing in the address.
    """

    authentication_classes = ()
    permission_classes = ()
    parser_classes = [parsers.FormParser]

    def answer(self, request: HttpRequest, work: Work, verb: str) -> HttpResponse:
        at, address = clock.now(), client_address(request)
        basic = _basic(request)
        if request.META.get("QUERY_STRING") or (basic is not None and "client_secret" in request.POST):
            return _error(HTTPStatus.BAD_REQUEST, "invalid_request", "One way to show the secret; no query string.")
        client = basic if basic is not None else request.POST.get("client_id", "")
        if not _CLIENT_ID.fullmatch(client):
            return _error(HTTPStatus.UNAUTHORIZED, "invalid_client", "No such client, or a wrong secret.")
        if clients.locked(client=client, address=address, at=at):
            answer = _error(HTTPStatus.TOO_MANY_REQUESTS, "temporarily_unavailable", "Too many wrong secrets.")
            answer["Retry-After"] = str(int(clients.LOCK.total_seconds()))
            return answer
        _, headers, body, status = work(request)
        if status in (HTTPStatus.OK, HTTPStatus.UNAUTHORIZED):
            clients.record_log_in(client=client, verb=verb, succeeded=status == HTTPStatus.OK, address=address, at=at)
        answer = HttpResponse(body or "", status=status, content_type="application/json")
        for name, value in headers.items():
            answer[name] = value
        return answer


def _basic(request: HttpRequest) -> str | None:
    """The client id of HTTP Basic; empty if it cannot be read, None if there is none."""
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        return base64.b64decode(text, validate=True).decode().partition(":")[0]
    except (binascii.Error, ValueError):
        return ""


def _error(status: HTTPStatus, error: str, description: str) -> HttpResponse:
    content = json.dumps({"error": error, "error_description": description})
    answer = HttpResponse(content, status=status, content_type="application/json")
    answer["Cache-Control"] = "no-store"
    if status == HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = 'Basic realm="api"'
    return answer


@method_decorator(sensitive_post_parameters("client_secret"), name="dispatch")
class Token(OAuthView):
    """A token for a program: RFC 6749, 4.4, client id and secret by HTTP Basic or in the form."""

    @extend_schema(operation_id="oauth_token", auth=[], request=TokenRequest, responses={200: TokenAnswer, **_REFUSED})
    def post(self, request: Request) -> HttpResponse:
        return self.answer(request._request, self.create_token_response, "log_in")


@method_decorator(sensitive_post_parameters("client_secret", "token"), name="dispatch")
class Revoke(OAuthView):
    """End a token of one's own before its time: RFC 7009. 200 also for one that is unknown."""

    @extend_schema(operation_id="oauth_revoke", auth=[], request=RevokeRequest, responses={200: None, **_REFUSED})
    def post(self, request: Request) -> HttpResponse:
        return self.answer(request._request, self.create_revocation_response, "revoke_token")
