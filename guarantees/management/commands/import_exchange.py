"""`manage.py import_exchange FILE`: exchange rates from a day on."""

from typing import Any

from guarantees.management.importing import ImportCommand
from guarantees.services.imports import exchange
from guarantees.services.imports.table import Source


class Command(ImportCommand):
    help = "Import exchange rates (base,quote,rate,valid_from): one unit of base is rate units of quote."

    def load(self, source: Source, options: dict[str, Any]) -> int:
        return exchange.load(source=source)
