"""What the import commands share: a file, a progress bar, bad lines named, exit code 1."""

from argparse import ArgumentParser
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from guarantees.services.imports.table import BadFile, Progress


class ImportCommand(BaseCommand):
    """A command that imports one CSV file, all or nothing."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        def progress(rows: Iterable[Mapping[str, str]]) -> Iterable[Mapping[str, str]]:
            return tqdm(rows, desc=options["file"].name, unit=" lines", disable=not options["verbosity"])

        try:
            count = self.load(path=options["file"], progress=progress, options=options)
        except BadFile as error:
            raise CommandError(f"{error.detail}\nNothing was imported.") from error
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        if options["verbosity"]:
            self.stdout.write(f"{count} rows imported from {options['file'].name}")

    def load(self, *, path: Path, progress: Progress, options: dict[str, Any]) -> int:
        raise NotImplementedError
