"""`manage.py import_exchange FILE`: exchange rates from a day on."""

from pathlib import Path
from typing import Any

from guarantees.management.importing import ImportCommand
from guarantees.services.imports import exchange
from guarantees.services.imports.table import Progress


class Command(ImportCommand):
    help = "Import exchange rates (base,quote,rate,valid_from): one unit of base is rate units of quote."

    def load(self, *, path: Path, progress: Progress, options: dict[str, Any]) -> int:
        return exchange.load(path=path, progress=progress)
