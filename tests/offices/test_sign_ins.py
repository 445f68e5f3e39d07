"""Log-ins in the history (spec section 17)."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_login_failed
from django.test import Client, RequestFactory

from acts.common.models import HistoryEntry
from offices import audit
from tests.factories import offices as factory
from tests.factories import sessions

pytestmark = pytest.mark.django_db


def verbs(username: str) -> list[str]:
    rows = HistoryEntry.objects.filter(subject=audit.subject(kind="sign-in", key=username)).order_by("sequence")
    return [row.verb for row in rows]


@pytest.mark.parametrize(("typed", "name"), [("nobody", "nobody"), ("x" * 400, "x" * 150), ("a\0b", "ab")])
def test_failed_try_is_recorded_under_what_was_typed(typed: str, name: str) -> None:
    request = RequestFactory().post("/", REMOTE_ADDR="203.0.113.9")
    user_login_failed.send(__name__, credentials={"username": typed}, request=request)
    assert verbs(name) == ["log_in_failed"]
    assert HistoryEntry.objects.get().address == "203.0.113.9"


def test_wrong_password_is_recorded() -> None:
    factory.user(username="officer", password="truck on the road")
    assert authenticate(RequestFactory().post("/"), username="officer", password="wrong") is None
    assert verbs("officer") == ["log_in_failed"]


def test_log_in_and_out_are_recorded_in_order() -> None:
    user, client = factory.user(username="officer"), Client(REMOTE_ADDR="203.0.113.9")
    sessions.browser(user, client)
    client.logout()
    assert verbs("officer") == ["log_in", "log_out"]
