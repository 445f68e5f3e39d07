"""Reads of the reductions and waivers that were proposed to a second person, and of their papers (spec section 9)."""

import uuid
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from acts.common.models import Proposal
from acts.common.refusals import NotAllowed, NotFound
from guarantees import permissions
from guarantees.enums import OPEN_CLAIM, ClaimState
from guarantees.models import Claim, Evidence, Guarantee
from offices.actors import Actor
from offices.enums import AppointmentKind, OfficerRole

RELIEF = Proposal.objects.filter(verb__in=("grant_reduction", "grant_waiver"))


def known(*, actor: Actor, among: QuerySet[Guarantee]) -> QuerySet[Proposal]:
    """Those about guarantees `among` which the actor sees, to officers and auditors, the last first; to nobody else."""
    if not (actor.postings or actor.appointed(AppointmentKind.AUDITOR)):
        return RELIEF.none()
    rows = RELIEF.filter(subject__in=among.order_by().values("pk"))
    return rows.select_related("proposed_by", "decided_by").order_by("-proposed_at", "pk")


def of_own_firm(*, actor: Actor) -> QuerySet[Guarantee]:
    """The guarantees on which the actor is never an officer: the own firm is principal or guarantor."""
    return Guarantee.objects.filter(Q(principal=actor.firm_id) | Q(guarantor__firm=actor.firm_id))


def waiting(*, actor: Actor, at: datetime) -> QuerySet[Proposal]:
    """The open ones at the offices where the actor is a supervisor, the first to lapse first.

    Not those about guarantees of the own firm, which the actor may not confirm.
    """
    posts = [row.office_id for row in actor.postings if OfficerRole.SUPERVISOR.value in row.roles]
    rows = RELIEF.filter(office__in=posts, status=Proposal.Status.OPEN, lapses_at__gt=at)
    if actor.firm_id is not None:
        rows = rows.exclude(subject__in=of_own_firm(actor=actor).values("pk"))
    return rows.select_related("proposed_by").order_by("lapses_at", "pk")


def open_on(*, guarantee: Guarantee, at: datetime) -> QuerySet[Proposal]:
    """What waits for a second person about one guarantee."""
    rows = RELIEF.filter(subject=guarantee.pk, status=Proposal.Status.OPEN, lapses_at__gt=at)
    return rows.select_related("proposed_by").order_by("proposed_at")


def stale(*, at: datetime) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """(proposal, guarantee) of the open ones past their time, or whose guarantee has changed; the oldest first."""
    same = Guarantee.objects.filter(pk=OuterRef("subject"), history_sequence=OuterRef("subject_version"))
    rows = RELIEF.filter(Q(lapses_at__lte=at) | ~Exists(same), status=Proposal.Status.OPEN)
    return list(rows.order_by("proposed_at", "pk").values_list("pk", "subject"))


def papers(*, actor: Actor, guarantee: Guarantee) -> QuerySet[Evidence]:
    """The papers kept with a guarantee, the oldest first; NotAllowed for who knows of it and may not read them."""
    if not permissions.reads_evidence(actor, guarantee):
        raise NotAllowed("the papers are for the office of guarantee and the principal")
    return Evidence.objects.filter(guarantee=guarantee).order_by("at", "id")


def paper(*, actor: Actor, guarantee: Guarantee, paper: uuid.UUID) -> Evidence:
    """One of them; NotFound if there is none."""
    row = papers(actor=actor, guarantee=guarantee).filter(pk=paper).first()
    if row is None:
        raise NotFound("no such paper")
    return row


def claims_since(*, principal: int, at: datetime) -> QuerySet[Claim]:
    """What was claimed for a principal's journeys since `at`, and not withdrawn."""
    return Claim.objects.filter(guarantee__principal=principal, notified_at__gte=at).exclude(state=ClaimState.WITHDRAWN)


def debts_before(*, principal: int, at: datetime) -> bool:
    """Whether a principal's journeys owe what was demanded before `at`."""
    return Claim.objects.filter(guarantee__principal=principal, state__in=OPEN_CLAIM, demanded_at__lt=at).exists()
