"""Who acts on which guarantee: found, locked, allowed."""

import uuid
from collections.abc import Callable

from acts.common.refusals import NotAllowed, NotFound
from guarantees import locks, selectors
from guarantees.models import Guarantee
from offices.actors import Actor


def locked(guarantee: uuid.UUID, actor: Actor, allowed: Callable[[Actor, Guarantee], bool]) -> Guarantee:
    """The guarantee, locked until the caller's transaction ends. NotFound, or NotAllowed to who may know of it."""
    row = locks.one(guarantee=guarantee, among=selectors.visible(actor=actor))
    if row is None:
        raise NotFound
    if not allowed(actor, row):
        raise NotAllowed
    return row
