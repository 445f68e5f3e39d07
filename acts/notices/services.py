"""Telling people: notices are rows of the same transaction as the event (spec sections 5 and 16)."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from acts.notices.models import Notice


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be said to whom: `kind` an IE number or event name, `to` as in `Notice.addressee`."""

    kind: str
    to: str
    body: dict[str, Any] = field(default_factory=dict)


def office(code: str) -> str:
    """The address of a customs office."""
    return f"office:{code}"


def firm(number: str) -> str:
    """The address of a registered firm."""
    return f"firm:{number}"


def tell(messages: Iterable[Message], *, subject: uuid.UUID, reference: str, at: datetime) -> None:
    """Write one notice per message, in one statement."""
    rows = [
        Notice(kind=row.kind, addressee=row.to, subject=subject, reference=reference, at=at, body=row.body)
        for row in messages
    ]
    if rows:
        Notice.objects.bulk_create(rows)
