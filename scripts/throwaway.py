"""Throwaway servers for tests and benchmarks: a PostgreSQL and a Redis of one's own on free ports, gone afterwards.

Only the standard library. Nothing that was already running is ever touched. As a script: `throwaway.py COMMAND...`
runs the command with DATABASE_URL and REDIS_URL pointing at fresh servers.
"""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_USER = "postgres"
_OWN_USER = "acts-throwaway"


class Absent(Exception):
    """The server's program is not installed here."""


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def postgres_programs() -> Path:
    """The folder with initdb and pg_ctl; Absent if there is none."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name.split(".")[0]))
    if config := shutil.which("pg_config"):
        named = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False).stdout.strip()
        folders.append(Path(named))
    if found := shutil.which("pg_ctl"):
        folders.append(Path(found).parent)
    for folder in reversed(folders):
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise Absent("PostgreSQL's initdb and pg_ctl were not found")


def _unprivileged() -> str | None:
    """Who runs PostgreSQL: nobody else unless we are root, which it refuses."""
    if os.geteuid() != 0:
        return None
    for name in (_USER, _OWN_USER):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    sbin = "/usr/sbin"
    subprocess.run(
        [f"{sbin}/useradd", "--system", "--no-create-home", "--shell", f"{sbin}/nologin", _OWN_USER], check=True
    )
    return _OWN_USER


def _run(command: list[str], *, user: str | None, cwd: Path) -> None:
    # Not by `runuser`, which a root without /usr/sbin in its PATH does not find.
    other: dict[str, Any] = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, **other)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stdout[-1500:]}{done.stderr[-1500:]}")


@contextlib.contextmanager
def postgres(*, fsync: bool = False) -> Iterator[str]:
    """The URL of a fresh PostgreSQL's database; `fsync` on for honest measurements, off for speed.

    Absent if the programs are missing.
    """
    programs, user, port = postgres_programs(), _unprivileged(), free_port()
    folder = Path(tempfile.mkdtemp(prefix="acts-postgres-"))
    data = folder / "data"
    options = {"port": port, "listen_addresses": "127.0.0.1", "unix_socket_directories": folder, "max_connections": 100}
    if not fsync:
        options.update(fsync="off", synchronous_commit="off", full_page_writes="off")
    try:
        if user:
            shutil.chown(folder, user)
        initdb = [str(programs / "initdb"), "-D", str(data), "-U", "acts", "-A", "trust", "-E", "UTF8"]
        _run([*initdb, "--locale=C.UTF-8", "--no-sync"], user=user, cwd=folder)
        settings = " ".join(f"-c {name}={value}" for name, value in options.items())
        control = [str(programs / "pg_ctl"), "-D", str(data), "-w"]
        _run([*control, "-l", str(folder / "log"), "-o", settings, "start"], user=user, cwd=folder)
        try:
            yield f"postgresql://acts@127.0.0.1:{port}/postgres"
        finally:
            _run([*control, "-m", "immediate", "stop"], user=user, cwd=folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def redis(*, port: int | None = None) -> Iterator[str]:
    """The URL of a fresh Redis; Absent if the program is missing."""
    program = shutil.which("redis-server")
    if program is None:
        raise Absent("redis-server was not found")
    port = port or free_port()
    with tempfile.TemporaryDirectory(prefix="acts-redis-") as folder:
        options = ["--port", str(port), "--bind", "127.0.0.1", "--dir", folder, "--appendonly", "yes", "--save", ""]
        with subprocess.Popen([program, *options], stdout=subprocess.DEVNULL) as server:
            try:
                _wait_for(port, server)
                yield f"redis://127.0.0.1:{port}/0"
            finally:
                server.kill()


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if server.poll() is not None:
            raise RuntimeError(f"the server on port {port} ended at once (exit {server.returncode})")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"nothing listens on port {port} after 10 s")


if __name__ == "__main__":
    with postgres(fsync=True) as database, redis() as broker:
        environment = os.environ | {"DATABASE_URL": database, "REDIS_URL": broker}
        sys.exit(subprocess.run(sys.argv[1:], env=environment, check=False).returncode)
