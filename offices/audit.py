"""Changes of people, postings and master data in the history (spec section 17): one chain per row or account."""

import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction

from acts.common import history

# Makes a row's subject from its model and key: the same row always has the same chain.
_NAMESPACE = uuid.UUID("6a0f0f3e-7d0c-5b6e-9a53-2c1d5c0b7a11")
_SECRET = frozenset({"password", "client_secret", "sealed_secrets"})
_NAME_LENGTH = 150
# Two writers may meet at the end of one chain; the unique constraint refuses the second, who reads again.
_TRIES = 5


def subject(*, kind: str, key: object) -> uuid.UUID:
    """The subject under which something is audited: `kind` a model's label or a word, `key` its key."""
    return uuid.uuid5(_NAMESPACE, f"{kind}:{key}")


def subject_of(row: models.Model) -> uuid.UUID:
    """The subject of a row."""
    return subject(kind=row._meta.label_lower, key=row.pk)


def values(row: models.Model) -> dict[str, Any]:
    """The row's own columns, secrets left out."""
    return {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name not in _SECRET
    }


def record(
    *,
    row: models.Model,
    verb: str,
    actor: str,
    at: datetime,
    posting: str = "",
    address: str = "",
    before: dict[str, Any] | None = None,
    data: dict[str, Any] | None = None,
) -> None:
    """Record `verb` on `row` as it now is; `before` are its values as they were, `data` whatever else belongs there.

    Of a change only the columns that differ are kept.
    """
    after = values(row)
    if before is not None:
        changed = {name for name in after if before.get(name) != after[name]}
        before, after = ({name: side.get(name) for name in changed} for side in (before, after))
    write(
        subject=subject_of(row),
        verb=verb,
        actor=actor,
        at=at,
        posting=posting,
        address=address,
        data={"kind": row._meta.label_lower, "key": str(row.pk), "before": before, "after": after} | (data or {}),
    )


def write(*, subject: uuid.UUID, verb: str, actor: str, at: datetime, **more: Any) -> None:
    """Add an entry to a subject's chain; a concurrent writer at the same chain is waited for."""
    for tries_left in reversed(range(_TRIES)):
        try:
            with transaction.atomic():
                history.record(subject=subject, at=at, verb=verb, actor=actor[:_NAME_LENGTH], **more)
        except IntegrityError:
            if not tries_left:
                raise
        else:
            return
