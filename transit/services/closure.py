"""What two persons decide: invalidation after release (row 13) and resolution of discrepancies (row 17)."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django_fsm import can_proceed

from acts.common import numbers, proposals
from acts.common.findings import FindingClass
from acts.common.models import Proposal
from acts.common.refusals import NotAllowed, NotFound, RulesBroken, WrongState
from acts.notices import services as notices
from guarantees.services import cover
from offices.actors import SYSTEM, Actor
from offices.enums import DeadlineKind
from offices.proposals import same_again
from offices.selectors import due_at
from transit import locks, permissions
from transit.enums import PassageState
from transit.models import Arrival, Movement, Passage
from transit.selectors import movements
from transit.services import assessment, destination, en_route, engine, parties

_AT_POST = frozenset({PassageState.PRESENTED, PassageState.HELD})


def propose_invalidation(
    *, actor: Actor, movement: uuid.UUID, reason: str, where_goods: str, duplicate_of: str = "", at: datetime
) -> Proposal:
    """Row 13, first person. Where the goods are must be said; `duplicate_of` is the other MRN of a proven duplicate."""
    if duplicate_of and not numbers.is_mrn(duplicate_of, quoted=True):
        text = "not an MRN with a right check digit"
        raise RulesBroken.one("R-MRN-01", "duplicate_of", text, duplicate_of, FindingClass.BAD_CHECK_DIGIT)
    data = {"reason": reason, "where_goods": where_goods, "duplicate_of": duplicate_of}
    return _propose("propose_invalidation", "invalidate_after_release", actor, movement, data, at)


def resolve(*, actor: Actor, movement: uuid.UUID, explanation: str, evidence: str, at: datetime) -> Proposal:
    """Row 17, first person: what was explained, by what evidence."""
    data = {"explanation": explanation, "evidence": evidence}
    return _propose("propose_resolution", "resolve", actor, movement, data, at)


def _propose(event: str, verb: str, actor: Actor, movement: uuid.UUID, data: dict[str, Any], at: datetime) -> Proposal:
    """Store it; the same once more by the same person answers the one that waits already."""
    allow = permissions.departure_officer
    with transaction.atomic():
        row = locks.movement(movement)
        engine.refuse_stranger(event, row, actor, allow)
        engine.refuse_wrong_state(event, row)
        other = proposals.waiting(subject=row.pk, verb=verb)
        if other is not None:
            if not proposals.is_stale(other, version=row.version, at=at):
                return same_again(other, data=data, by=actor.user)
            _lapse(row, other, at)
        with engine.act(event, movement=row, actor=actor, at=at, allow=allow, savepoint=False) as step:
            if verb == "invalidate_after_release":
                _refuse_if_seen(row, data["duplicate_of"])
            step.note_for_office(**data)
            step.tell("PROPOSAL", parties.departure(row), verb=verb)
        office = assessment.office_of_departure(row)
        profile = assessment.profile_of(row, at)
        return proposals.propose(
            subject=row.pk,
            version=row.version,
            verb=verb,
            office=office.code,
            data=data,
            by=actor.user,
            at=at,
            lapses_at=due_at(office=office, profile=profile, kind=DeadlineKind.PROPOSAL, start=at),
        )


def confirm(*, actor: Actor, proposal: uuid.UUID, at: datetime) -> Movement:
    """The second person, a supervisor of the same office, confirms: the transition fires with the proposal's data."""
    subject = _subject(actor, proposal)
    with transaction.atomic():
        row = locks.movement(subject)
        pending = proposals.lock(proposal=proposal)
        engine.refuse_stranger(f"confirm_{pending.verb}", row, actor, permissions.departure_supervisor)
        proposals.refuse_unfit(pending, version=row.version, by=actor.user, at=at)
        _VERBS[pending.verb](row, actor, pending, at)
        proposals.close(pending, status=Proposal.Status.CONFIRMED, by=actor.user, at=at)
    return row


def refuse(*, actor: Actor, proposal: uuid.UUID, reason: str, at: datetime) -> Proposal:
    """The supervisor does not confirm, or the first officer takes the proposal back; the movement stays as it is."""
    subject = _subject(actor, proposal)
    with transaction.atomic():
        row = locks.movement(subject)
        pending = proposals.lock(proposal=proposal)
        own = actor.user is not None and pending.proposed_by_id == actor.user.pk
        allow = permissions.departure_officer if own else permissions.departure_supervisor
        engine.refuse_stranger(f"refuse_{pending.verb}", row, actor, allow)
        if pending.status != Proposal.Status.OPEN:
            raise WrongState(action="refuse", state=pending.status, code="R-PROPOSAL-01")
        with engine.act("refuse_proposal", movement=row, actor=actor, at=at, allow=allow, savepoint=False) as step:
            step.note_for_office(proposal=str(pending.pk), verb=pending.verb, reason=reason)
            proposals.close(pending, status=Proposal.Status.REFUSED, by=actor.user, at=at, reason=reason)
    return pending


