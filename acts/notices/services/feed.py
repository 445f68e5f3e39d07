"""A firm's feed: its events in one order, read with a cursor, without a gap and without a double.

Keys of concurrent transactions become visible in another order than they were given, so a reader that remembers the
last key it saw would miss what commits late. Positions are therefore given after the commit, by one writer a firm.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from acts.notices import locks
from acts.notices.models import Event
from acts.notices.services import deliveries

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a feed; `cursor` is the position to go on from, `more` whether there is more already."""

    events: Sequence[Event]
    cursor: int
    more: bool


def read(*, firm: str, after: int = 0, limit: int = 100) -> Page:
    """The firm's events behind the position `after`, at most `limit`."""
    rows = list(Event.objects.filter(firm=firm, position__gt=after).order_by("position")[: limit + 1])
    shown = rows[:limit]
    return Page(shown, shown[-1].position or after if shown else after, len(rows) > limit)


def sweep(*, at: datetime) -> int:
    """Give every committed event its position and order it sent, firm by firm; how many."""
    firms = Event.objects.filter(position=None).order_by("firm").values_list("firm", flat=True).distinct()
    return sum(_place(firm, at) for firm in list(firms))


@transaction.atomic
def _place(firm: str, at: datetime) -> int:
    feed = locks.feed(firm)
    rows = list(Event.objects.filter(firm=firm, position=None).order_by("pk")[:_AT_ONCE])
    for position, row in enumerate(rows, start=feed.last_position + 1):
        row.position = position
    Event.objects.bulk_update(rows, ["position"])
    deliveries.order(events=rows, firm=firm, at=at)
    feed.last_position += len(rows)
    feed.save(update_fields=["last_position"])
    return len(rows)
