"""Programs of banks: clients made by the service, tokens fetched from the endpoint."""

import base64
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlencode

from rest_framework.test import APIClient

from guarantees.enums import Scope
from guarantees.services import clients
from offices import actors
from offices.models import User
from tests.factories.guarantees import AT

TOKEN = "/api/v1/oauth/token/"


def made(by: User, *, scopes: Iterable[str] = tuple(Scope), name: str = "core", at: datetime = AT) -> clients.Made:
    """A client of the bank this user administers."""
    return clients.make(name=name, scopes=[*scopes], expires_at=None, actor=actors.of(by, at=at), at=at)


def basic(client_id: str, secret: str) -> str:
    """The header of HTTP Basic."""
    return "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()


def token(made: clients.Made, scope: str = "") -> str:
    """An access token of that client."""
    header = {"Authorization": basic(made.client.client_id, made.secret)}
    body = {"grant_type": "client_credentials"} | ({"scope": scope} if scope else {})
    client = APIClient(headers=header)
    answer = client.post(TOKEN, urlencode(body), content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200, answer.content
    return str(answer.json()["access_token"])


def program(by: User, *scopes: str, name: str = "core", **headers: str) -> APIClient:
    """A program of that bank with a token of these scopes; an exception is a 500, as on a server."""
    bearer = {"Authorization": f"Bearer {token(made(by, scopes=scopes or tuple(Scope), name=name))}"}
    return APIClient(raise_request_exception=False, headers=bearer | headers)
