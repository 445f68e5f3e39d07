"""`manage.py import_tariff FILE`: the lines of an edition of the AHTN."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from guarantees.management.importing import ImportCommand
from guarantees.services.imports import tariff
from guarantees.services.imports.table import Progress


class Command(ImportCommand):
    help = "Import tariff lines (code,description_en,description_vi) as an edition of the AHTN."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--edition", default="AHTN 2022")
        parser.add_argument("--valid-from", type=date.fromisoformat, default=date(2022, 12, 1))

    def load(self, *, path: Path, progress: Progress, options: dict[str, Any]) -> int:
        edition, valid_from = options["edition"], options["valid_from"]
        return tariff.load(path=path, edition=edition, valid_from=valid_from, progress=progress)
