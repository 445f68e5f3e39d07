"""What hangs on one movement and its page lists: read by its key, each in one statement whose SQL is kept."""

import uuid

from django.db.models import Count, QuerySet

from acts.common.models import HistoryEntry
from acts.common.prepared import by_key
from transit.models import Attachment, Consignment, Control, DeclaredGuarantee, Item, RiskHit, Snapshot

PAGE = 25
_SHOWN = ("number", "commodity_code", "description", "packages", "gross_mass", "consignment_id")
_COUNTED = {"items_declared": Count("items")}


@by_key
def history(movement: uuid.UUID) -> QuerySet[HistoryEntry]:
    """Oldest first, without what only the proof of the chain needs."""
    return HistoryEntry.objects.filter(subject=movement).defer("address", "previous_hash", "hash").order_by("sequence")


@by_key
def controls(movement: uuid.UUID) -> QuerySet[Control]:
    """In the order they were ordered."""
    return Control.objects.filter(movement=movement).order_by("ordered_at", "pk")


@by_key
def risk_hits(movement: uuid.UUID) -> QuerySet[RiskHit]:
    """Why the movement has its channel, in the order found; for officers alone."""
    return RiskHit.objects.filter(movement=movement).order_by("pk")


@by_key
def snapshots(movement: uuid.UUID) -> QuerySet[Snapshot]:
    """The papers that can be printed, oldest first, without what stands on them: up to 1,999 items each."""
    return Snapshot.objects.filter(movement=movement).defer("document").order_by("number")


@by_key
def consignments(movement: uuid.UUID) -> QuerySet[Consignment]:
    """In order, each with the number of its items as `items_declared`."""
    return Consignment.objects.filter(declaration=movement).annotate(**_COUNTED).order_by("position")


def items(movement: uuid.UUID) -> QuerySet[Item]:
    """Of each item what a page shows; not its consignment, which many share."""
    return Item.objects.filter(declaration=movement).only(*_SHOWN).order_by("number")


@by_key
def first_items(movement: uuid.UUID) -> QuerySet[Item]:
    """The first page of `items`, which is nearly always the one looked at."""
    return items(movement)[:PAGE]


@by_key
def guarantees(movement: uuid.UUID) -> QuerySet[DeclaredGuarantee]:
    """Those the declaration names, in order."""
    return DeclaredGuarantee.objects.filter(declaration=movement).order_by("position")


@by_key
def attachments(movement: uuid.UUID) -> QuerySet[Attachment]:
    """The files of the declaration, in the order given."""
    return Attachment.objects.filter(movement=movement).order_by("uploaded_at", "pk")
