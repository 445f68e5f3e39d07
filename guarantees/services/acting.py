"""Who acts on which guarantee: found, locked, allowed, and whether alone."""

import uuid
from collections.abc import Callable

from acts.common.models import Proposal
from acts.common.refusals import NotAllowed, NotFound
from guarantees import locks, selectors
from guarantees.models import Guarantee, Guarantor
from offices.actors import Actor


def locked(guarantee: uuid.UUID, actor: Actor, allowed: Callable[[Actor, Guarantee], bool]) -> Guarantee:
    """The guarantee, locked until the caller's transaction ends. NotFound, or NotAllowed to who may know of it."""
    row = locks.one(guarantee=guarantee, among=selectors.visible(actor=actor))
    if row is None:
        raise NotFound
    if not allowed(actor, row):
        raise NotAllowed
    return row


class SecondPersonNeeded(NotAllowed):
    """The bank chose two of its people for this: one proposes, another confirms (`services.two_persons`)."""

    title = "The bank has chosen that two of its people do this."


def refuse_alone(guarantor: Guarantor | None, confirmed: Proposal | None) -> None:
    """Refuse what nobody has confirmed, where the guarantor chose two persons.

    The last line of a verb: who proposes hears first of all else that stands in its way, and nothing of it stays.
    """
    if guarantor is not None and guarantor.two_persons and confirmed is None:
        raise SecondPersonNeeded


def first_person(confirmed: Proposal | None) -> dict[str, str]:
    """Whose proposal was confirmed, for the history of the second person's act."""
    if confirmed is None:
        return {}
    return {"proposal": str(confirmed.pk), "proposed_by": confirmed.data.get("actor", "")}
