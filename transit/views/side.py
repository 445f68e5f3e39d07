"""The navigation beside the pages: an officer's worklists by role, with what waits in each."""

from datetime import datetime
from itertools import groupby
from typing import Any

from offices.actors import Actor
from offices.enums import EmployeeRole
from transit.selectors import worklists
from transit.views.tags import words


def context(actor: Actor, *, at: datetime, current: str = "") -> dict[str, Any]:
    """`side`: groups of (role, entries); empty for who holds no posting.

    `lodges`: may write declarations; `administers`: the admin is open. `current` is the list shown now.
    """
    waiting = worklists.counts(actor, at=at)
    groups = [
        (
            words(role),
            [{"list": row, "count": waiting.get(row.slug, 0), "current": row.slug == current} for row in rows],
        )
        for role, rows in groupby(worklists.of(actor), key=lambda row: row.role)
    ]
    return {
        "side": groups,
        "current": current,
        "postings": actor.postings,
        "administers": actor.in_customs,
        "lodges": actor.may(EmployeeRole.PREPARE) or actor.may(EmployeeRole.LODGE),
    }
