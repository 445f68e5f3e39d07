"""`manage.py reset_second_factor USERNAME`: for the day on which no administrator can do it at /admin/."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from acts.common import clock
from acts.common.refusals import Refusal
from offices.actors import SYSTEM
from offices.services import factors


class Command(BaseCommand):
    help = "Take a user's second factor away; the next log-in sets up a new one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        try:
            factors.reset(actor=SYSTEM, user=username, at=clock.now())
        except Refusal as refusal:
            raise CommandError(f"{username}: {refusal.detail}") from refusal
        self.stdout.write(f"{username} has no second factor now; sessions have ended")
