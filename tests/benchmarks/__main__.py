"""Run the benchmarks against DATABASE_URL, which must be a fresh PostgreSQL: `make bench` makes one."""

import os
import sys

import django
from django.core.management import call_command


def main(names: list[str]) -> int:
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_reference", samples=True, verbosity=0)
    from tests.benchmarks import balance, drive, hot, lodge, pages, papers, tariff

    benches = {
        "drive": lambda: drive.bench(url=os.environ["DATABASE_URL"]),
        "guarantee_hot": lambda: hot.bench(url=os.environ["DATABASE_URL"]),
        "balance": balance.bench,
        "lodge": lodge.bench,
        "tariff": tariff.bench,
        "tad": papers.bench,
        "pages": pages.bench,
    }
    if unknown := set(names) - set(benches):
        sys.exit(f"no such bench: {', '.join(unknown)}; there are {', '.join(benches)}")
    found = [line for name in names or benches for line in benches[name]()]
    return 0 if all(line.ok for line in found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
