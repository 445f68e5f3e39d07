"""A bank posts and the process is killed in the middle, or the broker is down: effect and kept answer are one."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from acts.common import clock
from acts.common.models import KeptAnswer
from guarantees.models import Guarantee
from offices.models import User
from tests.factories import guarantees as factory
from tests.factories import offices
from tests.faults.posting import REACHED
from tests.processes import ROOT, environment, started, until

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("race")]
POINTS = {
    "the guarantee is written": 'INSERT INTO "guarantees_guarantee"',
    "its event is told": 'INSERT INTO "notices_notice"',
    "the answer is kept": 'INSERT INTO "common_keptanswer"',
}


@pytest.fixture
def call(race: None, bank_user: User) -> list[str]:
    """The arguments of a post that issues a guarantee."""
    assert bank_user.firm is not None
    now = clock.now()
    factory.guarantor(firm=bank_user.firm, at=now)
    body = {
        "kind": "MULTIPLE_JOURNEY",
        "principal": offices.firm().number,
        "office": "SGSIN001",
        "currency": "SGD",
        "reference_amount": "50000",
        "valid_from": now.date().isoformat(),
    }
    return ["-m", "tests.faults.posting", bank_user.username, "/api/v1/guarantees/", json.dumps(body)]


def _left() -> tuple[int, int]:
    return Guarantee.objects.count(), KeptAnswer.objects.count()


def _send(call: list[str], **env: str) -> str:
    done = subprocess.run([sys.executable, *call], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)
    return done.stdout.strip() or done.stderr


@pytest.mark.parametrize("point", POINTS)
def test_post_killed_before_its_commit_leaves_nothing_and_is_done_by_the_next(
    call: list[str], database_url: str, tmp_path: Path, point: str
) -> None:
    log = tmp_path / "log"
    env = environment(DATABASE_URL=database_url, DJANGO_SETTINGS_MODULE="acts.settings")
    with started([*call, POINTS[point]], log=log, env=env) as process:
        until(lambda: REACHED in log.read_text() or process.poll() is not None, what="the statement")
        assert process.poll() is None, log.read_text()
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)
    assert _left() == (0, 0)
    assert [_send(call, **env), _send(call, **env)] == ["201", "201"]
    assert _left() == (1, 1)


def test_post_without_broker_is_answered_and_nothing_is_lost(call: list[str], database_url: str) -> None:
    env = environment(DATABASE_URL=database_url, DJANGO_SETTINGS_MODULE="acts.settings")
    assert _send(call, **env | {"REDIS_URL": "redis://127.0.0.1:1/0"}) == "201"
    assert _left() == (1, 1)
