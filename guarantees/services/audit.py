"""Whether the ledger adds up: every total computed again from entries and reservations (spec sections 9 and 17)."""

import logging
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Sum
from django.db.models.functions import Coalesce

from acts.common import history, jobs
from acts.common.models import HistoryEntry, Job
from acts.notices import services as notices
from guarantees.enums import ClaimState, ReservationState
from guarantees.models import Claim, Guarantee, LedgerEntry, Reservation
from guarantees.services import ledger

logger = logging.getLogger(__name__)

NIGHTLY = "guarantees.audit"
_AT_ONCE = 500
_LOOKS = 10


@dataclass(slots=True)
class Counts:
    """What was looked at."""

    guarantees: int = 0
    entries: int = 0
    reservations: int = 0
    claims: int = 0

    def __str__(self) -> str:
        named = ((name, getattr(self, name)) for name in ("guarantees", "entries", "reservations", "claims"))
        return ", ".join(f"{count} {name}" for name, count in named)


@dataclass(frozen=True, slots=True)
class Fault:
    """A difference, and the guarantee it is in."""

    guarantee: Guarantee
    text: str


def ledger_faults(counts: Counts | None = None) -> Iterator[str]:
    """Each difference between entries, reservations, claims and the totals on the guarantees, named; nothing: all is
    well. `counts` says afterwards how much was looked at.
    """
    return (fault.text for fault in faults(counts or Counts()))


def faults(counts: Counts) -> Iterator[Fault]:
    """The same with their guarantees, in batches. Locks nothing: the nightly run is one transaction, and would hold
    every guarantee it suspects until its end. What looks wrong is read again instead.
    """
    rows = Guarantee.objects.order_by("pk")
    batch = list(rows[:_AT_ONCE])
    while batch:
        for key in sorted({fault.guarantee.pk for fault in _batch(batch, counts)}):
            yield from _looked_at_again(key)
        batch = list(rows.filter(pk__gt=batch[-1].pk)[:_AT_ONCE])


def _looked_at_again(key: uuid.UUID) -> list[Fault]:
    """What is wrong with one guarantee. Every verb moves one of its sequences: while neither moved, nothing did."""
    for _ in range(_LOOKS):
        row = Guarantee.objects.get(pk=key)
        found = list(_batch([row], Counts()))
        still = {"ledger_sequence": row.ledger_sequence, "history_sequence": row.history_sequence}
        if not found or Guarantee.objects.filter(pk=key, **still).exists():
            return found
    logger.warning("%s: could not be verified, it changed with every look", key)
    return []


def nightly(*, at: datetime) -> int:
    """Recompute everything; each fault is logged as an error and told to its office. How many there are.

    Orders the next night's run; `sweep` the first one.
    """
    counts, found = Counts(), 0
    for fault in faults(counts):
        found += 1
        logger.error("ledger fault: %s", fault.text)
        message = notices.Message("LEDGER_FAULT", notices.office(fault.guarantee.office_id), {"text": fault.text})
        notices.tell([message], subject=fault.guarantee.pk, reference=fault.guarantee.grn or "", at=at)
    logger.info("ledger verified: %s, %s faults", counts, found)
    _order(at)
    return found


def sweep(*, at: datetime) -> int:
    """See to it that a nightly run is ordered. Nothing of it is to be worked now: always 0."""
    if not Job.objects.filter(kind=NIGHTLY, done_at=None).exists():
        _order(at)
    return 0


def _order(at: datetime) -> None:
    night = _next_night(at)
    jobs.order(kind=NIGHTLY, key=_key(night), at=night, payload={})


def _key(night: datetime) -> str:
    return f"{NIGHTLY}:{night.date()}"


def _next_night(at: datetime) -> datetime:
    """The next 18:00 UTC: after midnight from Yangon to Manila."""
    night = at.replace(hour=18, minute=0, second=0, microsecond=0)
    return night if night > at else night + timedelta(days=1)


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


def _batch(batch: list[Guarantee], counts: Counts) -> Iterator[Fault]:
    entries: dict[uuid.UUID, list[LedgerEntry]] = {row.pk: [] for row in batch}
    for entry in LedgerEntry.objects.filter(guarantee__in=batch).order_by("guarantee", "sequence"):
        entries[entry.guarantee_id].append(entry)
        counts.entries += 1
    held: dict[uuid.UUID, list[Reservation]] = {row.pk: [] for row in batch}
    for reservation in Reservation.objects.filter(guarantee__in=batch).order_by("reserved_at", "pk"):
        held[reservation.guarantee_id].append(reservation)
        counts.reservations += 1
    claimed: dict[uuid.UUID, list[Claim]] = {row.pk: [] for row in batch}
    booked = Coalesce(Sum("payments__amount"), Decimal(0))
    for claim in Claim.objects.filter(guarantee__in=batch).annotate(booked=booked).order_by("notified_at", "pk"):
        claimed[claim.guarantee_id].append(claim)
        counts.claims += 1
    for row in batch:
        counts.guarantees += 1
        texts = (
            *_totals(row, entries[row.pk]),
            *_reservations(row, entries[row.pk], held[row.pk]),
            *_claims(row, claimed[row.pk]),
        )
        yield from (Fault(row, text) for text in texts)


def _claims(guarantee: Guarantee, claimed: list[Claim]) -> Iterator[str]:
    """A claim that stands was paid what its payments say; all of them together no more than the guarantor owes."""
    for row in claimed:
        booked: Decimal = getattr(row, "booked", Decimal(0))
        if row.state != ClaimState.WITHDRAWN and row.paid != booked:
            yield f"{guarantee}: the claim for {row.reference} says {row.paid} paid, its payments {booked}"
    asked = guarantee.paid + sum((row.outstanding for row in claimed), Decimal(0))
    if claimed and asked > guarantee.guarantee_amount:
        yield f"{guarantee}: {asked} paid or claimed, the guarantor owes {guarantee.guarantee_amount}"


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
