"""Two-person proposals an actor may know of."""

import uuid
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from acts.common.models import Proposal
from offices.actors import Actor
from offices.enums import AppointmentKind
from transit.models import Movement

ON_MOVEMENTS = Proposal.objects.filter(verb__in=("invalidate_after_release", "resolve"))
"""Those about movements; guarantees have proposals of their own."""


def visible(actor: Actor) -> QuerySet[Proposal]:
    """Proposals on movements of the offices the actor is posted at; auditors see all; nobody else any."""
    rows = ON_MOVEMENTS.select_related("proposed_by", "decided_by").order_by("-proposed_at", "pk")
    if actor.appointed(AppointmentKind.AUDITOR):
        return rows
    return rows.filter(office__in=[posting.office_id for posting in actor.postings])


def stale(*, at: datetime) -> list[uuid.UUID]:
    """The open proposals on movements that are past their time, or whose movement has changed; the oldest first."""
    movement = Movement.objects.filter(pk=OuterRef("subject"))
    unchanged = Exists(movement.filter(version=OuterRef("subject_version")))
    rows = Proposal.objects.filter(Exists(movement), status=Proposal.Status.OPEN)
    rows = rows.filter(Q(lapses_at__lte=at) | ~Q(unchanged))
    return list(rows.order_by("proposed_at", "pk").values_list("pk", flat=True))
