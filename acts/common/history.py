"""The history chain: who, in which posting, when, from where, what before and after (spec section 17)."""

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from acts.common import prepared
from acts.common.models import HistoryEntry


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a subject's chain: how many entries there are, and the hash of the last."""

    sequence: int = 0
    hash: str = ""


def canonical(data: Any) -> str:
    """JSON that is the same for equal data: sorted keys, no blanks; Decimals and instants as text."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def plain(data: Any) -> Any:
    """`data` as the database will give it back: through canonical JSON once."""
    return json.loads(canonical(data))


def digest(data: Any) -> str:
    """SHA-256 of the canonical JSON, hexadecimal."""
    return hashlib.sha256(canonical(data).encode()).hexdigest()


def _hash(entry: HistoryEntry) -> str:
    return digest(
        [
            str(entry.subject),
            entry.sequence,
            entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            entry.verb,
            entry.actor,
            entry.posting,
            entry.address,
            entry.before,
            entry.after,
            entry.data,
            entry.previous_hash,
        ]
    )


def append(
    *,
    subject: uuid.UUID,
    head: Head,
    at: datetime,
    verb: str,
    actor: str,
    posting: str = "",
    address: str = "",
    before: str = "",
    after: str = "",
    data: dict[str, Any] | None = None,
) -> Head:
    """Add one entry behind `head` and return the new head.

    The caller holds the lock that guards the subject, keeps the head in the subject's own row, and so
    a chain cut off at its end is noticed too. Two writers without that lock meet the unique constraint.
    """
    entry = HistoryEntry(
        subject=subject,
        sequence=head.sequence + 1,
        at=at,
        verb=verb,
        actor=actor,
        posting=posting,
        address=address,
        before=before,
        after=after,
        # What is hashed is what the database gives back.
        data=plain(data or {}),
        previous_hash=head.hash,
    )
    entry.hash = _hash(entry)
    prepared.insert([entry])
    return Head(entry.sequence, entry.hash)


def record(*, subject: uuid.UUID, at: datetime, verb: str, actor: str, **more: Any) -> Head:
    """Add an entry for a subject that has no row of its own to keep the head in (log-ins, master data)."""
    with transaction.atomic():
        last = (
            HistoryEntry.objects.select_for_update()
            .filter(subject=subject)
            .order_by("-sequence")
            .values_list("sequence", "hash")
            .first()
        )
        head = Head(*last) if last else Head()
        return append(subject=subject, head=head, at=at, verb=verb, actor=actor, **more)


def faults(entries: Iterable[HistoryEntry]) -> Iterator[str]:
    """What is wrong in a run of entries ordered by subject and sequence; nothing yielded means the chains hold."""
    subject: uuid.UUID | None = None
    head = Head()
    for entry in entries:
        if entry.subject != subject:
            subject, head = entry.subject, Head()
        if entry.sequence != head.sequence + 1:
            yield f"{entry.subject}: entry {head.sequence + 1} is missing before {entry.sequence}"
        elif entry.previous_hash != head.hash:
            yield f"{entry.subject}: entry {entry.sequence} does not follow entry {head.sequence}"
        if entry.hash != _hash(entry):
            yield f"{entry.subject}: entry {entry.sequence} ({entry.verb}) was changed"
        head = Head(entry.sequence, entry.hash)
