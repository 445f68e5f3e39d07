"""Two-person proposals an actor may know of."""

from django.db.models import QuerySet

from acts.common.models import Proposal
from offices.actors import Actor
from offices.enums import AppointmentKind


def visible(actor: Actor) -> QuerySet[Proposal]:
    """Proposals of the offices the actor is posted at; auditors see all; nobody else any."""
    rows = Proposal.objects.select_related("proposed_by", "decided_by").order_by("-proposed_at", "pk")
    if actor.appointed(AppointmentKind.AUDITOR):
        return rows
    return rows.filter(office__in=[posting.office_id for posting in actor.postings])
