"""`manage.py token USERNAME`: a new bearer token for the API, shown this once; only its digest is kept."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from knox.models import AuthToken

from offices.models import User


class Command(BaseCommand):
    help = "Print a new API token of a user, and nothing else."
    # They import the whole application: a third of what this costs.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(f"no active user is called {username}")
        _, token = AuthToken.objects.create(user)
        self.stdout.write(token)
