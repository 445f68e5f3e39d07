"""Every row lock of transit, in the house's order: movement, then guarantees by number, then ledger."""

import uuid

from acts.common.refusals import NotFound
from transit.models import Deadline, Movement


def movement(key: uuid.UUID) -> Movement:
    """The movement's row, locked until the transaction ends; NotFound if there is none.

    Without its firms and offices: most acts, the passages above all, need none of them.
    """
    row: Movement | None = Movement.objects.select_for_update().filter(pk=key).order_by().first()
    if row is None:
        raise NotFound("no such movement")
    return row


def deadline(key: int) -> Deadline | None:
    """An open deadline, locked; None if another worker holds it or has worked it."""
    return Deadline.objects.select_for_update(skip_locked=True).filter(pk=key, done_at=None).first()
