"""The office of destination's verbs: arrival, unloading, control, results (spec section 7; 5 rows 14 to 16)."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Unpack

from django.db import transaction
from django.db.models import QuerySet
from django_fsm import can_proceed

from acts.common.findings import Finding, FindingClass
from acts.common.prepared import by_key
from acts.common.refusals import RulesBroken, WrongState
from acts.notices import services as notices
from guarantees.services import cover
from offices import selectors as offices
from offices.actors import SYSTEM, Actor
from offices.enums import AttRightKind, DeadlineKind
from transit import locks, permissions, states
from transit.enums import ArrivalState, ControlKind, ControlPlace, Difference, PassageState, Result
from transit.models import Arrival, Control, Item, LateFact, Movement
from transit.permissions import Predicate
from transit.services import assessment, deadlines, en_route, engine, late_facts, parties
from transit.services.sighting import Seen, Sighting, differences, instant

_OFFICER = permissions.destination_officer
# Goods stopped at a post have not left it: their arrival elsewhere wants an explanation.
_STOPPED = frozenset({PassageState.HELD, PassageState.REFUSED, PassageState.SEIZED})


@transaction.atomic
def record_arrival(
    *,
    actor: Actor,
    movement: uuid.UUID,
    happened_at: datetime | None = None,
    late_reason: str = "",
    late: bool = False,
    at: datetime,
    **told: Unpack[Seen],
) -> Movement | LateFact:
    """Row 14: IE006 to departure, IE024 to the rest. Passages not recorded by now never will be: an alarm each."""
    seen = Sighting(**told)
    allow = _OFFICER | permissions.authorised_trader(AttRightKind.END_AT_PREMISES, AttRightKind.ARRIVAL_ADVICE, at=at)
    if late and (fact := _late(actor, movement, allow, seen.as_dict() | {"late_reason": late_reason}, happened_at, at)):
        return fact
    with engine.act("record_arrival", movement=movement, actor=actor, at=at, allow=allow, savepoint=False) as step:
        row = step.movement
        arrival = _arrival(row, "arrive")
        arrived_at = instant(row, happened_at, at=at)
        arrival.arrived_at = row.arrived_at = arrived_at
        arrival.recorded_at = at
        arrival.by_trader = not _OFFICER(actor, row)
        row.on_road = False
        _note_lateness(step, arrival, late_reason)
        arrival.findings = differences(row, seen) + _unexplained(row)
        alarms = list(arrival.findings)
        if missed := en_route.end_expected(row, "miss", at=at):
            alarms.append(f"arrived before these passages were recorded: {', '.join(missed)}")
        if left := [passage.office_id for passage in row.route if passage.state == PassageState.PRESENTED]:
            alarms.append(f"presented and not crossed: {', '.join(left)}")
        _raise_alarm(step, arrival, alarms)
        arrival.arrive()
        arrival.save()
        step.note_for_office(seen=seen.as_dict())
        step.tell("IE006", parties.departure(row), mrn=row.mrn)
        posts = [notices.office(stop.office_id) for stop in row.route if stop.state != PassageState.CROSSED]
        step.tell("IE024", parties.destination(row), *posts, *parties.consignees(row), mrn=row.mrn)
        step.tell_principal("IE024", mrn=row.mrn)
        step.due.append(_due(row, DeadlineKind.CONTROL_RESULT, at=arrived_at))
    return row


def _unexplained(row: Movement) -> list[str]:
    """In words, the posts that stopped the goods and never let them go on, or saw a difference before they left."""
    stopped = [f"{stop.state.lower()} at {stop.office.name}" for stop in row.route if stop.state in _STOPPED]
    left = [passage for passage in row.route if passage.state == PassageState.PRESENTED and passage.findings]
    return stopped + [f"presented at {stop.office.name}, where {'; '.join(stop.findings)}" for stop in left]


def _note_lateness(step: engine.Act, arrival: Arrival, reason: str) -> None:
    limit = step.movement.limit_date
    if limit is not None and arrival.arrived_at is not None and arrival.arrived_at > limit:
        arrival.late_reason = reason or "no reason given"
        step.note(late=True, late_reason=arrival.late_reason)


def _raise_alarm(step: engine.Act, arrival: Arrival, alarms: Sequence[str]) -> None:
    if not alarms:
        return
    arrival.alarm = "; ".join(alarms)[:200]
    row = step.movement
    step.note_for_office(alarms=list(alarms))
    step.tell("ALARM", parties.departure(row), parties.destination(row), text=arrival.alarm)


def _late(
    actor: Actor, key: uuid.UUID, allow: Predicate, data: dict[str, Any], happened_at: datetime | None, at: datetime
) -> LateFact | None:
    """As in `en_route`: None where the arrival can be recorded, under the lock of the caller's transaction."""
    row = locks.movement(key)
    engine.refuse_stranger("record_arrival", row, actor, allow)
    arrival = next(iter(_of_movement(row.pk)), None)
    possible = arrival is not None and can_proceed(arrival.arrive)
    if possible and row.state in states.TABLE["record_arrival"].sources:
        return None
    return late_facts.keep(
        row,
        verb="record_arrival",
        office=str(row.office_of_destination_id),
        actor=actor,
        allow=allow,
        happened_at=instant(row, happened_at, at=at),
        at=at,
        data=data,
    )


