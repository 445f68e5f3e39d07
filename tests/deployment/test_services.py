"""Every service's exact command of docker-compose.yml as a plain process; a movement goes through them."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings

from acts.common import clock
from scripts import throwaway
from tests import processes
from transit import samples

pytestmark = [pytest.mark.redis, pytest.mark.slow]

LASTING = ("web", "worker", "beat")
GRACE = {"web": 30, "worker": 60, "beat": 15}
# Celery writes this past every logger when it is told to stop.
FAREWELL = ("", "worker: Warm shutdown (MainProcess)")
PEOPLE = ("trader", "departure", "transit", "destination")
_TOKENS = """
import json, sys, django
django.setup()
from knox.models import AuthToken
from offices.models import User
print(json.dumps({name: AuthToken.objects.create(User.objects.get(username=name))[1] for name in sys.argv[1:]}))
"""


@dataclass
class Installation:
    """The compose file's services on throwaway servers; each writes a log of its own."""

    compose: dict[str, Any]
    database: str
    broker: str
    folder: Path
    port: int = field(default_factory=throwaway.free_port)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def environment(self, service: str) -> dict[str, str]:
        """The names the compose file gives the service and `.env` must give, with values of this place."""
        here = {
            "DATABASE_URL": self.database,
            "REDIS_URL": self.broker,
            "MEDIA_ROOT": str(self.folder / "media"),
            "STATIC_ROOT": str(self.folder / "static"),
            "BEAT_SCHEDULE_FILE": str(self.folder / "beat"),
            "LOG_FORMAT": "json",
            "PORT": str(self.port),
            "WEB_HOST": "127.0.0.1",
        }
        named = self.compose["services"][service]["environment"]
        secrets = {"SECRET_KEY": "s" * 50, "KEY_ENCRYPTION_KEY": "k" * 50, "ALLOWED_HOSTS": "acts.test,127.0.0.1"}
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        # Celery warns root by a plain line; in the image it is not root.
        return processes.environment(
            **{name: here[name] for name in named}, **secrets, PATH=path, PYTHONWARNINGS="ignore"
        )

    def command(self, service: str) -> list[str]:
        """The service's command but for its first word, `python`."""
        first, *rest = self.compose["services"][service]["command"]
        assert first == "python"
        return list(rest)

    def run(self, service: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end in the surroundings of the service."""
        return subprocess.run(
            arguments, cwd=processes.ROOT, env=self.environment(service), capture_output=True, text=True, check=False
        )

    def healthy(self, service: str) -> bool:
        """What the service's health check says."""
        kind, *test = self.compose["services"][service]["healthcheck"]["test"]
        command = ["sh", "-c", test[0].replace("$$", "$")] if kind == "CMD-SHELL" else test
        return self.run(service, *command).returncode == 0

    def log(self, service: str) -> str:
        return (self.folder / f"{service}.log").read_text()

    def call(self, path: str, token: str, body: object = None, **headers: str) -> dict[str, Any]:
        """GET, or POST of `body`; fails with the answer's text if it is a refusal."""
        data = None if body is None else json.dumps(body).encode()
        given = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/api/v1/{path}", data, given)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                found: dict[str, Any] = json.load(answer)
                return found
        except urllib.error.HTTPError as refused:
            raise AssertionError(f"{path}: {refused.code} {refused.read().decode()}") from refused


@pytest.fixture(scope="module")
def installation(compose: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    try:
        with throwaway.postgres() as database, throwaway.redis() as broker, contextlib.ExitStack() as stack:
            place = Installation(compose, database, broker, tmp_path_factory.mktemp("services"))
            for arguments in (place.command("migrate"), ["manage.py", "collectstatic", "--no-input", "-v0"]):
                done = place.run("migrate", sys.executable, *arguments)
                assert done.returncode == 0, done.stderr
            for service in LASTING:
                log, env = place.folder / f"{service}.log", place.environment(service)
                started = processes.started(place.command(service), log=log, env=env)
                place.running[service] = stack.enter_context(started)
            processes.until(lambda: processes.ready(place.port), seconds=120, what="/readyz 200")
            yield place
    except throwaway.Absent as absent:
        pytest.skip(f"the services are started on real servers: {absent}")


@pytest.fixture(scope="module")
def tokens(installation: Installation) -> dict[str, str]:
    """The demonstration is loaded through `web`, as the document says; tokens of its people."""
    demo = installation.run("web", sys.executable, "manage.py", "demo")
    assert demo.returncode == 0, demo.stderr
    env = installation.environment("web") | {"DJANGO_SETTINGS_MODULE": "acts.settings"}
    command = [sys.executable, "-c", _TOKENS, *PEOPLE]
    made = subprocess.run(command, cwd=processes.ROOT, env=env, capture_output=True, text=True, check=True)
    found: dict[str, str] = json.loads(made.stdout)
    return found


def test_health_checks_of_all_services_pass(installation: Installation) -> None:
    assert {service: installation.healthy(service) for service in LASTING} == dict.fromkeys(LASTING, True)


def test_pages_and_style_sheets_are_served(installation: Installation) -> None:
    status, page = processes.get(f"http://127.0.0.1:{installation.port}/login/")
    assert (status, "/static/" in page) == (200, True)
    sheet = page.split('href="/static/')[1].split('"')[0]
    assert processes.get(f"http://127.0.0.1:{installation.port}/static/{sheet}")[0] == 200


def test_movement_goes_through_the_services_and_celery_frees_its_guarantee(
    installation: Installation, tokens: dict[str, str]
) -> None:
    trace = uuid.uuid4().hex
    content = samples.load("singapore-bangkok", at=clock.now(), lrn="COMPOSE-1")
    key = installation.call("declarations/", tokens["trader"], content)["id"]
    installation.call(f"declarations/{key}/lodge/", tokens["trader"], {})
    mrn = installation.call(f"movements/{key}/", tokens["trader"])["mrn"]

    def act(who: str, office: str, verb: str, body: object) -> dict[str, Any]:
        postings = installation.call("me/", tokens[who])["postings"]
        acting = next(row["id"] for row in postings if row["office"] == office)
        headers = {"Acting_Posting": acting, "X_Request_ID": trace}
        return installation.call(f"movements/{key}/{verb}/", tokens[who], body, **headers)

    for who in ("departure", "destination"):
        installation.call("step-up/", tokens[who], {"password": settings.DEMO_PASSWORD})
    act("departure", content["office_of_departure"], "release", {"result": "A2"})
    for stop in content["offices_of_transit"]:
        for verb in ("present", "cross"):
            act("transit", stop["office"], f"passages/{stop['office']}/{verb}", {})
    act("destination", content["office_of_destination"], "arrival", {})
    assert held(installation, mrn) == 1
    act("destination", content["office_of_destination"], "results", {"result": "A2"})
    processes.until(lambda: held(installation, mrn) == 0, seconds=60, what="the release of the guarantee")
    assert pulses(installation) == {"celery"}
    access = [line for line in lines(installation, "web") if line.get("movement") == key]
    assert {line["status"] for line in access} <= {200, 201}
    assert trace in {line["request_id"] for line in access}
    # The kick of the last verb carried its request's id to the worker; the beat may have freed it before that came.
    processes.until(
        lambda: trace in {line.get("request_id") for line in lines(installation, "worker")},
        seconds=60,
        what="the kick in the worker's log",
    )


def held(installation: Installation, mrn: str) -> int:
    """Live reservations under the reference."""
    query = "SELECT count(*) FROM guarantees_reservation WHERE reference = %s AND state = 'LIVE'"
    with psycopg.connect(installation.database) as connection:
        row = connection.execute(query, [mrn]).fetchone()
    assert row is not None
    return int(row[0])


def pulses(installation: Installation) -> set[str]:
    """Who swept."""
    with psycopg.connect(installation.database) as connection:
        return {row[0] for row in connection.execute("SELECT name FROM common_workerpulse")}


def lines(installation: Installation, service: str) -> list[dict[str, Any]]:
    """The service's log so far; whatever is no JSON object fails."""
    return [json.loads(line) for line in installation.log(service).splitlines() if line not in FAREWELL]


def test_all_end_cleanly_on_sigterm_and_wrote_nothing_but_json(installation: Installation) -> None:
    """The last test of the module: it ends what the others use."""
    for service, process in installation.running.items():
        os.kill(process.pid, signal.SIGTERM)
        started = time.monotonic()
        assert process.wait(GRACE[service]) == 0, service
        assert time.monotonic() - started < GRACE[service]
        assert processes.session(process) == set(), service
    for service in LASTING:
        found = lines(installation, service)
        assert found, service
        assert all({"time", "level", "logger", "message"} <= line.keys() for line in found)
        errors = {line["message"] for line in found if line["level"] in ("ERROR", "CRITICAL")}
        assert errors <= {"Service Unavailable: /readyz"}  # Before the first sweep.
    secrets = ("D3MK", "k" * 50, "s" * 50, "Bearer")
    assert [word for word in secrets if word in "".join(map(installation.log, LASTING))] == []


def test_stop_grace_of_the_file_is_the_grace_tested(compose: dict[str, Any]) -> None:
    assert {service: compose["services"][service]["stop_grace_period"] for service in LASTING} == {
        service: f"{seconds}s" for service, seconds in GRACE.items()
    }
