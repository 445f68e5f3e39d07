"""The commands of docs/deployment.md for backup and restore, tried on a PostgreSQL of one's own."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from scripts import throwaway
from tests import processes

pytestmark = [pytest.mark.redis, pytest.mark.slow]

TABLES = ("transit_movement", "common_historyentry", "guarantees_ledgerentry", "offices_office")
TRIGGERS = "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2"


def documented(service: str, program: str) -> tuple[list[str], str]:
    """The command run in `service` that begins with `program`, as the document has it, and its redirection."""
    text = (processes.ROOT / "docs" / "deployment.md").read_text("utf-8")
    found = re.search(rf"^.*docker-compose (?:exec|run).* {service} ({re.escape(program)}.*)$", text, re.MULTILINE)
    assert found, f"{program} is not in the document"
    command, _, target = found[1].replace("<", ">").partition(">")
    return shlex.split(command), target.strip()


class Server:
    """A PostgreSQL as the `postgres` service is: the client programs find it by themselves."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder
        place = urlsplit(url)
        path = f"{throwaway.postgres_programs()}:{os.environ['PATH']}"
        self.env = os.environ | {"PGHOST": str(place.hostname), "PGPORT": str(place.port), "PATH": path}

    def database(self, name: str) -> str:
        return self.url.removesuffix("/postgres") + f"/{name}"

    def run(self, program: str) -> None:
        """Run the documented command; what it writes or reads lies in the folder."""
        command, file = documented("postgres", program)
        read = program.startswith("pg_restore")
        with open(self.folder / file if file else os.devnull, "rb" if read else "wb") as stream:
            ends = {"stdin": stream} if read else {"stdout": stream}
            subprocess.run(command, env=self.env, check=True, **ends)

    def manage(self, name: str, *arguments: str) -> str:
        env = processes.environment(DATABASE_URL=self.database(name))
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=processes.ROOT, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A database with three journeys in it, dumped and restored beside itself."""
    try:
        with throwaway.postgres() as url:
            server = Server(url, tmp_path_factory.mktemp("backup"))
            subprocess.run(["createdb", "-U", "acts", "acts"], env=server.env, check=True)
            server.manage("acts", "migrate", "-v0")
            server.manage("acts", "load_reference", "--samples", "-v0")
            server.manage("acts", "drive", "--movements", "3")
            for program in ("pg_dump", "createdb", "pg_restore"):
                server.run(program)
            yield server
    except throwaway.Absent as absent:
        pytest.skip(f"the backup is tried on a real server: {absent}")


def test_restored_history_and_ledger_hold(server: Server) -> None:
    for what in ("history", "ledger"):
        command, _ = documented("web", f"python manage.py verify {what}")
        assert "hold" in server.manage("acts_restored", *command[2:])


def test_every_row_and_trigger_came_back(server: Server) -> None:
    with psycopg.connect(server.database("acts")) as old, psycopg.connect(server.database("acts_restored")) as new:
        for table in TABLES:
            query = f"SELECT md5(string_agg(row::text, '' ORDER BY row::text)) FROM {table} AS row"
            assert old.execute(query).fetchone() == new.execute(query).fetchone() != (None,)
        triggers = old.execute(TRIGGERS).fetchall()
        guards = {(table, f"{table}_{guard}") for table in TABLES[1:3] for guard in ("append_only", "no_truncate")}
        assert guards <= set(triggers)
        assert triggers == new.execute(TRIGGERS).fetchall()


@pytest.mark.parametrize(
    "statement", ["UPDATE common_historyentry SET verb = 'x'", "DELETE FROM guarantees_ledgerentry"]
)
def test_restored_database_refuses_to_rewrite_the_past(server: Server, statement: str) -> None:
    with psycopg.connect(server.database("acts_restored")) as new, pytest.raises(psycopg.Error, match="append-only"):
        new.execute(statement)


def test_verify_of_a_damaged_restore_fails(server: Server) -> None:
    with psycopg.connect(server.database("acts_restored"), autocommit=True) as new:
        new.execute("CREATE DATABASE damaged")
    subprocess.run(
        ["pg_restore", "-U", "acts", "-d", "damaged", str(server.folder / "acts.dump")], env=server.env, check=True
    )
    with psycopg.connect(server.database("damaged")) as broken:
        broken.execute("SET session_replication_role = replica")
        broken.execute("UPDATE common_historyentry SET verb = 'forged' WHERE verb = 'release'")
    with pytest.raises(AssertionError, match="fault"):
        server.manage("damaged", "verify", "history")


def test_media_come_back_as_they_were(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    (before / "2026").mkdir(parents=True)
    (before / "2026" / "invoice.pdf").write_bytes(b"%PDF-1.7 paper")
    after.mkdir()
    for program, folder in (("tar -C /srv/media -cf", before), ("tar -C /srv/media -xf", after)):
        command, file = documented("web", program)
        place = [str(folder) if word == "/srv/media" else word for word in command]
        with open(tmp_path / file, "wb" if folder is before else "rb") as stream:
            ends = {"stdout": stream} if folder is before else {"stdin": stream}
            subprocess.run(place, check=True, **ends)
    assert (after / "2026" / "invoice.pdf").read_bytes() == b"%PDF-1.7 paper"
