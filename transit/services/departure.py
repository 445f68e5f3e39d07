"""The office of departure's verbs: accept, reject, control, release, refuse (spec section 5, rows 3 to 11)."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from django.db import IntegrityError, transaction

from acts.common import numbers
from acts.common.findings import Finding, FindingClass
from acts.common.refusals import Refusal, RulesBroken, WrongState
from acts.notices import services as notices
from guarantees.services import cover
from offices import selectors as offices
from offices.actors import SYSTEM, Actor, local_day
from offices.enums import DeadlineKind
from offices.models import Office
from transit import facts, locks, permissions
from transit.enums import ControlKind, ControlPlace, Result, State
from transit.facts import Parts
from transit.models import Control, Deadline, Movement
from transit.services import assessment, deadlines, engine, parties, risk, start_of_journey

_OFFICER = permissions.departure_officer


class ReleaseRefused(RulesBroken):
    """The guarantee did not cover the release: the movement is now GUARANTEE_REFUSED (row 5, committed)."""

    code = "guarantee-refused"
    title = "The guarantee does not cover this movement, which now waits for an amended guarantee."


# Acceptance


def accept(*, actor: Actor, movement: uuid.UUID | Movement, at: datetime) -> Movement:
    """Row 4: MRN, guarantee checked, risk channel. Rows 5 or 8 follow in the same transaction where they must."""
    return _accept(actor=actor, movement=movement, parts=None, user=None, at=at)


def accept_automatically(parts: Parts, *, user: int | None, at: datetime) -> None:
    """Row 4 by the system, where the profile of the country of departure says so; `user` gave the access codes.

    What hinders it (a missing rate) leaves the movement SUBMITTED and goes to the officers: lodging stands.
    """
    movement = parts.movement
    if not assessment.profile_of(movement, at).automatic_acceptance:
        return
    before = dict(movement.__dict__)
    try:
        _accept(actor=SYSTEM, movement=movement, parts=parts, user=user, at=at)
    except Refusal as refusal:
        movement.__dict__.update(before)
        found = [finding.as_dict() for finding in refusal.findings]
        message = notices.Message("ACCEPTANCE_FAILED", parties.departure(movement), {"findings": found})
        notices.tell([message], subject=movement.pk, reference=movement.lrn, at=at)


def _accept(
    *, actor: Actor, movement: uuid.UUID | Movement, parts: Parts | None, user: int | None, at: datetime
) -> Movement:
    allow = _OFFICER | permissions.system
    with transaction.atomic():
        with engine.act("accept", movement=movement, actor=actor, at=at, allow=allow, savepoint=False) as step:
            row = step.movement
            office = assessment.office_of_departure(row)
            profile = assessment.profile_of(row, at)
            parts = parts or facts.load(row)
            day = local_day(at, office.country.time_zone)
            row.mrn = _new_mrn(office, day)
            row.accepted_at = at
            _assess_risk(step, parts)
            step.tell_principal("IE028", mrn=row.mrn, channel=row.channel)
            step.due.append(deadlines.due(row, DeadlineKind.RELEASE, office=office, profile=profile, counts_from=at))
        assessment.settle(parts, profile=profile, at=at, user=user)
    return row


def _new_mrn(office: Office, day: date) -> str:
    """An MRN nobody has. Of two drawn alike at the same instant the unique column refuses one."""
    while True:
        mrn = numbers.make_mrn(year=day.year, country=office.country_id, office_part=office.code[2:])
        if not Movement.objects.filter(mrn=mrn).exists():
            return mrn


def _assess_risk(step: engine.Act, parts: Parts) -> None:
    row = step.movement
    office = assessment.office_of_departure(row)
    day = local_day(step.at, office.country.time_zone)
    result = risk.record(parts=parts, country=office.country_id, day=day, at=step.at)
    row.control_due = result.control or ""
    step.note(channel=row.channel)
    step.note_for_office(risk=[why for _profile, why in result.hits])


def reassess(parts: Parts, *, user: int | None, at: datetime) -> None:
    """After an amendment of an accepted movement: risk again, guarantee again.

    Under control the movement stays there: what the guarantee lacks is answered when the control is over, and a deeper
    control that the new assessment asks for follows then.
    """
    row = parts.movement
    profile = assessment.profile_of(row, at)
    with engine.act("reassess", movement=row, actor=SYSTEM, at=at, allow=permissions.system, savepoint=False) as step:
        _assess_risk(step, parts)
        if row.control_due and row.state == State.UNDER_CONTROL:
            running = Control.objects.get(movement=row, place=ControlPlace.DEPARTURE, finished_at=None)
            row.control_due = row.control_due if risk.deeper(row.control_due, running.kind) else ""
    if row.state == State.ACCEPTED:
        assessment.settle(parts, profile=profile, at=at, user=user)
    else:
        assessment.check_guarantee(parts, user=user, at=at)


def reject(*, actor: Actor, movement: uuid.UUID | Movement, reason: str, at: datetime) -> Movement:
    """Row 3."""
    allow = _OFFICER | permissions.system
    with engine.act("reject", movement=movement, actor=actor, at=at, allow=allow) as step:
        step.note(reason=reason)
        step.tell_principal("IE056", reason=reason)
    return step.movement


# Control


def order_control(*, actor: Actor, movement: uuid.UUID, kind: str, at: datetime) -> Movement:
    """Row 8 by the officer."""
    with engine.act("order_control", movement=movement, actor=actor, at=at, allow=_OFFICER) as step:
        profile = assessment.profile_of(step.movement, at)
        assessment.open_control(step, kind=ControlKind(kind), profile=profile)
    return step.movement


def extend_control(*, actor: Actor, movement: uuid.UUID, reason: str, at: datetime) -> Movement:
    """Give the open control longer, once: the country's extension on top of when it falls due (spec section 10)."""
    with engine.act("extend_control", movement=movement, actor=actor, at=at, allow=_OFFICER) as step:
        row = step.movement
        control = Control.objects.get(movement=row, place=ControlPlace.DEPARTURE, finished_at=None)
        if control.extended_until is not None:
            raise WrongState(action="extend the control", state="extended", code="R-CONTROL-02")
        kind = assessment.control_deadline(ControlKind(control.kind))
        fell_due = Deadline.objects.filter(movement=row, kind=kind).latest("pk").due_at
        until = offices.due_at(
            office=assessment.office_of_departure(row),
            profile=assessment.profile_of(row, at),
            kind=DeadlineKind.CONTROL_EXTENSION,
            start=fell_due,
        )
        if until <= at:
            text = f"the control fell due at {fell_due.isoformat()}: the longest extension is over too"
            raise RulesBroken.one("R-CONTROL-03", "reason", text)
        control.extended_until = until
        control.save(update_fields=["extended_until"])
        deadlines.restart(row, [deadlines.Due(row, kind, at, until)], at=at)
        step.note(until=until, reason=reason)
        step.tell_principal("CONTROL_EXTENDED", until=until.isoformat())
    return row


