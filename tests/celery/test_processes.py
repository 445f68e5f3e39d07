"""Jobs through real Celery processes: kicked, swept after a lost kick, and after `kill -9`."""

import os
import signal
from collections.abc import Callable
from contextlib import AbstractContextManager

import psycopg
import pytest

from tests import processes
from tests.celery.conftest import Post

pytestmark = [pytest.mark.redis, pytest.mark.slow]

Broker = Callable[[], AbstractContextManager[str]]
WORKER = ("worker", "--concurrency", "1", "--loglevel", "INFO")


def test_kicked_job_is_worked_without_any_beat(post: Post, broker: Broker) -> None:
    with broker(), post.celery(*WORKER):
        processes.until(lambda: "ready." in (post.folder / "log").read_text(), what="the worker's start")
        post.order("kicked")
        post.until_done("kicked")
    assert post.job("kicked") == (True, 1, "")


def test_order_with_the_broker_down_succeeds_and_is_swept_once_it_is_back(post: Post, broker: Broker) -> None:
    with post.celery(*WORKER), post.celery("beat"):
        with broker():
            processes.until(lambda: "ready." in (post.folder / "log").read_text(), what="the worker's start")
        post.order("kick lost")
        assert post.job("kick lost") == (False, 0, "")
        with broker():
            post.until_done("kick lost")
    assert post.job("kick lost") == (True, 1, "")


def test_job_of_a_worker_killed_between_claim_and_commit_is_worked_once(post: Post, broker: Broker) -> None:
    with broker(), post.celery("beat"), psycopg.connect(post.database) as guard:
        guard.execute("LOCK TABLE guarantees_reservation IN ACCESS EXCLUSIVE MODE")
        post.insert("killed")
        with post.celery(*WORKER) as worker:
            processes.until(lambda: _stuck(post, "killed"), what="the claim")
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
        assert post.job("killed") == (False, 0, "")
        guard.rollback()
        with post.celery(*WORKER):
            post.until_done("killed")
    assert post.job("killed") == (True, 1, "")


def _stuck(post: Post, key: str) -> bool:
    """Whether a worker has claimed the job (its row is locked) and now waits for the reservations in its effect."""
    with psycopg.connect(post.database) as connection:
        free = connection.execute("SELECT 1 FROM common_job WHERE key = %s FOR UPDATE SKIP LOCKED", [key]).fetchone()
        waiting = connection.execute(
            "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'guarantees_reservation'::regclass"
        ).fetchone()
    return free is None and waiting is not None


def test_celery_processes_end_cleanly_on_sigterm(post: Post, broker: Broker) -> None:
    with broker(), post.celery(*WORKER) as worker, post.celery("beat") as beat:
        processes.until(lambda: "ready." in (post.folder / "log").read_text(), what="the worker's start")
        processes.until(lambda: "succeeded in" in (post.folder / "log").read_text(), what="the first sweep")
        for process in (beat, worker):
            os.kill(process.pid, signal.SIGTERM)
            assert process.wait(40) == 0
        assert processes.session(worker) | processes.session(beat) == set()
    assert "Traceback" not in (post.folder / "log").read_text()
