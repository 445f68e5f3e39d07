"""The broker is down, or takes connections and never answers: verbs answer all the same, and no work is lost."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from acts.common import clock, jobs
from acts.common.models import Job
from guarantees.enums import EntryKind
from guarantees.models import LedgerEntry
from tests.concurrency.stage import DESTINATION, Stage, faults
from tests.processes import ROOT, environment
from transit.enums import State
from transit.rehearsal import company

pytestmark = pytest.mark.postgres

AT_MOST_SECONDS = {"down": 2.0, "silent": 4.0}


@pytest.fixture
def silent() -> Iterator[str]:
    """Connections are taken and nothing is ever said."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


def _discharge(stage: Stage, broker: str, database: str) -> tuple[list[dict[str, Any]], str]:
    """Two discharges in a process of their own; what it printed, and what it logged."""
    movements = [stage.arrived(), stage.arrived(lrn="SECOND", vehicle=stage.content(stage.twin())["vehicle"])]
    env = environment(DATABASE_URL=database, REDIS_URL=broker, DJANGO_SETTINGS_MODULE="acts.settings")
    command = [sys.executable, "-m", "tests.faults.discharging", company.OFFICER, DESTINATION]
    keys = [str(movement.pk) for movement in movements]
    done = subprocess.run([*command, *keys], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()], done.stderr


@pytest.mark.parametrize("broker", AT_MOST_SECONDS)
def test_discharge_without_broker_answers_and_its_job_is_swept(
    committed: Stage, database_url: str, request: pytest.FixtureRequest, broker: str
) -> None:
    answers, log = _discharge(committed, request.getfixturevalue(broker), database_url)
    assert [answer["state"] for answer in answers] == [State.DISCHARGED, State.DISCHARGED]
    assert all(answer["seconds"] < AT_MOST_SECONDS[broker] for answer in answers), answers
    assert log.count("kick lost") == 1
    assert Job.objects.filter(done_at=None).count() == 2
    assert jobs.work_off(at=clock.now()) == 2
    assert LedgerEntry.objects.filter(kind=EntryKind.RELEASE).count() == 2
    assert faults() == []
