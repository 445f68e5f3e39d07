"""Throwaway servers: up on a port of their own, gone afterwards, and honest about what is missing."""

import socket
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import redis

from scripts import throwaway


def _listens(url: str) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", urlsplit(url).port or 0)) == 0


def _or_skip(server: AbstractContextManager[str]) -> str:
    try:
        return server.__enter__()
    except throwaway.Absent as absent:
        pytest.skip(str(absent))


@pytest.mark.parametrize(("fsync", "said"), [(False, "off"), (True, "on")])
def test_postgres_serves_and_is_gone_afterwards(fsync: bool, said: str) -> None:
    server = throwaway.postgres(fsync=fsync)
    url = _or_skip(server)
    try:
        with psycopg.connect(url) as connection:
            assert connection.execute("SHOW fsync").fetchone() == (said,)
            folder = connection.execute("SHOW data_directory").fetchone()
    finally:
        server.__exit__(None, None, None)
    assert not _listens(url)
    assert folder is not None
    assert not Path(folder[0]).exists()


def test_redis_serves_and_is_gone_afterwards() -> None:
    server = throwaway.redis()
    url = _or_skip(server)
    try:
        client = redis.Redis.from_url(url)
        assert client.set("a", "b")
        client.close()
    finally:
        server.__exit__(None, None, None)
    assert not _listens(url)


def test_absent_server_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(throwaway.Absent, match="redis-server"), throwaway.redis():
        pass
