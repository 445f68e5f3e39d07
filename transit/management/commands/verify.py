"""`manage.py verify`: check a number, the ledger, or the history chains (spec sections 2, 9, 17)."""

from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from acts.common import numbers
from guarantees.services import audit
from transit.selectors import chains

SHOWN = 100


class Command(BaseCommand):
    help = "Verify a number's check digit, the guarantee ledger, or the history chains; exit 1 on any fault."
    # `number` must work where no database is.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        what.add_parser("number", help="an MRN, GRN or container number").add_argument("number")
        what.add_parser("ledger", help="every guarantee's sums against its entries")
        what.add_parser("history", help="every chain, entry by entry, up to the movement's own head")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "number":
            number = options["number"]
            self.report(f"{number}: valid", filter(None, [numbers.fault(number)]))
        elif options["what"] == "ledger":
            counts = audit.Counts()
            self.report(lambda: f"the ledger holds: {counts}", audit.ledger_faults(counts))
        else:
            tally = chains.Tally()
            self.report("the history chains hold", chain(chains.faults(tally), audit.history_faults()))
            self.stdout.write(f"{tally.entries} entries in {tally.chains} chains looked at")

    def report(self, well: str | Callable[[], str], faults: Iterable[str]) -> None:
        """Print `well`, or every fault (at most a hundred, then their number) and end with exit 1."""
        found: set[str] = set()
        for fault in faults:
            if fault not in found and len(found) < SHOWN:
                self.stderr.write(fault)
            found.add(fault)
        if found:
            raise CommandError(f"{len(found)} fault{'s' if len(found) > 1 else ''} found")
        self.stdout.write(well if isinstance(well, str) else well())
