"""Run the tests: on SQLite, then on a PostgreSQL made for the run and thrown away after it.

    test.py [--faults] [pytest arguments]

`--faults` runs only what needs real servers: races on PostgreSQL, and Celery with Redis under `kill -9`.

The migrations run once on each database, both at the same time; every process of a run then copies what came of it.
"""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import psycopg
import throwaway

ROOT = Path(__file__).resolve().parent.parent
PROCESSES = str(min(os.cpu_count() or 1, 8))
TEMPLATE = "template_acts"
PREPARE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("load_reference", samples=True, verbosity=0)
"""


def clean(**environment: str) -> dict[str, str]:
    """The environment of a run. An empty value wins over `.env`: tests never meet a developer's own servers.

    Python keeps what it compiles: a run starts dozens of processes.
    """
    foreign = ("DATABASE_URL", "REDIS_URL", "DEMO", "PYTHONDONTWRITEBYTECODE")
    own = {name: value for name, value in os.environ.items() if name not in foreign}
    return {**own, "REDIS_URL": "", **environment}


def prepare(*urls: str) -> None:
    """Migrate these databases and load the reference data, all at the same time; RuntimeError if one fails."""
    command = [sys.executable, "manage.py", "shell", "--no-imports", "--command", PREPARE]
    running = [subprocess.Popen(command, cwd=ROOT, env=clean(DATABASE_URL=url)) for url in urls]
    ends = [process.wait() for process in running]
    if any(ends):
        raise RuntimeError("a database to copy could not be prepared: see above")


def run(title: str, arguments: list[str], **environment: str) -> int:
    """One run of pytest with its own settings of database and broker; its exit code."""
    print(f"\n== {title}", flush=True)
    started = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=clean(**environment), check=False)
    print(f"== {title}: exit {done.returncode} after {time.monotonic() - started:.0f} s", flush=True)
    return done.returncode


def main(arguments: list[str]) -> int:
    faults = "--faults" in arguments
    more = [argument for argument in arguments if argument != "--faults"]
    spread = [] if "-n" in more else ["-n", PROCESSES, "--dist", "loadfile", "--no-loadscope-reorder"]
    codes: dict[str, int] = {}
    with ExitStack() as stack:
        template = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="acts-template-"))) / "acts.sqlite3"
        sqlite = f"sqlite:///{template}"
        try:
            url, last = stack.enter_context(throwaway.postgres()), ""
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {TEMPLATE}")
        except throwaway.Absent as absent:
            url = ""
            last = f"NOT RUN on PostgreSQL, races are unproven here: {absent} (Debian: apt-get install postgresql)"
        prepare(*([] if faults else [sqlite]), *([url.replace("/postgres", f"/{TEMPLATE}")] if url else []))
        if not faults:
            suite = [*spread, "-m", "not postgres and not redis", *more]
            real = f"sqlite:///{ROOT / 'var' / 'test.sqlite3'}"
            codes["SQLite"] = run("SQLite", suite, DATABASE_URL=real, TEST_TEMPLATE=str(template))
        if faults:
            suite = ["-m", "postgres or redis", *more]
            title = "faults: PostgreSQL, Redis"
            codes["faults"] = run(title, suite, DATABASE_URL=url, TEST_TEMPLATE=TEMPLATE) if url else 1
        elif url:
            suite = [*spread, "-m", "not redis and not once", *more]
            codes["PostgreSQL"] = run("PostgreSQL", suite, DATABASE_URL=url, TEST_TEMPLATE=TEMPLATE)
    if "PostgreSQL" in codes:
        last = "Tests that no database can change ran once, on SQLite (see CONTRIBUTING.md)."
    print("\n" + "\n".join(f"{name}: {'passed' if code == 0 else 'FAILED'}" for name, code in codes.items()))
    if last:
        print(last)
    # Not the greatest code: that of a run ended by a signal is negative.
    return int(any(codes.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
