"""Whose eyes the goods of a declaration are for (spec sections 1 and 9)."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, prefetch_related_objects

from acts.common.refusals import NotAllowed, NotFound
from offices.actors import Actor
from offices.enums import AppointmentKind
from offices.models import Firm
from transit import permissions
from transit.models import Attachment, Consignment, Movement, Passage
from transit.selectors import movements


def visible(actor: Actor) -> QuerySet[Movement]:
    """Movements whose goods the actor may see, the last changed first: `permissions.sees_goods` as a query."""
    found = movements.visible(actor).order_by("-changed_at", "pk")
    if actor.is_system or actor.appointed(AppointmentKind.AUDITOR):
        return found
    offices = {posting.office_id for posting in actor.postings}
    wanted = Q(office_of_departure__in=offices) | Q(office_of_destination__in=offices)
    wanted |= Q(Exists(Passage.objects.filter(movement=OuterRef("pk"), office__in=offices)))
    if actor.firm_id is not None:
        wanted |= Q(principal=actor.firm_id) | Q(representative=actor.firm_id, principal__in=actor.represented)
    return found.filter(wanted)


def firm_names(consignments: Iterable[Consignment]) -> dict[str, str]:
    """The names of registered consignors and consignees, by their number in the register; one query."""
    parties = (party for row in consignments for party in (row.consignor, row.consignee))
    numbers = {party.get("registration_number") for party in parties} - {None}
    return dict(Firm.objects.filter(number__in=numbers).values_list("number", "name"))


def attachment(actor: Actor, movement: uuid.UUID, file: uuid.UUID, *, at: datetime) -> Attachment:
    """A file of a declaration; NotFound and NotAllowed as in `detail`, NotFound too for a file of another one."""
    row = movements.known(actor, movement, at=at)
    if not permissions.sees_goods(actor, row):
        raise NotAllowed("the files are shown to the principal and to customs only")
    found: Attachment | None = Attachment.objects.filter(pk=file, movement=row.pk).first()
    if found is None:
        raise NotFound("no such file")
    return found


def detail(actor: Actor, movement: uuid.UUID, *, at: datetime) -> Movement:
    """One declaration with its rows, in a constant number of queries.

    NotFound if the movement is unknown to the actor, NotAllowed if only its goods are not for the actor's eyes.
    """
    row = movements.known(actor, movement, at=at)
    if not permissions.sees_goods(actor, row):
        raise NotAllowed("what is declared is shown to the principal and to customs only")
    rows = ("representative", "declaration__guarantees", "declaration__consignments", "declaration__items")
    prefetch_related_objects([row], *rows)
    return row
