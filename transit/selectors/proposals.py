"""Two-person proposals an actor may know of."""

import uuid
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from acts.common.models import Proposal
from offices.actors import Actor
from offices.enums import AppointmentKind
from transit import permissions
from transit.models import Movement
from transit.selectors import movements

ON_MOVEMENTS = Proposal.objects.filter(verb__in=("invalidate_after_release", "resolve"))
"""Those about movements; guarantees have proposals of their own."""


def visible(actor: Actor) -> QuerySet[Proposal]:
    """Proposals on movements of the offices the actor is posted at, but for those of the own firm; auditors see all;
    nobody else any.
    """
    rows = ON_MOVEMENTS.select_related("proposed_by", "decided_by").order_by("-proposed_at", "pk")
    if actor.appointed(AppointmentKind.AUDITOR):
        return rows
    rows = rows.filter(office__in=[posting.office_id for posting in actor.postings])
    return rows.exclude(subject__in=movements.of_own_firm(actor).values("pk"))


def open_on(actor: Actor, movement: Movement, *, at: datetime) -> QuerySet[Proposal]:
    """Those of `visible` that can still be confirmed on one movement, the oldest first."""
    posted = any(row.office_id == movement.office_of_departure_id for row in actor.postings)
    officer = posted and not permissions.own_firm(actor, movement)
    if not officer and not actor.appointed(AppointmentKind.AUDITOR):
        return ON_MOVEMENTS.none()
    rows = ON_MOVEMENTS.filter(subject=movement.pk, status=Proposal.Status.OPEN, lapses_at__gt=at)
    return rows.select_related("proposed_by", "decided_by").order_by("proposed_at", "pk")


def stale(*, at: datetime) -> list[uuid.UUID]:
    """The open proposals on movements that are past their time, or whose movement has changed; the oldest first."""
    movement = Movement.objects.filter(pk=OuterRef("subject"))
    unchanged = Exists(movement.filter(version=OuterRef("subject_version")))
    rows = Proposal.objects.filter(Exists(movement), status=Proposal.Status.OPEN)
    rows = rows.filter(Q(lapses_at__lte=at) | ~Q(unchanged))
    return list(rows.order_by("proposed_at", "pk").values_list("pk", flat=True))
