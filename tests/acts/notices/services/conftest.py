"""Receivers that the house trusts and resolves: their certificate is known, their name leads where a test wants."""

import socket
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from acts.notices.services import sending
from tests import receivers
from tests.receivers import Behaviour, Receiver

Listen = Callable[[Behaviour], AbstractContextManager[Receiver]]


@pytest.fixture(scope="session")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return receivers.certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def leads_to(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`leads_to("192.0.2.1")`: what the receiver's name resolves to, one answer after the other, the last for good."""

    def answers(*addresses: str) -> None:
        left = list(addresses)

        def getaddrinfo(host: str, port: int, *args: Any, **more: Any) -> list[Any]:
            if host != receivers.HOST:
                return real(host, port, *args, **more)
            found = left.pop(0) if len(left) > 1 else left[0]
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (row, port)) for row in found.split()]

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)

    real = socket.getaddrinfo
    return answers


@pytest.fixture
def listen(pem: Path, leads_to: Callable[..., None], monkeypatch: pytest.MonkeyPatch, settings: Any) -> Listen:
    """`with listen(behaviour) as receiver:` a receiver on this machine that may be sent to; two seconds to answer."""
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    monkeypatch.setattr(sending, "SECONDS", 2.0)
    settings.WEBHOOK_ALLOWED_HOSTS = [receivers.HOST]
    leads_to("127.0.0.1")
    return lambda behave: receivers.listening(pem, behave)
