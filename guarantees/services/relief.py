"""Reduction and waiver by the country's scale: evidence, one officer who proposes, a second who grants (spec 9, 15)."""

import logging
import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from acts.common import files, proposals
from acts.common.findings import Finding, FindingClass
from acts.common.models import Proposal
from acts.common.refusals import NotFound, WrongState
from guarantees import locks, permissions, proposed, selectors
from guarantees.enums import GuaranteeKind, GuaranteeState
from guarantees.models import Evidence, Guarantee
from guarantees.services import acting, engine, keeping, life, limits
from guarantees.services import terms as conditions
from guarantees.services.risk_amount import plain
from guarantees.services.terms import finding
from offices import proofs
from offices import selectors as offices
from offices.actors import SYSTEM, Actor, local_day
from offices.enums import DeadlineKind
from offices.proposals import same_again

logger = logging.getLogger(__name__)

_KINDS = (GuaranteeKind.WAIVER, GuaranteeKind.MULTIPLE_JOURNEY)
_YEAR = timedelta(days=365)
_WAITS = (GuaranteeState.ISSUED,)
_REDUCED = (GuaranteeState.ISSUED, GuaranteeState.ACTIVE)
_TAKES_EVIDENCE = (GuaranteeState.ISSUED, GuaranteeState.ACTIVE, GuaranteeState.SUSPENDED)


def scale(*, country: str, day: date) -> list[dict[str, Any]]:
    """The steps of a country's scale: `percentage`; `clean_years` without a claim; `debt_days` that nothing demanded
    may be older than; `documents` asked for.
    """
    return list(offices.profile_on(country=country, day=day).reduction_scale)


def document_types(*, country: str, day: date) -> list[str]:
    """Every type of document that some step of the scale asks for."""
    return sorted({kind for step in scale(country=country, day=day) for kind in step.get("documents", ())})


def attach(
    *, guarantee: uuid.UUID, document_type: str, reference: str, upload: files.Upload, actor: Actor, at: datetime
) -> Evidence:
    """Keep a paper with a guarantee; by its office, or by the principal's administrator.

    Refuses a type that no step of the scale asks for, other content than PDF, JPEG or PNG, more than 50 MB in all.
    """
    kept = Evidence(document_type=document_type, reference=reference, at=at, by=actor.name)
    content = keeping.read(kept, upload)
    with transaction.atomic():
        row = acting.locked(guarantee, actor, permissions.brings_evidence)
        if row.kind not in _KINDS:
            text = "a guarantee of this kind has neither reduction nor waiver"
            conditions.refuse([finding("R-RELIEF-06", "kind", text, row.kind)])
        if row.state not in _TAKES_EVIDENCE:
            raise WrongState(action="attach_evidence", state=row.state)
        if document_type not in document_types(country=row.office.country_id, day=_day(row, at)):
            text, wrong = "no step of the country's scale asks for it", FindingClass.NOT_IN_CODE_LIST
            conditions.refuse([finding("R-RELIEF-05", "document_type", text, document_type, wrong)])
        before = row.evidence.aggregate(total=Sum("size"))["total"] or 0
        if before + len(content) > settings.ATTACHMENTS_MAX_BYTES:
            conditions.refuse([finding("R-FILE-03", "file", "the files of a guarantee are at most 50 MB in all", None)])
        kept.guarantee = row
        engine.note(row, "attach_evidence", actor=actor, at=at, data=_paper(kept))
        keeping.save(kept, content)
    return kept


