"""Run the benchmarks on a PostgreSQL made for the run, with its ordinary durability, and thrown away after it.

    bench.py [drive] [guarantee_hot] [balance] [lodge] [tariff] [tad] [pages]

One JSON line each; exit 1 if a bar is missed.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import throwaway

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> int:
    try:
        with throwaway.postgres(fsync=True) as url, tempfile.TemporaryDirectory(prefix="acts-bench-") as files:
            own = {"DATABASE_URL": url, "REDIS_URL": "", "DJANGO_SETTINGS_MODULE": "acts.settings", "DEMO": "false"}
            own |= {"DEBUG": "false", "PUBLIC_URL": "http://localhost"}
            own |= {"STATIC_ROOT": f"{files}/static", "MEDIA_ROOT": f"{files}/media"}
            command = [sys.executable, "-m", "tests.benchmarks", *arguments]
            return subprocess.run(command, cwd=ROOT, env=os.environ | own, check=False).returncode
    except throwaway.Absent as absent:
        print(f"NOT RUN: {absent} (Debian: apt-get install postgresql)", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
