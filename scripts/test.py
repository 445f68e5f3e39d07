"""Run the tests: on SQLite, then on a PostgreSQL made for the run and thrown away after it.

    test.py [--faults] [pytest arguments]

`--faults` runs only what needs real servers: races on PostgreSQL, and Celery with Redis under `kill -9`.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

import throwaway

ROOT = Path(__file__).resolve().parent.parent
PROCESSES = str(min(os.cpu_count() or 1, 8))


def run(title: str, arguments: list[str], **environment: str) -> int:
    """One run of pytest with its own settings of database and broker; its exit code."""
    print(f"\n== {title}", flush=True)
    started = time.monotonic()
    clean = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL", "DEMO")}
    # An empty value wins over `.env`: tests never meet a developer's own servers.
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    done = subprocess.run(command, cwd=ROOT, env={**clean, "REDIS_URL": "", **environment}, check=False)
    print(f"== {title}: exit {done.returncode} after {time.monotonic() - started:.0f} s", flush=True)
    return done.returncode


def main(arguments: list[str]) -> int:
    faults = "--faults" in arguments
    more = [argument for argument in arguments if argument != "--faults"]
    codes: dict[str, int] = {}
    last = ""
    if not faults:
        spread = [] if "-n" in more else ["-n", PROCESSES, "--dist", "loadfile"]
        sqlite = f"sqlite:///{ROOT / 'var' / 'test.sqlite3'}"
        codes["SQLite"] = run("SQLite", [*spread, "-m", "not postgres and not redis", *more], DATABASE_URL=sqlite)
    try:
        with throwaway.postgres() as url:
            if faults:
                codes["faults"] = run("faults: PostgreSQL, Redis", ["-m", "postgres or redis", *more], DATABASE_URL=url)
            else:
                suite = [*spread, "-m", "not redis and not once", *more]
                codes["PostgreSQL"] = run("PostgreSQL", suite, DATABASE_URL=url)
    except throwaway.Absent as absent:
        last = f"NOT RUN on PostgreSQL, races are unproven here: {absent} (Debian: apt-get install postgresql)"
        if faults:
            codes["faults"] = 1
    print("\n" + "\n".join(f"{name}: {'passed' if code == 0 else 'FAILED'}" for name, code in codes.items()))
    if last:
        print(last)
    # Not the greatest code: that of a run ended by a signal is negative.
    return int(any(codes.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
