"""A country's own reference data: what one national administrator proposes, another confirms (spec section 1).

What waits is the form as it was sent: the admin judges it again when it is confirmed, and only then writes.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from acts.common import history, proposals
from acts.common.models import Proposal
from acts.common.refusals import NotAllowed, NotFound, WrongState
from offices import audit, locks
from offices.actors import SYSTEM, Actor
from offices.enums import AppointmentKind
from offices.proposals import same_again

ADD, CHANGE, DELETE = VERBS = ("add_reference", "change_reference", "delete_reference")
_WITHIN = timedelta(days=1)
"""Not the profile's deadline of proposals: that profile may be what is to be changed."""


def known(*, actor: Actor) -> QuerySet[Proposal]:
    """Every proposal of the actor's countries, the last first; an auditor knows all."""
    rows = Proposal.objects.filter(verb__in=VERBS).select_related("proposed_by", "decided_by")
    if not actor.appointed(AppointmentKind.AUDITOR):
        rows = rows.filter(office__in=[row.country_id for row in actor.appointments if _administers(row.kind)])
    return rows.order_by("-proposed_at", "-pk")


def waiting(*, actor: Actor, at: datetime) -> QuerySet[Proposal]:
    """Those that wait for a second person."""
    return known(actor=actor).filter(status=Proposal.Status.OPEN, lapses_at__gt=at)


@transaction.atomic
def propose(
    *,
    verb: str,
    kind: str,
    key: str,
    country: str,
    form: dict[str, list[str]],
    standing: str,
    actor: Actor,
    at: datetime,
) -> Proposal:
    """The first person. `kind` is the model's label, `key` the row's ("" of a new one), `form` what was sent.

    `standing` is the digest of the row as it was read. The same once more by the same person answers the proposal that
    waits; another one for the same row is refused (class 92) while that is open.
    """
    _refuse_stranger(actor, country)
    locks.country(country)
    data = {"kind": kind, "key": key, "form": form, "standing": standing}
    subject = audit.subject(kind=kind, key=key or history.digest(form))
    opened = Proposal.objects.filter(subject=subject, verb__in=VERBS, status=Proposal.Status.OPEN)
    for waiting_for in list(opened.values_list("pk", flat=True)):
        other = proposals.lock(proposal=waiting_for)
        if other.status == Proposal.Status.OPEN and not _lapsed(other, at):
            return same_again(other, data=data, by=actor.user)
    row = proposals.propose(
        subject=subject,
        version=0,
        verb=verb,
        office=country,
        data=data,
        by=actor.user,
        at=at,
        lapses_at=at + _WITHIN,
    )
    _record(row, "propose", actor, at)
    return row


@contextmanager
def confirming(*, proposal: uuid.UUID, actor: Actor, at: datetime) -> Iterator[Proposal]:
    """The second person: inside it what was proposed is done; a refusal there leaves the proposal open.

    `standing` in its data is for the caller to compare. Refuses the proposer, one decided or past its time.
    """
    with transaction.atomic():
        row = _locked(proposal, actor)
        proposals.refuse_unfit(row, version=0, by=actor.user, at=at)
        yield row
        proposals.close(row, status=Proposal.Status.CONFIRMED, by=actor.user, at=at)


@transaction.atomic
def refuse(*, proposal: uuid.UUID, reason: str, actor: Actor, at: datetime) -> Proposal:
    """The second person does not confirm, or the first takes it back; nothing is changed."""
    row = _locked(proposal, actor)
    if row.status != Proposal.Status.OPEN:
        raise WrongState(action="refuse", state=row.status, code="R-PROPOSAL-01")
    _record(row, "refuse", actor, at, reason=reason)
    proposals.close(row, status=Proposal.Status.REFUSED, by=actor.user, at=at, reason=reason)
    return row


def sweep(*, at: datetime) -> int:
    """Close what is past its time. How many."""
    late = Proposal.objects.filter(verb__in=VERBS, status=Proposal.Status.OPEN, lapses_at__lte=at)
    worked = 0
    for key in list(late.values_list("pk", flat=True)):
        with transaction.atomic():
            row = proposals.lock(proposal=key)
            worked += row.status == Proposal.Status.OPEN and _lapsed(row, at)
    return worked


def _locked(proposal: uuid.UUID, actor: Actor) -> Proposal:
    row = Proposal.objects.filter(pk=proposal, verb__in=VERBS).first()
    if row is None or not actor.appointed(AppointmentKind.NATIONAL_ADMINISTRATOR, row.office):
        raise NotFound("no such proposal")
    locks.country(row.office)
    return proposals.lock(proposal=proposal)


def _refuse_stranger(actor: Actor, country: str) -> None:
    if not actor.appointed(AppointmentKind.NATIONAL_ADMINISTRATOR, country):
        raise NotAllowed("that is another country's: its own national administrators propose its changes")


def _administers(kind: str) -> bool:
    return kind == AppointmentKind.NATIONAL_ADMINISTRATOR


def _lapsed(row: Proposal, at: datetime) -> bool:
    """Whether an open, locked proposal is past its time; then it is closed."""
    stale = proposals.is_stale(row, version=0, at=at)
    if stale:
        _record(row, "lapse", SYSTEM, at)
        proposals.close(row, status=Proposal.Status.LAPSED, by=None, at=at)
    return stale


def _record(row: Proposal, what: str, actor: Actor, at: datetime, **data: Any) -> None:
    """A line in the chain of the row it is about; of one yet to be made the proposal alone tells what it would be."""
    audit.write(
        subject=row.subject,
        verb=f"{what}_{row.verb}",
        actor=actor.name,
        address=actor.address,
        at=at,
        data={"proposal": str(row.pk), "kind": row.data["kind"], "data_hash": row.data_hash} | data,
    )
