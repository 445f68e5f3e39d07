"""`manage.py import_rates FILE`: what the countries charge."""

from typing import Any

from guarantees.management.importing import ImportCommand
from guarantees.services.imports import rates
from guarantees.services.imports.table import Source


class Command(ImportCommand):
    help = f"Import rates: {','.join(rates.SHORT)}; or {','.join(rates.GENERAL)}."

    def load(self, source: Source, options: dict[str, Any]) -> int:
        return rates.load(source=source)