def propose(*, guarantee: uuid.UUID, percentage: int, reason: str, actor: Actor, at: datetime) -> Proposal:
    """The first officer: a percentage of the scale for a multiple journey guarantee, 0 for a waiver that was booked.

    The same once more by the same person answers the one that waits already.
    """
    with transaction.atomic():
        row = acting.locked(guarantee, actor, permissions.officer)
        verb = _verb(row)
        _refuse_wrong_state(row, f"propose_{verb}")
        papers = [_paper(paper) for paper in row.evidence.all()]
        data = {"percentage": percentage, "reason": reason, "evidence": papers}
        other = proposals.waiting(subject=row.pk, verb=verb)
        if other is not None:
            if not proposals.is_stale(other, version=row.version, at=at):
                return same_again(other, data=data, by=actor.user)
            _lapse(row, other, at)
        conditions.refuse(list(_findings(row, percentage, at)))
        engine.note(row, f"propose_{verb}", actor=actor, at=at, data={"percentage": percentage, "reason": reason})
        profile = offices.profile_on(country=row.office.country_id, day=_day(row, at))
        return proposals.propose(
            subject=row.pk,
            version=row.version,
            verb=verb,
            office=row.office_id,
            data=data,
            by=actor.user,
            at=at,
            lapses_at=offices.due_at(office=row.office, profile=profile, kind=DeadlineKind.PROPOSAL, start=at),
        )


def confirm(*, proposal: uuid.UUID, actor: Actor, at: datetime) -> Guarantee:
    """The second person, a supervisor of the same office: it takes effect, if it still may by the scale."""
    subject = _subject(actor, proposal)
    with transaction.atomic():
        row = acting.locked(subject, actor, permissions.supervisor)
        pending = proposals.lock(proposal=proposal)
        # As every act with a second person (spec section 14).
        proofs.refuse_unproven(actor, verb=pending.verb, at=at)
        proposals.refuse_unfit(pending, version=row.version, by=actor.user, at=at)
        _refuse_wrong_state(row, pending.verb)
        percentage = int(pending.data["percentage"])
        conditions.refuse(list(_findings(row, percentage, at)))
        more = {"proposed_by": pending.proposed_by.get_username(), "reason": pending.data["reason"]}
        _grant(row, percentage, more | {"data_hash": pending.data_hash}, actor, at)
        proposals.close(pending, status=Proposal.Status.CONFIRMED, by=actor.user, at=at)
        return row


def refuse(*, proposal: uuid.UUID, reason: str, actor: Actor, at: datetime) -> Proposal:
    """The supervisor does not confirm, or the first officer takes the proposal back; the guarantee stays as it is."""
    subject = _subject(actor, proposal)
    with transaction.atomic():
        own = Proposal.objects.filter(pk=proposal, proposed_by=actor.user).exists()
        row = acting.locked(subject, actor, permissions.officer if own else permissions.supervisor)
        pending = proposals.lock(proposal=proposal)
        if pending.status != Proposal.Status.OPEN:
            raise WrongState(action="refuse", state=pending.status, code="R-PROPOSAL-01")
        engine.note(row, f"refuse_{pending.verb}", actor=actor, at=at, data={"reason": reason})
        proposals.close(pending, status=Proposal.Status.REFUSED, by=actor.user, at=at, reason=reason)
        return pending


def sweep(*, at: datetime) -> int:
    """Close the proposals that are past their time, or whose guarantee has changed; each by itself. How many."""
    worked = 0
    for proposal, subject in proposed.stale(at=at):
        try:
            with transaction.atomic():
                row = locks.one(guarantee=subject)
                pending = proposals.lock(proposal=proposal)
                still = pending.status == Proposal.Status.OPEN
                if row is not None and still and proposals.is_stale(pending, version=row.version, at=at):
                    _lapse(row, pending, at)
                    worked += 1
        except Exception:
            logger.exception("proposal %s did not lapse", proposal)
    return worked


def _lapse(row: Guarantee, pending: Proposal, at: datetime) -> None:
    engine.note(row, f"lapse_{pending.verb}", actor=SYSTEM, at=at)
    proposals.close(pending, status=Proposal.Status.LAPSED, by=None, at=at)


