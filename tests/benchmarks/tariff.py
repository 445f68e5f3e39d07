"""`import_tariff` of the whole AHTN against a bare `bulk_create` of its lines."""

import csv
import os
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.core.management import call_command

from guarantees.models import TariffEdition, TariffLine
from tests.benchmarks import report

BAR = 4.0
# Long before any journey: the editions of this bench are never the one that holds.
LONG_AGO = date(2000, 1, 1)


def bench() -> list[report.Line]:
    """One line, or none and a word about it where AHTN_CSV does not name the file."""
    name = os.environ.get("AHTN_CSV")
    if not name:
        print("import_tariff: skipped, AHTN_CSV does not name the file of the AHTN's lines", file=sys.stderr)
        return []
    path = Path(name)
    lines = list(csv.DictReader(path.open(encoding="utf-8-sig", newline="")))
    pairs = [(_seconds(_import(path, turn)), _seconds(_bare(lines, turn))) for turn in range(report.ROUNDS)]
    line = report.at_most("import_tariff", pairs, bar=BAR, n=len(lines))
    line.show()
    return [line]


def _import(path: Path, turn: int) -> Callable[[], object]:
    edition = f"imported {turn}"
    return lambda: call_command("import_tariff", path, edition=edition, valid_from=LONG_AGO, verbosity=0)


def _bare(lines: list[dict[str, str]], turn: int) -> Callable[[], object]:
    edition = TariffEdition.objects.create(name=f"bare {turn}", valid_from=LONG_AGO)
    rows = [TariffLine(edition=edition, **line) for line in lines]
    return lambda: TariffLine.objects.bulk_create(rows)


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
