"""The log: one line a request with its id, allowed fields only, nothing secret."""

import io
import json
import logging
import logging.config
import subprocess
import sys
import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from knox.models import AuthToken

from acts import logs
from offices.models import User
from tests import processes
from tests.factories import sessions

SECRETS = ("hunter2-password", "hunter2-token", "hunter2-code", "hunter2-query", "hunter2-cookie")

REQUEST = uuid.UUID("1b4e28ba-2fa1-41d2-883f-0016d3cca427")


@pytest.fixture
def lines() -> Iterator[Any]:
    """What the house's JSON handler writes meanwhile, as objects."""
    stream, root = io.StringIO(), logging.getLogger()
    logging.config.dictConfig(_json_logging() | {"incremental": False})
    handler = next(row for row in root.handlers if isinstance(row.formatter, logs.JsonLines))
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.config.dictConfig(settings.LOGGING)


def _json_logging() -> dict[str, Any]:
    console = settings.LOGGING["handlers"]["console"] | {"formatter": "json"}
    return {**settings.LOGGING, "handlers": {"console": console}}


def requests(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [line for line in found if line["logger"] == "acts.logs"]


@pytest.mark.django_db
def test_request_is_one_line_with_id_user_path_status_and_duration(client: Client, lines: Any) -> None:
    user = User.objects.create_user(username="somebody", password="x")
    sessions.browser(user, client)
    answer = client.get("/?q=hunter2-query")
    (line,) = requests(lines())
    assert line["request_id"] == answer["X-Request-ID"]
    assert (line["user"], line["method"], line["path"], line["status"]) == (user.pk, "GET", "/", answer.status_code)
    assert line["duration_ms"] > 0
    assert datetime.fromisoformat(line["time"]).utcoffset() is not None
    assert (line["level"], line["message"]) == ("INFO", f"GET / {answer.status_code}")


@pytest.mark.django_db
def test_movement_of_the_url_is_named_and_the_tokens_user(client: Client, lines: Any) -> None:
    user = User.objects.create_user(username="somebody", password="x")
    _, token = AuthToken.objects.create(user)
    movement = uuid.uuid4()
    client.get(f"/api/v1/movements/{movement}/", headers={"Authorization": f"Bearer {token}"})
    (line,) = requests(lines())
    assert (line["movement"], line["user"], line["status"]) == (str(movement), user.pk, 404)


def test_unknown_user_and_no_movement_leave_no_fields(client: Client, lines: Any) -> None:
    client.get("/static/nothing.css")
    (line,) = requests(lines())
    assert {"user", "movement"} & line.keys() == set()
    assert line["status"] == 404


@pytest.mark.parametrize("given", [REQUEST.hex, str(REQUEST), str(REQUEST).upper()])
def test_valid_request_id_is_taken_over_and_returned(client: Client, given: str) -> None:
    assert client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"] == given


@pytest.mark.parametrize(
    "given", ["", "1", "urn:uuid:" + REQUEST.hex, "-" * 4000 + REQUEST.hex, "a\nb", '{"level": "x"}']
)
def test_strange_request_id_is_replaced(client: Client, given: str) -> None:
    answered = client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"]
    assert answered != given
    assert uuid.UUID(answered).hex == answered


def test_two_requests_have_two_ids(client: Client) -> None:
    assert client.get("/healthz")["X-Request-ID"] != client.get("/healthz")["X-Request-ID"]


def test_probes_are_quiet(client: Client, lines: Any) -> None:
    client.get("/healthz")
    assert requests(lines()) == []


def test_line_break_in_a_path_stays_in_its_line(client: Client, lines: Any) -> None:
    client.get("/x%0aFORGED%20LINE")
    (line,) = requests(lines())
    assert line["path"] == "/x%0AFORGED%20LINE"


@pytest.mark.django_db
def test_nothing_secret_is_logged(client: Client, lines: Any) -> None:
    client.cookies["sessionid"] = "hunter2-cookie"
    client.post("/login/?next=/hunter2-query", {"username": "u", "password": "hunter2-password"})
    body = json.dumps({"guarantees": [{"grn": "26SG0000010000011", "access_code": "hunter2-code"}]})
    token = {"Authorization": "Bearer hunter2-token"}
    for path in ("/api/v1/declarations/?q=hunter2-query", "/nowhere/?q=hunter2-query"):
        client.post(path, body, content_type="application/json", headers=token)
    found = lines()
    assert len(requests(found)) == 3
    assert [secret for secret in SECRETS if secret in json.dumps(found)] == []


def test_error_of_a_view_is_logged_with_its_id_and_without_query(client: Client, lines: Any) -> None:
    client.raise_request_exception = False
    answer = client.get("/readyz?q=hunter2-query")  # Outside `django_db` the database refuses.
    errors = [line for line in lines() if "exc_info" in line]
    assert answer.status_code == 500
    assert {line["request_id"] for line in errors} == {answer["X-Request-ID"]}
    assert "hunter2" not in json.dumps(lines())


def test_fields_that_libraries_hang_on_a_record_stay_out(lines: Any) -> None:
    data = {"args": "('hunter2-code',)"}
    logging.getLogger("celery.app.trace").info("Task %s", "done", extra={"data": data, "request": "hunter2-query"})
    (line,) = lines()
    assert line.keys() == {"time", "level", "logger", "message"}
    assert line["message"] == "Task done"


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"LOG_FORMAT": "jason"}, "LOG_FORMAT"),
        ({"LOG_FORMAT": "json", "EMAIL_URL": "console://"}, "EMAIL_URL"),
        ({"EMAIL_URL": "mail.one.example"}, "EMAIL_URL"),
    ],
)
def test_setting_that_would_spoil_the_log_or_send_nothing_stops_the_start(wrong: dict[str, str], named: str) -> None:
    done = checked(**wrong)
    assert done.returncode != 0
    assert named in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("given", [{}, {"DEMO": "1"}, {"LOG_FORMAT": "json", "DEMO": "1"}])
def test_empty_address_of_a_mail_server_starts(given: dict[str, str]) -> None:
    done = checked(EMAIL_URL="", **given)
    assert (done.returncode, done.stderr) == (0, "")


def checked(**settings: str) -> "subprocess.CompletedProcess[str]":
    """`manage.py check` with these settings."""
    command = [sys.executable, "manage.py", "check"]
    env = processes.environment(**settings)
    return subprocess.run(command, cwd=processes.ROOT, env=env, capture_output=True, text=True, check=False)
