"""Small real mail servers (SMTP, RFC 5321), as honest or as bad as a test wants them."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

# What a command is answered with, by its verb; nothing: 250.
Answers = Callable[[str], str]


@dataclass
class MailServer:
    """What was taken, each letter as (recipient, text)."""

    port: int
    got: list[tuple[str, str]] = field(default_factory=list)


def ok(command: str) -> str:
    return ""


def knows_nobody(command: str) -> str:
    return "550 no such user here" if command.startswith("RCPT") else ""


def greylists(command: str) -> str:
    return "450 come again" if command.startswith("RCPT") else ""


def distrusts(command: str) -> str:
    return "554 looks like spam" if command == "." else ""


def breaks_off(command: str) -> str:
    return "421 closing down" if command.startswith("MAIL") else ""


def use(settings: Any, port: int) -> None:
    """Have mail sent to the server at this port of the own machine, without a log-in."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False


@contextlib.contextmanager
def listening(answers: Answers = ok) -> Iterator[MailServer]:
    """A server on a free port of this machine, one connection a thread."""
    with _served(lambda line, server: _talk(line, server, answers)) as server:
        yield server


@contextlib.contextmanager
def hanging() -> Iterator[MailServer]:
    """One that takes the call and says nothing."""
    with _served(lambda line, server: line.recv(1)) as server:
        yield server


@contextlib.contextmanager
def dripping() -> Iterator[MailServer]:
    """One that greets so slowly, byte by byte, that no time-out of a single read ends it."""

    def drip(line: socket.socket, server: MailServer) -> None:
        for _ in range(100):
            line.sendall(b"2")
            time.sleep(0.1)

    with _served(drip) as server:
        yield server


@contextlib.contextmanager
def _served(talk: Callable[[socket.socket, MailServer], object]) -> Iterator[MailServer]:
    lines: list[socket.socket] = []

    def serve() -> None:
        while True:
            try:
                line, _ = door.accept()
            except OSError:
                return
            lines.append(line)
            threading.Thread(target=one, args=(line,), daemon=True).start()

    def one(line: socket.socket) -> None:
        with contextlib.suppress(OSError), line:
            talk(line, server)

    with socket.create_server(("127.0.0.1", 0)) as door:
        server = MailServer(door.getsockname()[1])
        threading.Thread(target=serve, daemon=True).start()
        yield server
        for line in lines:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


def _talk(line: socket.socket, server: MailServer, answers: Answers) -> None:
    lines = line.makefile("rb")
    line.sendall(b"220 here\r\n")
    to = ""
    while command := lines.readline().decode().rstrip("\r\n"):
        verb = command.split()[0].upper()
        command = verb + command[len(verb) :]
        if verb == "RCPT":
            to = command.partition("<")[2].partition(">")[0]
        answer = answers(command)
        if verb == "DATA" and not answer:
            line.sendall(b"354 go on\r\n")
            text = b""
            while (part := lines.readline()) != b".\r\n":
                text += part
            answer = answers(".")
            if not answer:
                server.got.append((to, text.decode()))
        line.sendall(f"{answer or '250 fine'}\r\n".encode())
        if verb == "QUIT" or answer.startswith("421"):
            return