def record_control(*, actor: Actor, movement: uuid.UUID, satisfactory: bool, text: str = "", at: datetime) -> Movement:
    """Row 9. Satisfactory ends the control; not satisfactory is recorded, in words, and it stays under control."""
    if not (satisfactory or text):
        raise RulesBroken.one("R-CONTROL-01", "text", "say what is not satisfactory", None, FindingClass.MISSING)
    with transaction.atomic():
        with engine.act(
            "record_departure_control", movement=movement, actor=actor, at=at, allow=_OFFICER, savepoint=False
        ) as step:
            row = step.movement
            step.arguments["satisfactory"] = satisfactory
            Control.objects.filter(movement=row, place=ControlPlace.DEPARTURE, finished_at=None).update(
                result=Result.A1 if satisfactory else Result.B1, text=text, finished_at=at if satisfactory else None
            )
            step.note(satisfactory=satisfactory)
            step.note_for_office(text=text)
            if satisfactory:
                row.amendment_requested = False
        if satisfactory:
            # An amendment under control may have changed the amount: what is short is told now, not at release.
            assessment.settle(facts.load(row), profile=assessment.profile_of(row, at), at=at)
    return row


def request_amendment(*, actor: Actor, movement: uuid.UUID, text: str, at: datetime) -> Movement:
    """Ask the principal for an amendment; the only way to one once a control was ordered (row 7)."""
    with engine.act("request_amendment", movement=movement, actor=actor, at=at, allow=_OFFICER) as step:
        step.movement.amendment_requested = True
        step.note(text=text)
        step.tell_principal("IE060", amendment=text)
    return step.movement


# Release


def release(
    *,
    actor: Actor,
    movement: uuid.UUID,
    result: str = "",
    seals: Sequence[str] = (),
    no_seal_reason: str = "",
    limit_date: datetime | None = None,
    limit_reason: str = "",
    paper_checked: bool = False,
    at: datetime,
) -> Movement:
    """Row 11. The amount is reserved in the same transaction; if that fails nothing of the release stays, row 5 does.

    `seals` replaces those of the load compartment where given. Without `limit_date` the formula's date holds.
    """
    allow = _OFFICER | permissions.system
    reasons: Sequence[cover.Reason] = ()
    with transaction.atomic():
        row = locks.movement(movement)
        try:
            with _free_vehicle(), engine.act("release", movement=row, actor=actor, at=at, allow=allow) as step:
                start_of_journey.begin(
                    step,
                    result=result,
                    seals=seals,
                    no_seal_reason=no_seal_reason,
                    limit_date=limit_date,
                    limit_reason=limit_reason,
                    paper_checked=paper_checked,
                )
        except cover.CoverRefused as refusal:
            reasons = refusal.reasons
            # Read again: what the release changed in memory went with its savepoint.
            row = locks.movement(movement)
            assessment.refuse_guarantee(row, reasons=reasons, profile=assessment.profile_of(row, at), at=at)
    if reasons:
        raise ReleaseRefused(
            Finding(FindingClass.RULE_BROKEN, reason.code, "guarantees", reason.text, reason.grn) for reason in reasons
        )
    return row


@contextmanager
def _free_vehicle() -> Iterator[None]:
    """The database is the judge of one open movement per vehicle, trailer and permit (spec section 4)."""
    try:
        yield
    except IntegrityError as error:
        if not any(name in str(error) for name in ("vehicle", "trailer", "permit")):
            raise
        text = "vehicle, trailer or permit is used by another movement that is under way"
        raise RulesBroken.one("R-VEHICLE-OPEN", "vehicle", text, finding_class=FindingClass.DUPLICATE) from error


def refuse(*, actor: Actor, movement: uuid.UUID | Movement, reason: str, at: datetime) -> Movement:
    """Row 10."""
    allow = _OFFICER | permissions.system
    with engine.act("refuse_release", movement=movement, actor=actor, at=at, allow=allow) as step:
        step.note(reason=reason)
        step.tell_principal("IE051", reason=reason)
        end_control(step.movement, at=at)
    return step.movement


def end_control(row: Movement, *, at: datetime) -> None:
    """A control still open ends without a result: the movement is over."""
    if row.control_ordered:
        Control.objects.filter(movement=row, finished_at=None).update(finished_at=at)
