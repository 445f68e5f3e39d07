"""How a guarantor's program is known in a request, and what its token lets it do. Deny by default.

Django REST framework's settings name what stands here, so this imports none of its views.
"""

from typing import Any

from oauth2_provider.oauth2_validators import OAuth2Validator
from oauth2_provider.scopes import BaseScopes
from oauthlib.common import Request as OAuthRequest
from oauthlib.common import generate_token
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from acts.common import clock
from guarantees.enums import Scope
from guarantees.services import clients
from offices.actors import Machine
from offices.models import User

# Tells a program's token from a person's (knox), before any query.
PREFIX = "machine."


def new_token(request: OAuthRequest) -> str:
    """A fresh access token."""
    return f"{PREFIX}{generate_token(length=43)}"


class ClientScopes(BaseScopes):
    """A client gets what it was given when it was made, or less if it asks for less."""

    def get_all_scopes(self) -> dict[str, str]:
        return {scope.value: str(scope.label) for scope in Scope}

    def get_available_scopes(self, application: Any = None, request: Any = None, *args: Any, **more: Any) -> list[str]:
        return list(application.scopes) if application is not None else []

    def get_default_scopes(self, application: Any = None, request: Any = None, *args: Any, **more: Any) -> list[str]:
        return self.get_available_scopes(application)


class ClientValidator(OAuth2Validator):
    """The library's, and each time the question whether the client may still do anything."""

    def authenticate_client(self, request: OAuthRequest, *args: Any, **more: Any) -> bool:
        known = super().authenticate_client(request, *args, **more)
        return bool(known) and clients.usable(client=request.client, at=clock.now())

    def validate_bearer_token(self, token: str, scopes: list[str], request: OAuthRequest) -> bool:
        valid = super().validate_bearer_token(token, scopes, request)
        return bool(valid) and clients.usable(client=request.client, at=clock.now())


class ClientAuthentication(BaseAuthentication):
    """`Authorization: Bearer machine....`: the program acts as its bank's service account, named with its client."""

    def authenticate(self, request: Request) -> tuple[User, Machine] | None:
        kind, _, token = get_authorization_header(request).decode("latin-1").partition(" ")
        if kind.lower() != "bearer" or not token.startswith(PREFIX):
            return None
        asked = OAuthRequest("")
        if not ClientValidator().validate_bearer_token(token, [], asked):
            raise exceptions.AuthenticationFailed("The access token is unknown, expired or withdrawn.")
        client = asked.client
        clients.heard(client=client, at=clock.now())
        # Less if the client lost a scope since, never more.
        return client.user, Machine(client.name, frozenset(asked.scopes) & frozenset(client.scopes))

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class InScope(BasePermission):
    """A program does what its scopes name, where a view names a scope (`scopes`, by method); everywhere else nothing.

    People are let through: what they may is for the services to say.
    """

    message = "This is outside the scopes of your access token, or not for programs."

    def has_permission(self, request: Request, view: Any) -> bool:
        if not isinstance(request.auth, Machine):
            return True
        return scope_of(view, request.method or "") in request.auth.scopes


def scope_of(view: Any, method: str) -> str | None:
    """The scope a program needs for a method of a view; None: no scope lets it."""
    scopes: dict[str, str] = getattr(view, "scopes", {})
    return scopes.get("GET" if method == "HEAD" else method)
