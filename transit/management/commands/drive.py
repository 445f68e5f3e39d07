"""`manage.py drive`: drive the sample declarations from lodging to discharge."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from transit.rehearsal import drive, stagehand


class Command(BaseCommand):
    help = "Drive sample declarations from lodging to discharge through the services and print the speed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--movements", type=int, default=50, help="how many in all (50)")
        parser.add_argument("--workers", type=int, default=1, help="how many at once, 1 to 64 (1)")
        parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")

    def handle(self, *args: Any, movements: int, workers: int, **options: Any) -> None:
        stagehand.refuse_in_earnest()
        if movements < 1 or not 1 <= workers <= 64:
            raise CommandError("--movements must be at least 1, --workers between 1 and 64")
        figures = drive.drive(movements=movements, workers=workers)
        if options["json"]:
            self.stdout.write(json.dumps(figures))
        else:
            for name, value in figures.items():
                self.stdout.write(f"{name.replace('_', ' '):24} {value}")
        if figures["discharged"] != movements:
            raise CommandError("not every movement was discharged")
