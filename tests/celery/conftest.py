"""A PostgreSQL and a Redis of one's own, and real Celery processes between them."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from scripts import throwaway
from tests import processes

_ORDER = """
import sys
from django.db import transaction
from acts.common import clock, jobs
with transaction.atomic():
    jobs.order(kind="guarantees.release", key=sys.argv[1], at=clock.now(), payload={"reference": sys.argv[1]})
"""


@dataclass(frozen=True)
class Post:
    """One installation: its database, where its broker is, where its processes write."""

    database: str
    broker_port: int
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        broker = f"redis://127.0.0.1:{self.broker_port}/0"
        return processes.environment(DATABASE_URL=self.database, REDIS_URL=broker)

    def celery(self, *arguments: str) -> AbstractContextManager[subprocess.Popen[bytes]]:
        """`celery -A acts worker` or `beat`, as in production."""
        command = ["-m", "celery", "-A", "acts", *arguments]
        if arguments[0] == "beat":
            command += ["--schedule", str(self.folder / f"beat-{os.urandom(4).hex()}")]
        return processes.started(command, log=self.folder / "log", env=self.environment)

    def order(self, key: str) -> None:
        """Order a release in a process of its own, through the house's one way of ordering; kicks Celery."""
        start = f"import django; django.setup()\n{_ORDER}"
        env = self.environment | {"DJANGO_SETTINGS_MODULE": "acts.settings"}
        subprocess.run([sys.executable, "-c", start, key], cwd=processes.ROOT, env=env, check=True)

    def insert(self, key: str) -> None:
        """Write the job row alone: an order whose kick never left."""
        with psycopg.connect(self.database) as connection:
            connection.execute(
                "INSERT INTO common_job (kind, key, payload, due_at, attempts, last_error)"
                " VALUES ('guarantees.release', %s, jsonb_build_object('reference', %s::text), %s, 0, '')",
                [key, key, datetime.now(UTC)],
            )

    def job(self, key: str) -> tuple[bool, int, str]:
        """Whether the job is done, how often it was tried to its end, and its last error."""
        with psycopg.connect(self.database) as connection:
            row = connection.execute(
                "SELECT done_at IS NOT NULL, attempts, last_error FROM common_job WHERE key = %s", [key]
            ).fetchone()
        assert row is not None
        return row[0], row[1], row[2]

    def until_done(self, key: str) -> None:
        processes.until(lambda: self.job(key)[0], seconds=90, what=f"job {key}")


@pytest.fixture(scope="session")
def migrated_database() -> Iterator[str]:
    try:
        with throwaway.postgres() as url:
            env = processes.environment(DATABASE_URL=url)
            subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=processes.ROOT, env=env, check=True)
            yield url
    except throwaway.Absent as absent:
        pytest.skip(f"Celery is tested on real servers: {absent}")


@pytest.fixture
def post(migrated_database: str, tmp_path: Path) -> Post:
    return Post(database=migrated_database, broker_port=throwaway.free_port(), folder=tmp_path)


@pytest.fixture
def broker(post: Post) -> Callable[[], AbstractContextManager[str]]:
    """`with broker():` the post's Redis runs; it can be taken away and come back on the same port."""
    return lambda: throwaway.redis(port=post.broker_port)
