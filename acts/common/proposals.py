"""Two-person proposals: asked by one, confirmed by another, never the same person (spec section 5, 14)."""

import uuid
from datetime import datetime
from typing import Any

from django.db.models import Q

from acts.common import history
from acts.common.models import Proposal
from acts.common.refusals import NotAllowed, NotFound, Refusal, WrongState


class Lapsed(Refusal):
    """The proposal is no longer open: too old, decided, or its subject has changed since."""

    code = "proposal-lapsed"
    title = "The proposal has lapsed."


def propose(
    *,
    subject: uuid.UUID,
    version: int,
    verb: str,
    office: str,
    data: dict[str, Any],
    by: Any,
    at: datetime,
    lapses_at: datetime,
) -> Proposal:
    """Store a proposal; an open one for the same verb is replaced (it lapses)."""
    Proposal.objects.filter(subject=subject, verb=verb, status=Proposal.Status.OPEN).update(
        status=Proposal.Status.LAPSED, decided_at=at
    )
    return Proposal.objects.create(
        subject=subject,
        subject_version=version,
        verb=verb,
        office=office,
        data=data,
        data_hash=history.digest(data),
        proposed_by=by,
        proposed_at=at,
        lapses_at=lapses_at,
    )


def take(*, proposal: uuid.UUID, version: int, by: Any, at: datetime) -> Proposal:
    """The open proposal, locked, for `by` to confirm; the caller fires its verb and then calls `close`.

    Refuses the proposer himself, a proposal past its time or of an older version of its subject, and
    data that no longer has its hash.
    """
    row = lock(proposal=proposal)
    if row.status != Proposal.Status.OPEN:
        raise WrongState(action="confirm", state=row.status, code="R-PROPOSAL-01")
    if row.proposed_by_id == by.pk:
        raise NotAllowed("the second person must be another than the one who proposed")
    if at >= row.lapses_at:
        raise Lapsed(f"the proposal lapsed at {row.lapses_at.isoformat()}")
    if version != row.subject_version:
        raise Lapsed("the movement has changed since the proposal")
    if history.digest(row.data) != row.data_hash:
        raise Lapsed("the proposal's data is not what was proposed")
    return row


def lock(*, proposal: uuid.UUID) -> Proposal:
    """The proposal's row, locked; NotFound if there is none."""
    row = Proposal.objects.select_for_update().filter(pk=proposal).first()
    if row is None:
        raise NotFound("no such proposal")
    return row


def close(row: Proposal, *, status: Proposal.Status, by: Any, at: datetime, reason: str = "") -> None:
    """Record what became of an open proposal."""
    row.status, row.decided_by, row.decided_at, row.reason = status, by, at, reason
    row.save(update_fields=["status", "decided_by", "decided_at", "reason"])


def lapse_due(*, at: datetime) -> int:
    """Close every open proposal past its time; how many."""
    due = Proposal.objects.filter(Q(status=Proposal.Status.OPEN), lapses_at__lte=at)
    return due.update(status=Proposal.Status.LAPSED, decided_at=at)
