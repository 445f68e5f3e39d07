"""The snapshots that papers are printed from, for those who may print (spec sections 1 and 12)."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from acts.common.refusals import NotAllowed, NotFound, WrongState
from offices.actors import Actor
from transit import permissions
from transit.models import Snapshot
from transit.selectors import movements


@dataclass(frozen=True, slots=True)
class Printable:
    """A snapshot, and the number of the one that replaced it."""

    snapshot: Snapshot
    replaced_by: int | None


def printable(actor: Actor, movement: uuid.UUID, *, version: int | None, at: datetime) -> Printable:
    """The snapshot numbered `version`, the last one if None; a constant number of queries.

    NotFound if the movement is unknown to the actor or has no such version, NotAllowed for those who know of it but
    not of its goods (carrier, consignee), WrongState before release.
    """
    row = movements.known(actor, movement, at=at)
    if not permissions.sees_goods(actor, row):
        raise NotAllowed("the accompanying document is for the principal and for customs only")
    taken = Snapshot.objects.filter(movement=row)
    last = taken.aggregate(last=Max("number"))["last"]
    if last is None:
        raise WrongState(action="print_accompanying_document", state=row.state)
    wanted = taken.filter(number=last if version is None else version).first()
    if wanted is None:
        raise NotFound("there is no such version")
    return Printable(wanted, last if wanted.number != last else None)
