"""`manage.py import_tariff FILE`: the lines of an edition of the AHTN."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from guarantees.management.importing import ImportCommand
from guarantees.services.imports import tariff
from guarantees.services.imports.table import Source


class Command(ImportCommand):
    help = "Import tariff lines (code,description_en,description_vi) as an edition of the AHTN."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--edition", default="AHTN 2022", help="its name (AHTN 2022)")
        parser.add_argument(
            "--valid-from", type=date.fromisoformat, default=date(2022, 12, 1), help="its first day (2022-12-01)"
        )

    def load(self, source: Source, options: dict[str, Any]) -> int:
        return tariff.load(source=source, edition=options["edition"], valid_from=options["valid_from"])
