"""Keeps rehearsals away from installations that work in earnest."""

from django.conf import settings
from django.core.management.base import CommandError


def refuse_in_earnest() -> None:
    """CommandError where the installation is served over HTTPS and is no demo.

    A rehearsal writes declarations that nobody made and, for the demo, accounts whose password everybody knows.
    """
    if settings.PUBLIC_URL.startswith("https://") and not settings.DEMO:
        raise CommandError("this installation works in earnest (PUBLIC_URL is https, DEMO is not set)")