def lapse(*, proposal: uuid.UUID, at: datetime) -> None:
    """Close an open proposal that is past its time or whose movement has changed; again: nothing happens."""
    subject = Proposal.objects.values_list("subject", flat=True).get(pk=proposal)
    with transaction.atomic():
        row = locks.movement(subject)
        pending = proposals.lock(proposal=proposal)
        if pending.status == Proposal.Status.OPEN and proposals.is_stale(pending, version=row.version, at=at):
            _lapse(row, pending, at)


def _lapse(row: Movement, pending: Proposal, at: datetime) -> None:
    with engine.act(
        "lapse_proposal", movement=row, actor=SYSTEM, at=at, allow=permissions.system, savepoint=False
    ) as step:
        step.note_for_office(proposal=str(pending.pk), verb=pending.verb)
        step.tell("PROPOSAL_LAPSED", parties.departure(row), verb=pending.verb, proposal=str(pending.pk))
    proposals.close(pending, status=Proposal.Status.LAPSED, by=None, at=at)


def _subject(actor: Actor, proposal: uuid.UUID) -> uuid.UUID:
    """The proposal's movement, if the actor may know of it; read before the locks, which go movement first."""
    row = Proposal.objects.filter(pk=proposal).only("subject").first()
    if row is None or not movements.visible(actor).filter(pk=row.subject).exists():
        raise NotFound("no such proposal")
    if not actor.postings:
        raise NotAllowed(f"proposals are decided by officers posted as DEPARTURE or SUPERVISOR at {row.office}")
    return row.subject


def _invalidate(row: Movement, actor: Actor, proposal: Proposal, at: datetime) -> None:
    """Row 13: the reservation is cancelled in the same transaction, offices ahead are told (IE010)."""
    with _second_person("invalidate_after_release", row, actor, proposal, at) as step:
        data = proposal.data
        _refuse_if_seen(row, data["duplicate_of"])
        # A proven duplicate may stand at a post: its officer must hear that the goods go on under the other MRN.
        waiting = [passage.office_id for passage in row.route if passage.state in _AT_POST]
        ahead = [*waiting, *en_route.end_expected(row, "cancel", at=at)]
        arrival = Arrival.objects.get(movement=row)
        if can_proceed(arrival.cancel):
            arrival.cancel()
            arrival.save(update_fields=["state"])
        row.on_road = False
        cover.cancel(reference=str(row.mrn), at=at)
        step.tell_principal("IE009", reason=data["reason"])
        step.tell("IE010", *map(notices.office, ahead), parties.destination(row), mrn=row.mrn)
        step.tell("IE204", parties.departure(row), mrn=row.mrn)


def _resolve(row: Movement, actor: Actor, proposal: Proposal, at: datetime) -> None:
    """Row 17: the discrepancies are explained; the goods are cleared, the guarantee freed."""
    with _second_person("resolve", row, actor, proposal, at) as step:
        arrival = Arrival.objects.get(movement=row)
        arrival.settle()
        arrival.save()
        step.tell("IE049", parties.destination(row), mrn=row.mrn)
        destination.end_cleanly(step)


@contextmanager
def _second_person(verb: str, row: Movement, actor: Actor, proposal: Proposal, at: datetime) -> Iterator[engine.Act]:
    allow = permissions.departure_supervisor
    with engine.act(verb, movement=row, actor=actor, at=at, allow=allow, savepoint=False) as step:
        step.note(proposed_by=proposal.proposed_by.get_username(), proposal=str(proposal.pk))
        step.note_for_office(**proposal.data, data_hash=proposal.data_hash)
        yield step


def _refuse_if_seen(row: Movement, duplicate_of: str) -> None:
    """Once an office has seen the goods only a proven duplicate of another movement may be invalidated (row 13)."""
    if duplicate_of == row.mrn:
        raise RulesBroken.one("R-INVALIDATE-02", "duplicate_of", "names this very movement", duplicate_of)
    if duplicate_of:
        return
    untouched = (PassageState.EXPECTED, PassageState.CANCELLED)
    seen = Passage.objects.filter(movement=row).exclude(state__in=untouched).values_list("office", flat=True)
    arrived = Arrival.objects.filter(movement=row, arrived_at__isnull=False).exists()
    if offices := [*seen, *([str(row.office_of_destination_id)] if arrived else [])]:
        text = f"the goods were seen at {', '.join(offices)}"
        raise RulesBroken.one("R-INVALIDATE-01", "duplicate_of", text, None)


_VERBS: dict[str, Callable[[Movement, Actor, Proposal, datetime], None]] = {
    "invalidate_after_release": _invalidate,
    "resolve": _resolve,
}
