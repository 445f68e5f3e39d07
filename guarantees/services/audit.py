"""Whether the ledger adds up: every total computed again from entries and reservations (spec sections 9 and 17)."""

import uuid
from collections.abc import Iterator
from decimal import Decimal

from acts.common import history
from acts.common.models import HistoryEntry
from guarantees.enums import ReservationState
from guarantees.models import Guarantee, LedgerEntry, Reservation
from guarantees.services import ledger

_AT_ONCE = 500


def ledger_faults() -> Iterator[str]:
    """Each difference between entries, reservations and the totals on the guarantees, named; nothing: all is well.

    Works through the guarantees in batches, so that memory stays bounded.
    """
    rows = Guarantee.objects.order_by("pk")
    batch = list(rows[:_AT_ONCE])
    while batch:
        yield from _batch(batch)
        batch = list(rows.filter(pk__gt=batch[-1].pk)[:_AT_ONCE])


def history_faults() -> Iterator[str]:
    """Each break in the guarantees' chains of history, and each chain whose end is not the one its guarantee keeps."""
    rows = Guarantee.objects.order_by("pk")
    batch = list(rows[:_AT_ONCE])
    while batch:
        chains = HistoryEntry.objects.filter(subject__in=[row.pk for row in batch]).order_by("subject", "sequence")
        entries = list(chains)
        yield from history.faults(entries)
        ends = {entry.subject: (entry.sequence, entry.hash) for entry in entries}
        for row in batch:
            if ends.get(row.pk, (0, "")) != (row.history_sequence, row.history_hash):
                yield f"{row}: the history does not end where the guarantee says it does"
        batch = list(rows.filter(pk__gt=batch[-1].pk)[:_AT_ONCE])


def _batch(batch: list[Guarantee]) -> Iterator[str]:
    entries: dict[uuid.UUID, list[LedgerEntry]] = {row.pk: [] for row in batch}
    for entry in LedgerEntry.objects.filter(guarantee__in=batch).order_by("guarantee", "sequence"):
        entries[entry.guarantee_id].append(entry)
    held: dict[uuid.UUID, list[Reservation]] = {row.pk: [] for row in batch}
    for reservation in Reservation.objects.filter(guarantee__in=batch).order_by("reserved_at", "pk"):
        held[reservation.guarantee_id].append(reservation)
    for row in batch:
        yield from _totals(row, entries[row.pk])
        yield from _reservations(row, entries[row.pk], held[row.pk])


def _totals(guarantee: Guarantee, entries: list[LedgerEntry]) -> Iterator[str]:
    reserved = paid = Decimal(0)
    for step, entry in enumerate(entries, start=1):
        if entry.sequence != step:
            yield f"{guarantee}: entry {step} is missing"
            return
        on_reserved, on_paid = ledger.effect(
            kind=entry.kind, amount=entry.amount, reverses=entry.reverses_id is not None
        )
        reserved, paid = reserved + on_reserved, paid + on_paid
        if (entry.reserved_after, entry.paid_after) != (reserved, paid):
            said = f"{entry.reserved_after} reserved and {entry.paid_after} paid"
            yield f"{guarantee}: entry {step} says {said}, those before it {reserved} and {paid}"
    if guarantee.ledger_sequence != len(entries):
        yield f"{guarantee}: has {len(entries)} entries, not {guarantee.ledger_sequence}"
    if guarantee.reserved != reserved:
        yield f"{guarantee}: {guarantee.reserved} reserved, the entries say {reserved}"
    if guarantee.paid != paid:
        yield f"{guarantee}: {guarantee.paid} paid, the entries say {paid}"
    if guarantee.reserved + guarantee.paid > guarantee.reference_amount:
        yield f"{guarantee}: more is reserved and paid than its {guarantee.reference_amount}"


def _reservations(guarantee: Guarantee, entries: list[LedgerEntry], held: list[Reservation]) -> Iterator[str]:
    """A live reservation is what its entries hold; one that ended holds nothing."""
    balance: dict[uuid.UUID, Decimal] = {}
    for entry in entries:
        if entry.reservation_id is not None:
            on_reserved, _ = ledger.effect(kind=entry.kind, amount=entry.amount, reverses=entry.reverses_id is not None)
            balance[entry.reservation_id] = balance.get(entry.reservation_id, Decimal(0)) + on_reserved
    for row in held:
        expected = row.amount if row.state == ReservationState.LIVE else Decimal(0)
        booked = balance.get(row.pk, Decimal(0))
        if booked != expected:
            yield f"{guarantee}: {row.reference} is {row.state} with {expected}, its entries hold {booked}"
    live = sum((row.amount for row in held if row.state == ReservationState.LIVE), Decimal(0))
    if live != guarantee.reserved:
        yield f"{guarantee}: {guarantee.reserved} reserved, live reservations are {live}"
