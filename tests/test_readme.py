"""The README's walks, executed as written against a real server that Ctrl-C ends; its picture, equal to the table."""

import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from scripts import throwaway
from tests import processes

_README = processes.ROOT / "README.md"
_NEXT = "--- the next walk"


def walk(title: str) -> str:
    """A walk's commands, as a reader would type them."""
    section = _README.read_text().split(f"## {title}\n")[1].split("\n## ")[0]
    return "\n".join(re.findall(r"```sh\n(.*?)```", section, flags=re.DOTALL))


@pytest.mark.once
@pytest.mark.slow
@pytest.mark.skipif(shutil.which("curl") is None, reason="the walk is typed with curl")
def test_walks_of_the_readme_work_as_written(tmp_path: Path, migrated: Path) -> None:
    shutil.copy(migrated, tmp_path / "acts.sqlite3")
    port, log = throwaway.free_port(), tmp_path / "log"
    env = processes.environment(
        DATABASE_URL=f"sqlite:///{tmp_path / 'acts.sqlite3'}", STATIC_ROOT=str(tmp_path / "static"), DEMO="1"
    )
    with processes.started(["manage.py", "up", "--port", str(port)], log=log, env=env) as up:
        processes.until(lambda: processes.ready(port) or up.poll() is not None, seconds=240, what="readiness")
        walks = [walk("A walk through the API"), f"echo {_NEXT}", walk("A bank's walk")]
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", "\n".join(walks)],
            cwd=processes.ROOT,
            env=env | {"API": f"http://127.0.0.1:{port}/api/v1"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr + log.read_text()[-3000:]
        os.kill(up.pid, signal.SIGINT)
        assert up.wait(40) == 0
        assert processes.session(up) == set()
    trucks, banks = done.stdout.split(f"{_NEXT}\n")
    _assert_truck_arrived(trucks.splitlines())
    _assert_bank_was_served(banks.splitlines())


def _assert_truck_arrived(said: list[str]) -> None:
    assert said[0] == "[]"
    assert re.fullmatch(r"ACCEPTED \d\dSGSIN001\w{6}J\d GREEN", said[1])
    assert said[2].startswith("20")
    assert said[3].startswith("IN_TRANSIT 20")
    before, after = float(said[4]), float(said[-2])
    assert before > after
    assert said[5:13] == ["IN_TRANSIT"] * 8
    assert said[14:16] == ["ARRIVED", "DISCHARGED"]
    assert said[16].startswith("create lodge accept release record_passage")
    assert '"class":92' in said[-1]


def _assert_bank_was_served(said: list[str]) -> None:
    assert re.fullmatch(r"ACTIVE \d\dSG[A-Z0-9]{13}", said[0])
    assert said[1:3] == ["4", "300000"]
    assert '"R-GUARANTEE-05"' in said[3]
    assert said[4:6] == ["CANCELLING", "ACTIVE"]
    assert said[6].strip() == "sequence,kind,amount,currency,reference,at,reserved_after,paid_after"
    assert set(said[7].split()) >= {"RESERVE", "RELEASE"}
    assert said[8] == "PARTLY_PAID 1000"
