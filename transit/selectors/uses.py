"""What a guarantee covers, with the movements behind it: guarantees know none, so the two are joined here."""

import uuid
from collections.abc import Sequence
from typing import Any, overload

from acts.common.refusals import NotFound
from guarantees import selectors as guarantees
from offices.actors import Actor
from transit.selectors import movements


def of_guarantee(*, actor: Actor, guarantee: uuid.UUID) -> "Uses":
    """The live uses of a guarantee the actor may know of, a page at a time. NotFound otherwise."""
    row = guarantees.visible(actor=actor).filter(pk=guarantee).first()
    if row is None:
        raise NotFound
    return Uses(actor, guarantees.live_uses(guarantee=row))


class Uses(Sequence[dict[str, Any]]):
    """Uses of a guarantee the actor is known to see; a slice finds its movements, of those he may know, in one
    statement.
    """

    def __init__(self, actor: Actor, rows: Any) -> None:
        self._actor, self._rows = actor, rows

    def __len__(self) -> int:
        count: int = self._rows.count()
        return count

    @overload
    def __getitem__(self, place: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, place: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, place: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        if isinstance(place, int):
            return self[place : place + 1][0]
        held = list(self._rows[place])
        known = movements.visible(self._actor).filter(mrn__in=[use.reference for use in held])
        by_mrn = {str(row.mrn): row for row in known}
        return [_use(use, by_mrn.get(use.reference)) for use in held]


def _use(use: Any, movement: Any) -> dict[str, Any]:
    names = ("reference", "amount", "currency", "country", "reserved_at", "expected_release_at")
    seen = {
        "movement": movement and movement.pk,
        "state": movement and movement.state,
        "limit_date": movement and movement.limit_date,
    }
    return {name: getattr(use, name) for name in names} | seen
