"""Telling people and machines: rows of the same transaction as what they tell (spec sections 5 and 16)."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from acts.common import prepared
from acts.notices.enums import EventKind
from acts.notices.models import Event, Notice

# All that an event may speak of. A name missing here is refused: goods data can reach no bank, not even by mistake.
FACTS = frozenset(
    {
        *("guarantee", "grn", "bank_reference", "principal", "office", "state", "currency"),
        *("reference_amount", "reserved", "paid", "available", "valid_until", "effective_at"),
        *("reference", "amount", "country", "reserved_at", "expected_release_at", "under_way"),
        *("claim", "claimed", "due_on", "reason"),
    }
)


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be said to whom: `kind` an IE number or event name, `to` as in `Notice.addressee`."""

    kind: str
    to: str
    body: dict[str, Any] = field(default_factory=dict)


def office(code: str) -> str:
    """The address of a customs office."""
    return f"office:{code}"


def officers(code: str, role: str) -> str:
    """The address of those posted at a customs office in one role: `office:SGSIN001:SUPERVISOR`."""
    return f"{office(code)}:{role}"


def firm(number: str) -> str:
    """The address of a registered firm."""
    return f"firm:{number}"


def tell(messages: Iterable[Message], *, subject: uuid.UUID, reference: str, at: datetime) -> None:
    """Write one notice per message, in one statement."""
    rows = [
        Notice(kind=row.kind, addressee=row.to, subject=subject, reference=reference, at=at, body=row.body)
        for row in messages
    ]
    prepared.insert(rows)


def publish(kind: EventKind, *, firms: Iterable[str], body: dict[str, Any], at: datetime) -> None:
    """Write an event for the systems of each firm by its number: webhooks and feed show it once it is committed.

    `body` holds facts named in FACTS, Decimals and instants as they are; KeyError for any other name.
    """
    if strange := set(body) - FACTS:
        raise KeyError(f"no event speaks of {sorted(strange)}")
    prepared.insert([Event(kind=kind, firm=firm, body=body, at=at) for firm in firms])
