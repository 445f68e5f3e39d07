"""Whose eyes the goods of a declaration are for (spec sections 1 and 9)."""

import uuid

from django.db.models import Q, QuerySet

from acts.common.refusals import NotAllowed, NotFound
from offices.actors import Actor
from transit.models import Movement
from transit.selectors import movements


def sees_goods(actor: Actor, movement: Movement) -> bool:
    """Whether goods, values and amounts may be shown: to officers and the principal's side, not to carrier or consignee.

    The movement is one the actor may know of.
    """
    if movements.is_officer(actor):
        return True
    return movement.principal_id == actor.firm_id or (
        movement.representative_id is not None and movement.representative_id == actor.firm_id
    )


def visible(actor: Actor) -> QuerySet[Movement]:
    """The declarations whose content the actor may read, the last changed first."""
    found = movements.visible(actor).order_by("-changed_at", "pk")
    if movements.is_officer(actor):
        return found
    return found.filter(Q(principal=actor.firm_id) | Q(representative=actor.firm_id))


def detail(actor: Actor, movement: uuid.UUID) -> Movement:
    """One declaration with its rows, in a constant number of queries.

    NotFound if the movement is unknown to the actor, NotAllowed if only its goods are not for the actor's eyes.
    """
    rows = movements.visible(actor).select_related("representative", "declaration")
    row = rows.prefetch_related("declaration__guarantees", "declaration__consignments", "declaration__items").filter(
        pk=movement
    )
    found = row.first()
    if found is None:
        raise NotFound("no such declaration")
    if not sees_goods(actor, found):
        raise NotAllowed("what is declared is shown to the principal and to customs only")
    return found
