"""The ledger: entries are only ever added; the totals on the guarantee's locked row move with them (spec section 9)."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from acts.common import prepared
from guarantees.enums import EntryKind
from guarantees.models import Guarantee, LedgerEntry, Reservation

# What one unit of an entry does to (reserved, paid); ADJUST restores what was paid. Reversing does the opposite.
EFFECT: dict[str, tuple[int, int]] = {
    EntryKind.RESERVE: (1, 0),
    EntryKind.RELEASE: (-1, 0),
    EntryKind.CANCEL: (-1, 0),
    EntryKind.CLAIM: (0, 0),
    EntryKind.PAY: (-1, 1),
    EntryKind.ADJUST: (0, -1),
}


def effect(*, kind: str, amount: Decimal, reverses: bool) -> tuple[Decimal, Decimal]:
    """By how much an entry moves (reserved, paid)."""
    sign = -1 if reverses else 1
    on_reserved, on_paid = EFFECT[kind]
    return amount * on_reserved * sign, amount * on_paid * sign


def post(
    *,
    guarantee: Guarantee,
    kind: EntryKind,
    amount: Decimal,
    at: datetime,
    reservation: Reservation | None = None,
    reverses: LedgerEntry | None = None,
) -> LedgerEntry:
    """The next entry of `guarantee`, not yet written; moves the totals of the instance.

    Its instant is `at`, or that of the entry before it: a round of jobs began earlier than it gets to the last of them.
    The caller has locked its row; `write` stores entries and totals together.
    """
    on_reserved, on_paid = effect(kind=kind, amount=amount, reverses=reverses is not None)
    guarantee.reserved += on_reserved
    guarantee.paid += on_paid
    guarantee.ledger_sequence += 1
    guarantee.ledger_at = at = max(at, guarantee.ledger_at or at)
    return LedgerEntry(
        guarantee=guarantee,
        sequence=guarantee.ledger_sequence,
        kind=kind,
        amount=amount,
        currency=guarantee.currency,
        reference=reservation.reference if reservation is not None else "",
        reservation=reservation,
        reverses=reverses,
        at=at,
        reserved_after=guarantee.reserved,
        paid_after=guarantee.paid,
    )


TOTALS = ["reserved", "paid", "ledger_sequence", "ledger_at"]


def write(*, entries: Iterable[LedgerEntry]) -> None:
    """Store entries, and the totals of their guarantees: one statement for all entries, one per guarantee."""
    rows = list(entries)
    for guarantee in {row.guarantee_id: row.guarantee for row in rows}.values():
        prepared.update(guarantee, TOTALS, was={})
    LedgerEntry.objects.bulk_create(rows)