# Unloading


def permit_unloading(*, actor: Actor, movement: uuid.UUID, at: datetime) -> Movement:
    """IE043: the authorised trader may unload; its remarks are awaited. Refused where the goods are at the office."""
    with _at_destination("permit_unloading", "permit_unloading", movement, actor, _OFFICER, at) as (step, arrival):
        row = step.movement
        if not permissions.premises_of(row):
            text = "arrived at the office itself: nobody's premises, whose remarks could be awaited"
            raise RulesBroken.one("R-UNLOADING-01", "destination_premises", text)
        arrival.unloading_permitted_at = at
        step.tell("IE043", *parties.consignees(row), mrn=row.mrn)
        step.tell_principal("IE043", mrn=row.mrn)
        step.due.append(_due(row, DeadlineKind.UNLOADING_REMARKS, at=at))
    return row


def unloading_remarks(
    *,
    actor: Actor,
    movement: uuid.UUID,
    text: str = "",
    complete: bool = False,
    conform: bool = True,
    seals: Sequence[Mapping[str, str]] = (),
    differences: Sequence[Mapping[str, Any]] = (),
    at: datetime,
) -> Movement:
    """IE044: remarks, partial until the last one says complete. Complete and conform ends the operation (A3)."""
    allow = permissions.authorised_trader(AttRightKind.END_AT_PREMISES, at=at)
    with transaction.atomic():
        with _at_destination("record_unloading", "add_remarks", movement, actor, allow, at) as (step, arrival):
            row = step.movement
            _refuse_after_complete(arrival)
            found = _record_differences(row, arrival, seals, differences)
            conform = conform and not found
            remark = {"at": at.isoformat(), "text": text, "complete": complete, "conform": conform}
            arrival.remarks = [*arrival.remarks, remark]
            step.note(complete=complete, conform=conform)
            step.tell("IE044", parties.destination(row), complete=complete, conform=conform)
            if complete:
                deadlines.close(row, DeadlineKind.UNLOADING_REMARKS, at=at)
        clean = not (arrival.findings or _differs(arrival))
        if complete and clean and all(remark["conform"] for remark in arrival.remarks):
            _finish(step, arrival, result=Result.A3, text=text)
    return row


def _differs(arrival: Arrival) -> bool:
    """Whether an item or a seal looked at since the arrival is not as it should be, whoever found it."""
    return bool(arrival.differences or arrival.seals_amiss)


def _refuse_after_complete(arrival: Arrival) -> None:
    if arrival.remarks and arrival.remarks[-1]["complete"]:
        raise WrongState(action="add unloading remarks", state="UNLOADING (complete)", code="R-STATE-03")


# Control and results


def order_control(*, actor: Actor, movement: uuid.UUID, kind: str, at: datetime) -> Movement:
    """A control at destination; the result follows by `record_results`."""
    event = "order_destination_control"
    with _at_destination(event, "order_control", movement, actor, _OFFICER, at) as (step, arrival):
        row = step.movement
        Control.objects.create(
            movement=row,
            place=ControlPlace.DESTINATION,
            office_id=arrival.office_id,
            kind=ControlKind(kind),
            ordered_at=at,
            ordered_by=actor.name,
        )
        step.note(kind=kind)
        step.tell_principal("IE060", control=kind)
    return row


