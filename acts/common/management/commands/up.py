"""`manage.py up`: everything one post needs, in one command: database, pages and API, job worker."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

HOST = "127.0.0.1"
GRACE_SECONDS = 30
# Loaded once and shared: the workers are copies of a process that has the application already.
GUNICORN = [
    "--preload",
    "--worker-class",
    "gthread",
    "--workers",
    "2",
    "--threads",
    "4",
    "--graceful-timeout",
    "20",
    "--timeout",
    "90",
    "--no-control-socket",
]

Children = Mapping[str, subprocess.Popen[bytes]]


class Command(BaseCommand):
    help = "Migrate, collect static files, seed the demo (DEMO=1), then serve and work until SIGTERM or Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=os.environ.get("PORT") or "8000")

    def handle(self, *args: Any, **options: Any) -> None:
        # Taken first and kept: a port in use is said before any work, and nobody can take it meanwhile.
        door = take_port(options["port"])
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: stop.set())
        with door:
            self.prepare(stop)
            if not stop.is_set():
                with children(door) as running:
                    self.watch(running, stop, options["port"])
        self.say("stopped")

    def prepare(self, stop: threading.Event) -> None:
        """Bring the database and the static files up to date, saying each step."""
        steps = [
            ("database", "migrate", ["--no-input"]),
            ("static files", "collectstatic", ["--no-input", "--verbosity", "0"]),
        ]
        if settings.DEMO:
            steps.append(("demo data", "demo", ["--no-log-ins"]))
        for title, command, arguments in steps:
            if stop.is_set():
                return
            started = time.monotonic()
            self.say(f"· {title}")
            call_command(command, *arguments)
            self.say(f"  {title}: {time.monotonic() - started:.1f} s")

    def greet(self, port: int) -> None:
        """Say where it runs and, in a demo, who may log in."""
        self.say(f"\nACTS runs on http://{HOST}:{port}/ (Ctrl-C ends it)")
        if settings.DEMO:
            names = get_user_model().objects.filter(username__in=settings.DEMO_USERS).values_list("username", flat=True)
            known = set(names)
            self.say(f"Demo log-ins, each with the password {settings.DEMO_PASSWORD}:")
            for name, who in settings.DEMO_USERS.items():
                if name in known:
                    self.say(f"  {name:<12} {who}")
            self.say("Officers, administrators and banks are asked for a code too: here the page shows it.")

    def watch(self, running: Children, stop: threading.Event, port: int) -> None:
        """Greet once the door is open, then wait; a child that ends by itself takes the rest down with a clear line."""
        greeted = False
        while not stop.wait(0.2):
            if not greeted and (greeted := is_open(port)):
                self.greet(port)
            for name, child in running.items():
                if child.poll() is not None:
                    raise CommandError(f"{name} ended by itself (exit {child.returncode}); everything is stopped")

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def take_port(port: int) -> socket.socket:
    """A socket bound to `port`, not yet listening; refuses a port that is in use or none."""
    door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((HOST, port))
    except (OSError, OverflowError) as error:
        door.close()
        raise CommandError(f"port {port} cannot be had ({error}); name another: PORT=8001 make run") from error
    return door


def is_open(port: int) -> bool:
    """Whether somebody listens at `port`."""
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True


@contextlib.contextmanager
def children(door: socket.socket) -> Iterator[Children]:
    """The web server and the worker as child processes; both are gone when the block is left, however."""
    fd = door.fileno()
    commands = {
        "the web server": ["-m", "gunicorn", "acts.wsgi", "--bind", f"fd://{fd}", *GUNICORN],
        "the worker": ["manage.py", "worker"],
    }
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in commands.items():
            running[name] = subprocess.Popen(  # noqa: S603 - both commands stand right above, no input of anybody's
                [sys.executable, *command], cwd=settings.BASE_DIR, pass_fds=[fd]
            )
        yield running
    finally:
        for child in running.values():
            child.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for child in running.values():
            try:
                child.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
