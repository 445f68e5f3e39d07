"""`manage.py load_reference`: countries, profiles, holidays, offices, roads; `--samples`: goods, permits, rates too."""

import json
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

# In the order of their foreign keys.
REFERENCE = ("countries", "profiles", "holidays", "offices", "corridors", "distances")
SAMPLES = ("goods", "permits")
# The commands belong to an app above this one and are called by name; each takes one file, and fills one table.
IMPORTS = (
    ("import_tariff", "ahtn-sample.csv", "guarantees.TariffLine"),
    ("import_rates", "duty-rates-sample.csv", "guarantees.RateRow"),
    ("import_exchange", "exchange-sample.csv", "guarantees.ExchangeRate"),
)


class Command(BaseCommand):
    help = (
        "Load the reference data of fixtures/. A table that has rows is left as it is: what administrators have"
        " changed, ended or deleted since the first run stays so."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--samples", action="store_true", help="made-up goods, permits, tariff and rates too")

    def handle(self, *args: Any, **options: Any) -> None:
        folder, verbosity = Path(settings.BASE_DIR) / "fixtures", options["verbosity"]
        with transaction.atomic():
            for name in (*REFERENCE, *(SAMPLES if options["samples"] else ())):
                file = folder / f"{name}.json"
                models = {row["model"] for row in json.loads(file.read_text(encoding="utf-8"))}
                if self._is_empty(name, models, verbosity):
                    call_command("loaddata", str(file), verbosity=0)
            for command, name, model in IMPORTS if options["samples"] else ():
                if self._is_empty(name, {model}, verbosity):
                    call_command(
                        command, str(folder / name), verbosity=0, shipped=True, stdout=self.stdout, stderr=self.stderr
                    )

    def _is_empty(self, what: str, models: set[str], verbosity: int) -> bool:
        filled = any(apps.get_model(model)._default_manager.exists() for model in models)
        if verbosity:
            self.stdout.write(f"· {what}{': there already' if filled else ''}")
        return not filled
