"""Statements of a guarantee: what was held and paid at the beginning of a period, each entry, and at its end.

Everything is summed from the entries, so that a statement equals the ledger whatever totals stand elsewhere.
"""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet, Sum

from acts.common.refusals import RulesBroken
from guarantees import selectors
from guarantees.enums import EntryKind
from guarantees.models import Guarantee, LedgerEntry
from guarantees.services import ledger

LONGEST = 5000  # [P]
_GRACE = timedelta(hours=1)  # [P] longer than a worker's round


@dataclass(frozen=True, slots=True)
class Totals:
    """What is reserved and what was paid and not restored."""

    reserved: Decimal
    paid: Decimal


@dataclass(frozen=True, slots=True)
class Statement:
    """A guarantee's entries of some days, both inclusive, oldest first, where its office stands.

    `sums` is the net amount by kind of entry. Not `final`: the last day is not over at `made_at`, or so lately that a
    worker may still book what it began that day. `entries` are read as they are asked for: there may be very many.
    """

    guarantee: Guarantee
    first_day: date
    last_day: date
    made_at: datetime
    final: bool
    opening: Totals
    closing: Totals
    sums: dict[str, Decimal]
    entries: QuerySet[LedgerEntry]

    @property
    def name(self) -> str:
        """How to call a file of it."""
        return f"statement-{self.guarantee}-{self.first_day}-{self.last_day}"


def period(*, day: date | None, month: str | None) -> tuple[date, date]:
    """First and last day of a day or of a month (`2026-11`); refuses both and neither."""
    if (day is None) == (month is None):
        raise RulesBroken.one("R-STATEMENT-01", "day" if day else "month", "name either a day or a month")
    if day is not None:
        return day, day
    year, number = (int(part) for part in str(month).split("-"))
    return date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1])


def statement(*, guarantee: Guarantee, first_day: date, last_day: date, at: datetime) -> Statement:
    """The statement of a guarantee the actor may know of; two statements to the database, and its entries.

    It ends with the last entry that `guarantee` knew of: what is booked while it is written out would be in the entries
    and not in the sums.
    """
    zone = ZoneInfo(guarantee.office.country.time_zone)
    start = datetime.combine(first_day, time.min, zone)
    nothing, known = Totals(Decimal(0), Decimal(0)), Q(sequence__lte=guarantee.ledger_sequence)
    opening = _after(nothing, _parts(LedgerEntry.objects.filter(known, guarantee=guarantee, at__lt=start)))
    entries = selectors.ledger(guarantee=guarantee, first_day=first_day, last_day=last_day).filter(known)
    entries = entries.order_by("sequence")
    parts = _parts(entries)
    sums: dict[str, Decimal] = {}
    for kind, reverses, amount in parts:
        sums[kind] = sums.get(kind, Decimal(0)) + (-amount if reverses else amount)
    return Statement(
        guarantee=guarantee,
        first_day=first_day,
        last_day=last_day,
        made_at=at,
        final=at >= datetime.combine(last_day + timedelta(days=1), time.min, zone) + _GRACE,
        opening=opening,
        closing=_after(opening, parts),
        # As a clerk reads them, what is held before what is freed; the database gives them by the alphabet.
        sums={kind.value: sums[kind] for kind in EntryKind if kind in sums},
        entries=entries,
    )


def refuse_too_long(statement: Statement) -> None:
    """Refuse what is too long to be made in one piece; row by row (CSV, pages) any length can be had."""
    count = statement.entries.count()
    if count > LONGEST:
        text = f"has {count} entries, more than {LONGEST} in one piece: ask day by day, or for CSV"
        raise RulesBroken.one("R-STATEMENT-02", "month", text)


def _parts(rows: QuerySet[LedgerEntry]) -> list[tuple[str, bool, Decimal]]:
    """(kind, whether reversing, sum) of these entries, summed by the database."""
    straight, reversing = Sum("amount", filter=Q(reverses=None)), Sum("amount", filter=~Q(reverses=None))
    found = rows.order_by().values("kind").annotate(straight=straight, reversing=reversing).order_by("kind")
    parts = [(row["kind"], back, row["reversing" if back else "straight"]) for row in found for back in (False, True)]
    return [(kind, back, amount) for kind, back, amount in parts if amount is not None]


def _after(totals: Totals, parts: Iterable[tuple[str, bool, Decimal]]) -> Totals:
    reserved, paid = totals.reserved, totals.paid
    for kind, reverses, amount in parts:
        on_reserved, on_paid = ledger.effect(kind=kind, amount=amount, reverses=reverses)
        reserved, paid = reserved + on_reserved, paid + on_paid
    return Totals(reserved, paid)
