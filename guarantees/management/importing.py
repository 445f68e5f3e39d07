"""What the import commands share: a file, a progress bar, bad lines named, exit code 1."""

import getpass
import os
from abc import ABC, abstractmethod
from argparse import ArgumentParser
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from acts.common import clock
from guarantees.services.imports.table import BadFile, Source


class ImportCommand(BaseCommand, ABC):
    """A command that imports one CSV file, all or nothing; who ran it stands in the history.

    From code alone: `shipped` for the files that come with the program, whose loading is no act of a person.
    """

    stealth_options = ("shipped",)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        def progress(rows: Iterable[Mapping[str, str]]) -> Iterable[Mapping[str, str]]:
            return tqdm(rows, desc=options["file"].name, unit=" lines", disable=not options["verbosity"])

        try:
            source = Source(
                path=options["file"],
                progress=progress,
                actor="" if options.get("shipped") else f"command:{_login()}",
                at=clock.now(),
            )
            count = self.load(source, options)
        except BadFile as error:
            raise CommandError(f"{error.detail}\nNothing was imported.") from error
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        if options["verbosity"]:
            self.stdout.write(f"{count} rows imported from {options['file'].name}")

    @abstractmethod
    def load(self, source: Source, options: dict[str, Any]) -> int:
        """Import the file; how many rows."""


def _login() -> str:
    """The operating system's name of who runs the command; in a container without names, the number."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())
