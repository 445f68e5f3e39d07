"""Every row lock of transit, in the house's order: movement, then guarantees by number, then ledger."""

import uuid

from django.db.models import F, QuerySet

from acts.common.prepared import by_key
from acts.common.refusals import NotFound
from transit.models import Deadline, Movement

_FIRMS = {"_principal": F("principal__number"), "_representative": F("representative__number")}


@by_key
def _movement(key: uuid.UUID) -> QuerySet[Movement]:
    rows: QuerySet[Movement] = Movement.objects.select_for_update(of=("self",)).filter(pk=key)
    return rows.annotate(**_FIRMS)


def movement(key: uuid.UUID) -> Movement:
    """The movement's row, locked until the transaction ends; NotFound if there is none.

    Without its firms and offices, but for the numbers of the firms to be told: most acts need no more of them.
    """
    row = next(iter(_movement(key)), None)
    if row is None:
        raise NotFound("no such movement")
    row.principal_side = tuple(number for name in _FIRMS if (number := getattr(row, name)))
    return row


def deadline(key: int) -> Deadline | None:
    """An open deadline, locked; None if another worker holds it or has worked it."""
    return Deadline.objects.select_for_update(skip_locked=True).filter(pk=key, done_at=None).first()
