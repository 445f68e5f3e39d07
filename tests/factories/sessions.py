"""People who are logged in: browsers with a session, clients of the API with a token; with a fresh proof."""

from datetime import datetime
from typing import Any

from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from knox.models import AuthToken
from rest_framework.test import APIClient

from offices.models import TokenProof, User


def browser(user: User | str, client: Client | None = None) -> Client:
    """A browser (`client`, or a new one) in which `user`, or who is called so, has just given both factors."""
    client = half(user, client)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = "of a test"
    session.save()
    return client


def half(user: User | str, client: Client | None = None) -> Client:
    """A browser in which only the password has been given."""
    client = client or Client()
    client.force_login(user if isinstance(user, User) else User.objects.get(username=user))
    return client


def token(user: User, *, proved_at: datetime | None) -> Any:
    """A token of the API, with a proof given at that instant, if any."""
    return _token(user, proved_at)[0]


def secret(user: User, *, proved_at: datetime | None) -> str:
    """What the holder of such a token sends."""
    return _token(user, proved_at)[1]


def _token(user: User, proved_at: datetime | None) -> tuple[Any, str]:
    row, sent = AuthToken.objects.create(user)
    if proved_at is not None:
        TokenProof.objects.create(token=row, proved_at=proved_at)
    return row, sent


def program(user: User, client: APIClient, *, proved_at: datetime | None) -> APIClient:
    """A client of the API that holds such a token."""
    client.force_authenticate(user, token=token(user, proved_at=proved_at))
    return client
