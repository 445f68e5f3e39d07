"""Sending one message to a stranger's server, bounded in every way: where to, how long, how much is read."""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from urllib3 import HTTPSConnectionPool, Timeout
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import HTTPError, ReadTimeoutError

from acts.notices.services import addresses

SECONDS = 10.0  # [P] in all, from the first packet to the last byte read
_MOST_READ = 4096


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: the HTTP status, or why there is none."""

    status: int | None
    error: str = ""

    @property
    def taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class _Connection(HTTPSConnection):
    """A connection that can be cut from outside, in its handshake too: a socket's time-out begins anew at each byte."""

    line: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        opened = super()._new_conn()
        self.line = opened.dup()
        return opened

    def cut(self) -> None:
        """End it whatever it is doing."""
        if self.line is not None:
            with suppress(OSError):
                self.line.shutdown(socket.SHUT_RDWR)


def post(url: str, *, body: bytes, headers: Mapping[str, str]) -> Outcome:
    """POST to the address its host name leads to now, checked; no redirect is followed, no more than 4 KB read."""
    parts = urlsplit(url)
    try:
        address = addresses.resolve(parts)
    except addresses.Closed as error:
        return Outcome(None, str(error))
    host = parts.hostname or ""
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    pool = HTTPSConnectionPool(
        str(address), parts.port or 443, timeout=Timeout(total=SECONDS), server_hostname=host, assert_hostname=host
    )
    with _bounded(pool) as late:
        try:
            answer = pool.urlopen(
                "POST",
                path,
                body=body,
                headers={**headers, "Host": parts.netloc},
                redirect=False,
                retries=False,
                preload_content=False,
                decode_content=False,
            )
            answer.read(_MOST_READ)
            answer.close()
        except (HTTPError, OSError, ValueError) as error:
            # The kind alone: an answer's words are a stranger's, and may be anything.
            slow = late.is_set() or isinstance(error, ReadTimeoutError)
            return Outcome(None, f"no answer within {SECONDS:.0f} s" if slow else type(error).__name__)
    return Outcome(None, f"no answer within {SECONDS:.0f} s") if late.is_set() else Outcome(answer.status)


@contextmanager
def _bounded(pool: HTTPSConnectionPool) -> Iterator[threading.Event]:
    """Cut whatever connection `pool` opens when the time is over; the event says that it was."""
    late, opened = threading.Event(), []

    class Connection(_Connection):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            opened.append(self)

    def cut() -> None:
        late.set()
        for connection in opened:
            connection.cut()

    pool.ConnectionCls = Connection
    watch = threading.Timer(SECONDS, cut)
    watch.daemon = True
    watch.start()
    try:
        yield late
    finally:
        watch.cancel()
        pool.close()
        for connection in opened:
            connection.close()
            if connection.line is not None:
                connection.line.close()
