"""`manage.py import_rates FILE`: what the countries charge."""

from pathlib import Path
from typing import Any

from guarantees.management.importing import ImportCommand
from guarantees.services.imports import rates
from guarantees.services.imports.table import Progress


class Command(ImportCommand):
    help = f"Import rates: {','.join(rates.SHORT)}; or {','.join(rates.GENERAL)}."

    def load(self, *, path: Path, progress: Progress, options: dict[str, Any]) -> int:
        return rates.load(path=path, progress=progress)
