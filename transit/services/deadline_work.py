"""The worker of deadlines: everything due is worked, oldest first, each exactly once (spec section 10).

Each row has a transaction of its own: one bad row never blocks the others. A row whose state has passed is moot.
"""

import logging
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from acts.common import jobs
from acts.common.refusals import RulesBroken
from acts.notices import services as notices
from offices.actors import SYSTEM
from offices.enums import DeadlineKind as D
from offices.enums import OfficerRole
from transit import locks
from transit.enums import Channel, DeadlineOutcome
from transit.models import Deadline, Movement
from transit.selectors import proposals
from transit.services import closure, deadlines, declaration, departure, parties

logger = logging.getLogger(__name__)

_BATCH = 200
_FIRST_RETRY = timedelta(seconds=30)
_LAST_RETRY = timedelta(hours=6)


def sweep(*, at: datetime) -> int:
    """Work due deadlines and let old proposals lapse; how many deadlines were taken up."""
    for proposal in proposals.stale(at=at):
        if jobs.stopping():
            return 0
        try:
            closure.lapse(proposal=proposal, at=at)
        except Exception:  # The next sweep tries again; no confirmation takes it meanwhile.
            logger.exception("proposal %s did not lapse", proposal)
    open_rows = Deadline.objects.filter(Q(retry_at=None) | Q(retry_at__lte=at), done_at=None, due_at__lte=at)
    keys = list(open_rows.order_by("due_at", "id").values_list("pk", "movement")[:_BATCH])
    for done, (key, movement) in enumerate(keys):
        if jobs.stopping():
            return done
        try:
            work(deadline=key, movement=movement, at=at)
        except Exception as error:  # It is tried again later; the next row is another matter.
            logger.exception("deadline %s failed", key)
            _postpone(key, error, at)
    return len(keys)


def work(*, deadline: int, movement: uuid.UUID, at: datetime) -> None:
    """Work one deadline: its effect and its `done_at` are one transaction. Lock order: movement, then the row."""
    with transaction.atomic():
        row = locks.movement(movement)
        due = locks.deadline(deadline)
        if due is None:
            return
        kind = D(due.kind)
        if row.state not in deadlines.LIVE[kind]:
            _finish(due, DeadlineOutcome.MOOT, "", at)
            return
        # Marked before the effect: a draft's deletion takes its deadlines along.
        _finish(due, DeadlineOutcome.WORKED, kind.value, at)
        _EFFECTS[kind](row, due, at)


def _finish(due: Deadline, outcome: DeadlineOutcome, effect: str, at: datetime) -> None:
    due.done_at, due.outcome, due.effect = at, outcome, effect
    due.save(update_fields=["done_at", "outcome", "effect"])


def _postpone(key: int, error: Exception, at: datetime) -> None:
    row = Deadline.objects.filter(pk=key).first()
    if row is None:
        return
    row.attempts += 1
    row.last_error = f"{type(error).__name__}: {error}"[:2000]
    row.retry_at = at + min(_FIRST_RETRY * 2 ** min(row.attempts - 1, 10), _LAST_RETRY)
    row.save(update_fields=["attempts", "last_error", "retry_at"])


def _tell(row: Movement, due: Deadline, at: datetime, *to: str) -> None:
    body = {"deadline": due.kind, "due_at": due.due_at.isoformat(), "reference": due.reference}
    messages = [notices.Message(f"DEADLINE_{due.kind}", address, body) for address in dict.fromkeys(to)]
    notices.tell(messages, subject=row.pk, reference=row.mrn or row.lrn, at=at)


def _flag_departure(row: Movement, due: Deadline, at: datetime) -> None:
    _tell(row, due, at, parties.departure(row))


def _flag_destination(row: Movement, due: Deadline, at: datetime) -> None:
    _tell(row, due, at, parties.destination(row))


def _flag_supervisors(row: Movement, due: Deadline, at: datetime) -> None:
    _tell(row, due, at, parties.departure_supervisors(row))


def _flag_both_supervisors(row: Movement, due: Deadline, at: datetime) -> None:
    post = notices.officers(due.reference, OfficerRole.SUPERVISOR)
    _tell(row, due, at, parties.departure_supervisors(row), post)


def _remind_draft(row: Movement, due: Deadline, at: datetime) -> None:
    if not _counted_again(row, due):
        _tell(row, due, at, *parties.principal_side(row))


def _delete_draft(row: Movement, due: Deadline, at: datetime) -> None:
    if not _counted_again(row, due):
        declaration.delete(actor=SYSTEM, movement=row.pk, at=at)


def _counted_again(row: Movement, due: Deadline) -> bool:
    """Whether the draft was changed since the deadline began to run: then both run from the change, if not yet so."""
    changed = row.changed_at > due.counts_from
    if changed:
        deadlines.write(deadlines.of_draft(row, at=row.changed_at))
    return changed


def _reject(row: Movement, due: Deadline, at: datetime) -> None:
    departure.reject(actor=SYSTEM, movement=row, reason="the goods were not presented in time", at=at)


def _refuse_guarantee(row: Movement, due: Deadline, at: datetime) -> None:
    departure.refuse(actor=SYSTEM, movement=row, reason="the guarantee was not amended in time", at=at)


def _refuse_release(row: Movement, due: Deadline, at: datetime) -> None:
    departure.refuse(actor=SYSTEM, movement=row, reason="the goods were not released in time", at=at)


def _release(row: Movement, due: Deadline, at: datetime) -> None:
    """An authorised trader's green movement goes by itself. What hinders it goes to the officers instead.

    An amendment may have ended either since the timer began, or an officer asked for one: such a movement waits like
    any other. The amendment asked for starts the timer anew.
    """
    if not (row.simplified and row.channel == Channel.GREEN) or row.amendment_requested:
        return
    try:
        departure.release(actor=SYSTEM, movement=row.pk, at=at)
    except departure.ReleaseRefused:
        return  # Row 5 is done and has told everybody.
    except RulesBroken as hindrance:
        body = {"findings": [finding.as_dict() for finding in hindrance.findings]}
        message = notices.Message("RELEASE_FAILED", parties.departure(row), body)
        notices.tell([message], subject=row.pk, reference=row.mrn or row.lrn, at=at)


def _remind_of_limit(row: Movement, due: Deadline, at: datetime) -> None:
    carrier = row.declaration.carrier.get("registration_number", "")
    firms = [*parties.principal_side(row), *parties.consignees(row), *([notices.firm(carrier)] if carrier else [])]
    offices = [parties.departure(row), parties.destination(row)] if due.reference == "reached" else []
    _tell(row, due, at, *firms, *offices)


_EFFECTS: dict[D, Callable[[Movement, Deadline, datetime], None]] = {
    D.DRAFT_REMINDER: _remind_draft,
    D.DRAFT_UNTOUCHED: _delete_draft,
    D.PRESENTATION: _reject,
    D.ACCEPTANCE: _flag_departure,
    D.GUARANTEE_AMENDMENT: _refuse_guarantee,
    D.RELEASE: _refuse_release,
    D.AUTOMATIC_RELEASE: _release,
    D.DOCUMENT_CONTROL: _flag_supervisors,
    D.PHYSICAL_CONTROL: _flag_supervisors,
    D.HELD_PASSAGE: _flag_both_supervisors,
    D.LIMIT_DATE_REMINDER: _remind_of_limit,
    D.CONTROL_RESULT: _flag_destination,
    D.UNLOADING_REMARKS: _flag_destination,
    D.DISCREPANCY_RESOLUTION: _flag_departure,
}
