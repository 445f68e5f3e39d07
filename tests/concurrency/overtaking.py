"""Two acts made to overlap, always in the same way: one stops in the middle, the other tries to overtake it.

The slow act stops before the statement named; only then the fast one starts, and only when the fast one has ended, or
is seen by the database to wait for the slow one, does the slow one go on. So the same interleaving is played with and
without a lock, and `waited` says which of the two it was.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

Act = Callable[[], Any]
PATIENCE = 15.0


@dataclass(frozen=True, slots=True)
class Overtaking:
    """What the two acts returned or raised, and whether the fast one had to wait for the slow one."""

    slow: Any
    fast: Any
    waited: bool


@dataclass(slots=True)
class _Stop:
    """Halts its thread once, before the n-th statement that contains `text`."""

    text: str = ""
    left: int = 1
    reached: threading.Event = field(default_factory=threading.Event)
    go: threading.Event = field(default_factory=threading.Event)

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if self.text and self.text in sql:
            self.left -= 1
            if self.left == 0:
                self.reached.set()
                assert self.go.wait(PATIENCE), "nobody let the slow act go on"
        return execute(sql, params, many, context)


@dataclass(slots=True)
class _Runner:
    """One act in a thread with a connection of its own; a lock it cannot get is an error, never a hanging test."""

    act: Act
    stop: _Stop
    backend: "Future[int]" = field(default_factory=Future)

    def __call__(self) -> Any:
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"SET lock_timeout = '{PATIENCE}s'")
                cursor.execute("SELECT pg_backend_pid()")
                self.backend.set_result(cursor.fetchone()[0])
            with connection.execute_wrapper(self.stop):
                return self.act()
        except Exception as error:
            return error
        finally:
            connection.close()


def overtake(slow: Act, fast: Act, *, before: str, nth: int = 1) -> Overtaking:
    """Let `fast` try to overtake `slow`, which stands before its n-th statement containing `before`."""
    ahead, behind = _Runner(slow, _Stop(before, nth)), _Runner(fast, _Stop())
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(ahead)
        try:
            _until(lambda: ahead.stop.reached.is_set() or first.done())
            assert ahead.stop.reached.is_set(), f"never came to {before}: {first.result()!r}"
            second = threads.submit(behind)
            pid, other = ahead.backend.result(PATIENCE), behind.backend.result(PATIENCE)
            _until(lambda: second.done() or waits_for(other, pid))
            waited = not second.done()
        finally:
            ahead.stop.go.set()
        return Overtaking(first.result(2 * PATIENCE), second.result(2 * PATIENCE), waited)


def waits_for(waiting: int, holding: int) -> bool:
    """Whether one backend waits for a lock that another holds, as the database sees it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s = ANY(pg_blocking_pids(%s))", [holding, waiting])
        return bool(cursor.fetchone()[0])


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "the acts never came to where they should overlap"
        time.sleep(0.005)
