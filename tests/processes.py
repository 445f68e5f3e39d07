"""Real processes for tests: started with an environment of their own, ended with nothing left behind."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = {"DATABASE_URL", "REDIS_URL", "DEMO", "PORT", "DJANGO_SETTINGS_MODULE"}


def environment(**changes: str) -> dict[str, str]:
    """The surroundings of a new process: ours without what a test run sets, and `changes`."""
    kept = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
    return {**kept, "REDIS_URL": "", "PYTHONUNBUFFERED": "1", **changes}


@contextlib.contextmanager
def started(command: list[str], *, log: Path, env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """The process, its output in `log`; its whole session is killed at the end, whatever the test left of it."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=env, stdout=output, stderr=output, start_new_session=True
        )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def session(process: subprocess.Popen[bytes]) -> set[int]:
    """The processes of a started one's session that live, itself included."""
    listed = subprocess.run(["ps", "-o", "pid=,stat=", "-s", str(process.pid)], capture_output=True, text=True)
    rows = [line.split() for line in listed.stdout.splitlines()]
    return {int(pid) for pid, stat in rows if not stat.startswith("Z")}


def until(condition: Callable[[], object], *, seconds: float = 60, what: str = "it") -> None:
    """Wait for `condition`; AssertionError after `seconds`."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"{what} did not happen within {seconds} s"
        time.sleep(0.1)


def get(url: str) -> tuple[int, str]:
    """Status and body; status 0 while nobody listens."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


def ready(port: int) -> bool:
    """Whether `/readyz` on `port` says so."""
    status, body = get(f"http://127.0.0.1:{port}/readyz")
    return status == 200 and bool(json.loads(body)["ready"])