def _grant(row: Guarantee, percentage: int, more: dict[str, Any], actor: Actor, at: datetime) -> None:
    if row.kind == GuaranteeKind.WAIVER:
        life.open_now(row, "grant_waiver", percentage=percentage, actor=actor, at=at, more=more)
        return
    data = {"from": row.percentage, "percentage": percentage, **more}
    row.percentage = percentage
    engine.note(row, "grant_reduction", actor=actor, at=at, data=data, fields=["percentage"])
    engine.tell(row, "GUARANTEE_PERCENTAGE_CHANGED", at=at, office=True, body={"percentage": percentage})


def _subject(actor: Actor, proposal: uuid.UUID) -> uuid.UUID:
    """The proposal's guarantee, if the actor may know of it; read before the locks, which go guarantee first."""
    row = proposed.known(actor=actor, among=selectors.visible(actor=actor)).filter(pk=proposal).first()
    if row is None:
        raise NotFound("no such proposal")
    return row.subject


def _verb(row: Guarantee) -> str:
    return "grant_waiver" if row.kind == GuaranteeKind.WAIVER else "grant_reduction"


def _refuse_wrong_state(row: Guarantee, action: str) -> None:
    """A waiver is granted while it waits for it, a reduction before the acceptance or after it."""
    if row.state not in (_WAITS if row.kind == GuaranteeKind.WAIVER else _REDUCED):
        raise WrongState(action=action, state=row.state)


def _findings(row: Guarantee, percentage: int, at: datetime) -> Iterator[Finding]:
    """Why the guarantee may not have this percentage: all findings at once."""
    day = _day(row, at)
    step = next((s for s in scale(country=row.office.country_id, day=day) if s["percentage"] == percentage), None)
    waives = row.kind == GuaranteeKind.WAIVER
    if step is None or waives != (percentage == 0) or row.kind not in _KINDS:
        text = "no such step on the country's scale for this kind of guarantee"
        yield finding("R-GUARANTEE-20", "percentage", text, percentage)
        return
    if not waives and percentage == row.percentage:
        yield finding("R-RELIEF-01", "percentage", "is the percentage it has", percentage)
    attached = set(row.evidence.values_list("document_type", flat=True))
    for kind in step.get("documents", ()):
        if kind not in attached:
            text = f"{kind} is asked for and not attached: attach it as evidence first"
            yield finding("R-RELIEF-02", "evidence", text, kind, FindingClass.MISSING)
    since = at - _YEAR * step.get("clean_years", 0)
    if "clean_years" in step and proposed.claims_since(principal=row.principal_id, at=since).exists():
        text = f"asks for {step['clean_years']} years without a claim"
        yield finding("R-RELIEF-03", "percentage", text, percentage)
    if "debt_days" in step and proposed.debts_before(
        principal=row.principal_id, at=at - timedelta(days=step["debt_days"])
    ):
        text = f"the principal owes what was demanded more than {step['debt_days']} days ago"
        yield finding("R-RELIEF-04", "principal", text, row.principal.number)
    yield from _bounds(row, percentage, day)


def _bounds(row: Guarantee, percentage: int, day: date) -> Iterator[Finding]:
    """What rights, claims and the limit of the guarantor say."""
    if row.kind == GuaranteeKind.WAIVER:
        yield from conditions.waiver_findings(principal=row.principal, office=row.office_id, day=day)
        return
    claimed = row.paid + selectors.outstanding(guarantee=row)
    if row.reference_amount * percentage / 100 < claimed:
        text = f"{plain(claimed)} {row.currency} are claimed or paid, more than {percentage} percent of it"
        yield finding("R-GUARANTEE-22", "percentage", text, percentage)
    if percentage > row.percentage:
        yield from limits.findings(guarantee=row, amount=row.reference_amount, percentage=percentage, day=day)


def _paper(row: Evidence) -> dict[str, str]:
    return {"document_type": row.document_type, "reference": row.reference, "name": row.name, "sha256": row.sha256}


def _day(row: Guarantee, at: datetime) -> date:
    return local_day(at, row.office.country.time_zone)
