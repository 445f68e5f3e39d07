"""`manage.py up` as a real process: starts everything, ends everything. Ctrl-C ends the one of the README's walks."""

import os
import shutil
import signal
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from scripts import throwaway
from tests import processes

LAST_OF_ADMIN = "0003_logentry_add_action_flag_choices"


def _environment(folder: Path) -> dict[str, str]:
    return processes.environment(
        DATABASE_URL=f"sqlite:///{folder / 'acts.sqlite3'}", STATIC_ROOT=str(folder / "static"), LOG_LEVEL="WARNING"
    )


def _set_back(database: Path) -> None:
    """A migration behind, without which nothing gets ready; one that changes no table, so that it can be done again."""
    with closing(sqlite3.connect(database)) as connection, connection:
        gone = connection.execute("DELETE FROM django_migrations WHERE (app, name) = ('admin', ?)", [LAST_OF_ADMIN])
        assert gone.rowcount == 1


@pytest.mark.once
@pytest.mark.slow
def test_up_says_a_port_in_use_before_anything_else(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = ["manage.py", "up", "--port", str(port)]
        log = tmp_path / "log"
        with processes.started(command, log=log, env=_environment(tmp_path)) as up:
            assert up.wait(60) == 1
    assert f"port {port} cannot be had" in log.read_text()
    assert not (tmp_path / "acts.sqlite3").exists()


@pytest.mark.once
@pytest.mark.slow
def test_up_migrates_gets_ready_and_ends_with_every_child(tmp_path: Path, migrated: Path) -> None:
    _set_back(shutil.copy(migrated, tmp_path / "acts.sqlite3"))
    port, log = throwaway.free_port(), tmp_path / "log"
    command = ["manage.py", "up", "--port", str(port)]
    with processes.started(command, log=log, env=_environment(tmp_path)) as up:
        processes.until(lambda: processes.ready(port) or up.poll() is not None, seconds=120, what="readiness")
        assert len(processes.session(up)) >= 4
        assert processes.get(f"http://127.0.0.1:{port}/login/")[0] == 200
        os.kill(up.pid, signal.SIGTERM)
        assert up.wait(40) == 0
        assert processes.session(up) == set()
    assert f"ACTS runs on http://127.0.0.1:{port}/" in log.read_text()


@pytest.mark.once
@pytest.mark.slow
def test_up_goes_down_with_a_clear_line_when_its_worker_dies(tmp_path: Path, migrated: Path) -> None:
    shutil.copy(migrated, tmp_path / "acts.sqlite3")
    port, log = throwaway.free_port(), tmp_path / "log"
    command = ["manage.py", "up", "--port", str(port)]
    with processes.started(command, log=log, env=_environment(tmp_path)) as up:
        processes.until(lambda: processes.ready(port) or up.poll() is not None, seconds=120, what="readiness")
        worker = log.read_text().split("worker-")[1].split(":")[0]
        os.kill(int(worker), signal.SIGKILL)
        assert up.wait(40) == 1
        assert processes.session(up) == set()
    assert "the worker ended by itself (exit -9); everything is stopped" in log.read_text()
