"""Two-person proposals: asked by one, confirmed by another, never the same person (spec section 5, 14)."""

import uuid
from datetime import datetime
from typing import Any

from acts.common import history
from acts.common.findings import Finding, FindingClass
from acts.common.models import Proposal
from acts.common.refusals import NotAllowed, NotFound, Refusal, WrongState


class Lapsed(Refusal):
    """The proposal is no longer open: too old, decided, or its subject has changed since."""

    code = "proposal-lapsed"
    title = "The proposal has lapsed."


class StillOpen(WrongState):
    """Class 92: a proposal of the same verb waits for its second person; it is decided or taken back first."""

    def __init__(self, row: Proposal) -> None:
        super().__init__(action=f"propose {row.verb}", state=row.status, code="R-PROPOSAL-02")
        self.detail = (
            f"{row.proposed_by.get_username()} proposed this at {row.proposed_at.isoformat()}: proposal {row.pk} is "
            "open until it is confirmed, refused or taken back"
        )
        self.findings = (Finding(FindingClass.WRONG_STATE, "R-PROPOSAL-02", "proposal", self.detail, str(row.pk)),)


def waiting(*, subject: uuid.UUID, verb: str) -> Proposal | None:
    """The open proposal of `verb` on a subject, whose lock the caller holds."""
    return Proposal.objects.filter(subject=subject, verb=verb, status=Proposal.Status.OPEN).first()


def is_stale(row: Proposal, *, version: int, at: datetime) -> bool:
    """Whether an open proposal is past its time, or its subject has changed since."""
    return at >= row.lapses_at or version != row.subject_version


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
    """Store a proposal. Refuses (class 92) while another of the same verb is open: nobody's lapses unseen."""
    if (other := waiting(subject=subject, verb=verb)) is not None:
        raise StillOpen(other)
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


def refuse_unfit(row: Proposal, *, version: int, by: Any, at: datetime) -> None:
    """Refuse a locked proposal that `by` may not confirm; else the caller fires its verb and then calls `close`.

    Refused: one decided, the proposer himself, one past its time or of an older version of its subject, and data
    that no longer has its hash.
    """
    if row.status != Proposal.Status.OPEN:
        raise WrongState(action="confirm", state=row.status, code="R-PROPOSAL-01")
    if row.proposed_by_id == by.pk:
        raise NotAllowed("the second person must be another than the one who proposed")
    if at >= row.lapses_at:
        raise Lapsed(f"the proposal lapsed at {row.lapses_at.isoformat()}")
    if version != row.subject_version:
        raise Lapsed("what it is about has changed since the proposal")
    if history.digest(row.data) != row.data_hash:
        raise Lapsed("the proposal's data is not what was proposed")


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
