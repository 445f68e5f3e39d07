"""What holds for every page: log-in, forms' tokens, frames, caches, and where a log-in leads."""

from collections import defaultdict
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from offices.models import User
from tests.factories import sessions
from tests.permissions.test_matrix import TABLE

PASSWORD = "open-the-gate-2026"
_KEY = "00000000-0000-0000-0000-000000000001"
_NUMBERED = {"code": "1", "approval": "1"}
POSTED = sorted({path for method, path, _, _ in TABLE if method == "POST" and not path.startswith("api/")})


@pytest.fixture
def member(trader: User) -> User:
    trader.set_password(PASSWORD)
    trader.save()
    return trader


def _log_in(client: Client, member: User, **body: str) -> Any:
    return client.post(reverse("login"), {"username": member.username, "password": PASSWORD, **body})


@pytest.mark.parametrize("path", POSTED)
def test_post_without_its_token_is_refused_on_every_page(member: User, path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    sessions.browser(member, client)
    answer = client.post("/" + path.format_map(defaultdict(lambda: _KEY, _NUMBERED)), {"lrn": "X"})
    assert (answer.status_code, "Please send the form again" in answer.content.decode()) == (403, True)


def test_login_changes_the_session_key(client: Client, member: User) -> None:
    client.get("/login/")
    planted = client.session
    planted["planted"] = "yes"
    planted.save()
    client.cookies["sessionid"] = planted.session_key
    before = planted.session_key
    _log_in(client, member)
    assert client.cookies["sessionid"].value != before
    assert client.cookies["sessionid"]["httponly"]
    assert Client(headers={"cookie": f"sessionid={before}"}).get("/").status_code == 302


def test_logout_ends_the_session_everywhere(client: Client, member: User) -> None:
    _log_in(client, member)
    key = client.cookies["sessionid"].value
    client.post("/logout/")
    assert Client(headers={"cookie": f"sessionid={key}"}).get("/").status_code == 302


@pytest.mark.parametrize(
    "target",
    [
        *("https://evil.example/", "//evil.example/", "///evil.example", "\\\\evil.example", "/\\evil.example"),
        *(
            "javascript:alert(1)",
            "http:evil.example",
            "https:///evil.example",
            " //evil.example",
            "http://127.0.0.1@e.x/",
        ),
    ],
)
def test_login_never_leads_elsewhere(client: Client, member: User, target: str) -> None:
    assert _log_in(client, member, next=target)["Location"] == "/"
    assert client.get("/login/", {"next": target})["Location"] == "/"


@pytest.mark.parametrize("path", ["/", "/login/", "/nothing/", "/declarations/new/", "/api/v1/me/"])
def test_answers_are_not_framed_guessed_or_kept(client: Client, member: User, path: str) -> None:
    sessions.browser(member, client)
    answer = client.get(path)
    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"


def test_part_that_refreshes_itself_is_led_to_the_login(client: Client) -> None:
    answer = client.get("/", headers={"hx-request": "true"})
    assert (answer.status_code, answer["HX-Refresh"], answer.content) == (204, "true", b"")
    assert client.get("/").status_code == 302
