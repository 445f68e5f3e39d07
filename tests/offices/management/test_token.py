"""`manage.py token`: the token alone, good for the API; nobody else's."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from knox.auth import TokenAuthentication
from rest_framework.test import APIRequestFactory

from offices.models import User


def test_token_refuses_an_unknown_user(db: None) -> None:
    with pytest.raises(CommandError, match="no active user is called nobody"):
        call_command("token", "nobody")


def test_token_refuses_a_user_who_left(trader: User) -> None:
    trader.is_active = False
    trader.save()
    with pytest.raises(CommandError):
        call_command("token", trader.username)


def test_token_prints_a_token_that_logs_in_and_is_kept_hashed(trader: User) -> None:
    out = StringIO()
    call_command("token", trader.username, stdout=out)
    token = out.getvalue().removesuffix("\n")
    request = APIRequestFactory().get("/", HTTP_AUTHORIZATION=f"Bearer {token}")
    found = TokenAuthentication().authenticate(request)
    assert found is not None
    user, row = found
    assert user == trader
    assert token not in {str(value) for value in vars(row).values()}