def record_results(
    *,
    actor: Actor,
    movement: uuid.UUID,
    result: str,
    text: str = "",
    seals: Sequence[Mapping[str, str]] = (),
    differences: Sequence[Mapping[str, Any]] = (),
    at: datetime,
) -> Movement:
    """IE018. A1, A2, A3 discharge the movement (row 15), B1 reports discrepancies (row 16), in one transaction."""
    with transaction.atomic():
        with engine.act(
            "record_results", movement=movement, actor=actor, at=at, allow=_OFFICER, savepoint=False
        ) as step:
            row = step.movement
            arrival = _recorded(row)
            _record_differences(row, arrival, seals, differences)
            code = _fitting_result(arrival, result, text)
            step.note(result=code)
            step.note_for_office(text=text, differences=arrival.differences, seals=arrival.seals_found)
            if arrival.state == ArrivalState.UNDER_CONTROL:
                Control.objects.filter(movement=row, place=ControlPlace.DESTINATION, finished_at=None).update(
                    result=code, text=text, finished_at=at
                )
        _finish(step, arrival, result=code, text=text)
    return row


def _fitting_result(arrival: Arrival, wanted: str, text: str) -> Result:
    """The result code, or a refusal: differences are never clean, and each code has its way there (spec 7)."""
    if wanted not in Result.values:
        known = f"one of {', '.join(Result.values)}"
        raise RulesBroken.one("R-RESULT-10", "result", known, wanted, FindingClass.NOT_IN_CODE_LIST)
    code = Result(wanted)
    differs = _differs(arrival)
    fits = {
        Result.A1: arrival.state == ArrivalState.UNDER_CONTROL,
        Result.A2: arrival.state == ArrivalState.ARRIVED,
        Result.A3: arrival.by_trader and arrival.state == ArrivalState.ARRIVED,
        Result.B1: arrival.state in (ArrivalState.UNDER_CONTROL, ArrivalState.UNLOADING),
    }
    if code != Result.B1 and differs:
        first = "" if fits[Result.B1] else ", after a control: order one first"
        raise RulesBroken.one("R-RESULT-11", "result", f"with differences only B1 is possible{first}", wanted)
    if code in (Result.A2, Result.A3) and arrival.findings:
        seen = f"seen on arrival: {'; '.join(arrival.findings)}; a control must come first, then A1 or B1"
        raise RulesBroken.one("R-RESULT-13", "result", seen, wanted)
    if not fits[code]:
        possible = [row.value for row, fit in fits.items() if fit and (row == Result.B1 or not differs)]
        hint = f"possible now: {', '.join(possible)}" if possible else "a control must come first"
        raise RulesBroken.one("R-RESULT-12", "result", f"{wanted} does not follow on {arrival.state}; {hint}", wanted)
    if not text and (missing := _unsaid(code, arrival)):
        raise RulesBroken([missing])
    return code


def _unsaid(code: Result, arrival: Arrival) -> Finding | None:
    """What a result without a word leaves open: how what was seen on arrival is explained, or what is wrong."""
    if code == Result.A1 and arrival.findings:
        seen = f"say how the control explained what was seen on arrival: {'; '.join(arrival.findings)}"
        return Finding(FindingClass.MISSING, "R-RESULT-14", "text", seen)
    said = _differs(arrival) or any(remark["text"] and not remark["conform"] for remark in arrival.remarks)
    if code == Result.B1 and not said:
        return Finding(FindingClass.MISSING, "R-RESULT-15", "text", "say what is wrong, here or item by item")
    return None


