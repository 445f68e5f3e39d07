"""`manage.py load_reference`: countries, profiles, offices, roads, goods, permits, and the sample tariff and rates."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import transaction

# In the order of their foreign keys.
FIXTURES = ("countries", "profiles", "holidays", "offices", "corridors", "distances", "goods", "permits")
# The commands belong to an app above this one and are called by name; each takes one file.
IMPORTS = (
    ("import_tariff", "ahtn-sample.csv"),
    ("import_rates", "duty-rates-sample.csv"),
    ("import_exchange", "exchange-sample.csv"),
)


class Command(BaseCommand):
    help = "Load the reference data of fixtures/; a second run changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.BASE_DIR) / "fixtures"
        verbosity = options["verbosity"]
        with transaction.atomic():
            for name in FIXTURES:
                if (folder / f"{name}.json").exists():
                    self._say(name, verbosity)
                    call_command("loaddata", str(folder / name), verbosity=0)
            for command, file in IMPORTS:
                if command in get_commands() and (folder / file).exists():
                    self._say(file, verbosity)
                    call_command(
                        command,
                        str(folder / file),
                        verbosity=0,
                        shipped=True,
                        stdout=self.stdout,
                        stderr=self.stderr,
                    )

    def _say(self, what: str, verbosity: int) -> None:
        if verbosity:
            self.stdout.write(f"· {what}")
