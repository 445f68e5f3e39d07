"""A bank posts and the process is killed in the middle, or the broker is down: effect, kept answer and job are one."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from acts.common import clock, jobs
from acts.common.models import Job, KeptAnswer
from acts.notices.models import Notice
from guarantees.enums import GuaranteeState
from guarantees.models import Guarantee
from offices.models import User
from tests.concurrency.stage import DEPARTURE, Stage, faults
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


def _send(call: list[str], **env: str) -> tuple[list[str], str]:
    """Status and body of the answer, and what the process logged."""
    done = subprocess.run([sys.executable, *call], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)
    return done.stdout.split("\n", 1), done.stderr


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
    (first, log), (again, _) = _send(call, **env), _send(call, **env)
    assert (first[0], first) == ("201", again), log
    assert _left() == (1, 1)


@pytest.mark.parametrize("broker", ["down", ""])
def test_notice_of_a_bank_needs_no_broker_and_loses_no_job(
    committed: Stage, database_url: str, down: str, broker: str
) -> None:
    """Only without a broker to ask is no kick lost; the job is the same, and worked by the next sweep."""
    movement, row = committed.released(), committed.guarantee()
    assert row.guarantor is not None
    bank = offices.user(firm=row.guarantor.firm)
    call = ["-m", "tests.faults.posting", bank.username, f"/api/v1/guarantees/{row.pk}/cancel/", "{}"]
    env = environment(DATABASE_URL=database_url, DJANGO_SETTINGS_MODULE="acts.settings", REDIS_URL=broker and down)
    (first, log), (again, _) = _send(call, **env), _send(call, **env)
    assert (first[0], first) == ("200", again), log
    assert json.loads(first[1])["state"] == GuaranteeState.CANCELLING == committed.guarantee().state
    assert log.count("kick lost") == bool(broker), log
    assert list(Job.objects.filter(done_at=None).values_list("kind", flat=True)) == ["transit.cover_news"]
    assert KeptAnswer.objects.count() == 1
    assert jobs.work_off(at=clock.now()) == 1
    told = Notice.objects.filter(subject=movement.pk, kind="GUARANTEE_NOTICE")
    assert list(told.values_list("addressee", flat=True)) == [f"office:{DEPARTURE}"]
    assert faults() == []
