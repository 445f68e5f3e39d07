"""Finding a movement by what stands on its papers or on the truck (spec section 2: LRN and MRN are found by search)."""

from uuid import UUID

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from offices.actors import Actor
from transit.models import Declaration, Movement
from transit.selectors import movements

_NOT_NUMBERS = {"number", "seals"}
_CANDIDATES = 200


def find(actor: Actor, text: str) -> QuerySet[Movement]:
    """The visible movements with this MRN, LRN, plate, container or seal, whole; last changed first.

    Seals as they are now and as declared. Capitals and blanks do not matter, except in an LRN.
    """
    text = text.replace("\0", "").strip()
    plain = "".join(text.split()).upper()
    rows = movements.visible(actor).order_by("-changed_at", "-pk")
    if not plain:
        return rows.none()
    by_column = Q(mrn=plain) | Q(lrn=text) | Q(vehicle_registration=plain) | Q(trailer_registration=plain)
    found = rows.filter(by_column)
    return found if found.exists() else rows.filter(pk__in=_bearing(rows, {text.upper(), plain}))


def _bearing(rows: QuerySet[Movement], wanted: set[str]) -> list[UUID]:
    """The movements with such a seal or container. The database narrows, by text; the lists themselves decide."""
    mentions = Q()
    for text in wanted:
        if text.lower() not in _NOT_NUMBERS:
            mentions |= Q(text__icontains=f'"{text}"')
    if not mentions:
        return []
    now = rows.annotate(text=Cast("seals", TextField())).filter(mentions)
    hits: list[UUID] = [row.pk for row in now[:_CANDIDATES] if wanted & {seal.upper() for seal in row.seals}]
    declared = Declaration.objects.filter(movement__in=rows.order_by())
    for column in ("containers", "seals"):
        narrowed = declared.annotate(text=Cast(column, TextField())).filter(mentions)[:_CANDIDATES]
        hits += [row.pk for row in narrowed if wanted & _identifiers(row)]
    return hits


def _identifiers(declaration: Declaration) -> set[str]:
    found = {seal.upper() for seal in declaration.seals}
    for container in declaration.containers:
        found |= {str(container.get("number", "")).upper(), *(seal.upper() for seal in container.get("seals", []))}
    return found