def _finish(told: engine.Act, arrival: Arrival, *, result: Result, text: str) -> None:
    """Row 15 or 16, by the system, on what a person told; the arrival follows. A clean end asks for a proof."""
    clean, row, at = result != Result.B1, told.movement, told.at
    engine.refuse_unproven(told.verb, told.actor, at=at, clean=clean)
    arrival.result, arrival.result_at = result, at
    (arrival.clear if clean else arrival.report)()
    arrival.save()
    verb = "discharge" if clean else "report_discrepancies"
    with engine.act(verb, movement=row, actor=SYSTEM, at=at, allow=permissions.system, savepoint=False) as step:
        step.note(result=result.value)
        step.tell("IE018", parties.departure(row), result=result.value)
        if clean:
            end_cleanly(step)
            return
        step.tell("IE019", parties.departure(row), text=text)
        step.tell_principal("IE019")
        step.due.append(
            deadlines.due(
                row,
                DeadlineKind.DISCREPANCY_RESOLUTION,
                office=assessment.office_of_departure(row),
                profile=assessment.profile_of(row, at),
                counts_from=at,
            )
        )


def end_cleanly(step: engine.Act) -> None:
    """What every discharge does: the guarantee is freed by a job, everybody is told (IE045, IE204, IE025)."""
    row = step.movement
    cover.order_release(reference=str(row.mrn), at=step.at)
    step.tell_principal("IE045", mrn=row.mrn)
    step.tell("IE045", parties.departure(row), mrn=row.mrn)
    step.tell("IE204", parties.departure(row), mrn=row.mrn)
    step.tell("IE025", parties.destination(row), *parties.consignees(row), mrn=row.mrn)


# Shared


@by_key
def _of_movement(movement: uuid.UUID) -> QuerySet[Arrival]:
    return Arrival.objects.filter(movement=movement)


def _arrival(row: Movement, verb: str) -> Arrival:
    arrival = next(iter(_of_movement(row.pk)), None)
    if arrival is None or not can_proceed(getattr(arrival, verb)):
        state = arrival.state if arrival is not None else row.state
        raise WrongState(action=verb, state=state, code="R-STATE-03")
    return arrival


def _recorded(row: Movement) -> Arrival:
    """The arrival, which must have been recorded and not yet have a result (guard of rows 15 and 16)."""
    arrival = next(iter(_of_movement(row.pk)), None)
    if arrival is None or arrival.arrived_at is None or arrival.result:
        state = arrival.state if arrival is not None else row.state
        raise WrongState(action="record_results", state=state, code="R-STATE-03")
    return arrival


@contextmanager
def _at_destination(
    event: str, verb: str, movement: uuid.UUID, actor: Actor, allow: Predicate, at: datetime
) -> Iterator[tuple[engine.Act, Arrival]]:
    """An event of the arrival: refuse a wrong state of either, let the verb fill it, fire it, save it."""
    with engine.act(event, movement=movement, actor=actor, at=at, allow=allow) as step:
        arrival = _arrival(step.movement, verb)
        yield step, arrival
        getattr(arrival, verb)()
        arrival.save()


def _record_differences(
    row: Movement,
    arrival: Arrival,
    seals: Sequence[Mapping[str, str]],
    found: Sequence[Mapping[str, Any]],
) -> bool:
    """Keep seals and differences as found; whether anything differs. Refuses unknown kinds and items."""
    in_words = differences(row, Sighting(seals))
    numbers = set(Item.objects.filter(declaration=row.pk).values_list("number", flat=True)) if found else set()
    findings = []
    for index, one in enumerate(found):
        if one.get("kind") not in Difference.values:
            text = f"one of {', '.join(Difference.values)}"
            path = f"differences[{index}].kind"
            findings.append(Finding(FindingClass.NOT_IN_CODE_LIST, "R-DIFF-01", path, text, one.get("kind")))
        elif one["kind"] != Difference.EXTRA and one.get("item") not in numbers:
            path = f"differences[{index}].item"
            findings.append(Finding(FindingClass.RULE_BROKEN, "R-DIFF-02", path, "no such item", one.get("item")))
    if findings:
        raise RulesBroken(findings)
    arrival.seals_found = [*arrival.seals_found, *(dict(seal) for seal in seals)]
    arrival.differences = [*arrival.differences, *(dict(one) for one in found)]
    return bool(in_words or found)


def _due(row: Movement, kind: DeadlineKind, *, at: datetime) -> deadlines.Due:
    if row.office_of_destination_id is None:
        raise ValueError(f"{row} has no office of destination")
    office = offices.office(code=row.office_of_destination_id)
    return deadlines.due(row, kind, office=office, profile=offices.profile_at(office=office, at=at), counts_from=at)
