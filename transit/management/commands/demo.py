"""`manage.py demo`: everything to look around with. A second run adds only what has gone since."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from acts.common import clock, jobs
from guarantees.services import demo as guarantees
from offices.services import demo
from transit.rehearsal import scenes, stagehand
from transit.rehearsal import stage as stages
from transit.services import mail


class Command(BaseCommand):
    help = "Load reference data, people, guarantees and a movement in every state; again without harm."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-log-ins", action="store_true", help="leave saying the log-ins to whoever calls this")

    def handle(self, *args: Any, **options: Any) -> None:
        stagehand.refuse_in_earnest()
        now = clock.now()
        self.say("· reference data")
        call_command("load_reference", samples=True, verbosity=0)
        self.say("· people and firms")
        people = demo.people(at=now, password=settings.DEMO_PASSWORD, enrolled=settings.DEMO)
        stage = stages.of(people, at=now)
        self.say("· guarantees")
        for grn, made in stage.guarantees():
            self.say(f"  {grn:18} {'made' if made else 'there already'}")
        program = guarantees.program(bank=stage.actors["bank"], at=now)
        self.say(f"  {'a program':18} {'made' if program else 'there already'}")
        self.say("· movements")
        for name, movement in scenes.play_all(stage):
            self.say(f"  {name:18} {movement.state if movement else 'there already'}")
        jobs.work_off(at=now)
        mail.pass_over()
        if not options["no_log_ins"]:
            self.say(f"Log-ins, password {settings.DEMO_PASSWORD}: {', '.join(people)}")

    def say(self, text: str) -> None:
        """Print a line at once: this takes some seconds."""
        self.stdout.write(text)
        self.stdout.flush()
