"""Passages at offices of transit: present, cross, hold, refuse entry, seize (spec section 6)."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Unpack

from django.db import transaction
from django_fsm import can_proceed

from acts.common import prepared
from acts.common.refusals import RulesBroken, WrongState
from acts.notices import services as notices
from offices import selectors as offices
from offices.actors import Actor
from offices.enums import DeadlineKind
from transit import locks, permissions, states
from transit.enums import PassageState
from transit.models import LateFact, Movement, Passage
from transit.services import deadlines, engine, late_facts, parties
from transit.services.sighting import Seen, Sighting, differences, instant

_RECORDED = ("state", "presented_at", "crossed_at", "recorded_at", "findings", "alarm", "reason")


@dataclass(frozen=True, slots=True)
class _Here:
    """One passage about to change: its row, the act it belongs to, when it happened."""

    passage: Passage
    step: engine.Act
    happened_at: datetime


@transaction.atomic
def present(
    *,
    actor: Actor,
    movement: uuid.UUID,
    office: str,
    happened_at: datetime | None = None,
    late: bool = False,
    at: datetime,
    **told: Unpack[Seen],
) -> Movement | LateFact:
    """The truck is at the post. What differs is recorded with an alarm; earlier passages missing never block."""
    seen = Sighting(**told)
    if late and (fact := _late("present", actor, movement, office, seen, happened_at, at)):
        return fact
    with _passage("present", actor=actor, movement=movement, office=office, happened_at=happened_at, at=at) as here:
        passage = here.passage
        _look(here, seen)
        passage.presented_at = here.happened_at
        earlier = [row for row in here.step.movement.route if row.position < passage.position]
        if missed := [row.office_id for row in earlier if row.state == PassageState.EXPECTED]:
            binding = here.step.movement.declaration.binding_itinerary
            left = "the binding itinerary was left, " if binding else ""
            _alarm(here, f"{left}not recorded before: {', '.join(missed)}")
    return here.step.movement


@transaction.atomic
def cross(
    *,
    actor: Actor,
    movement: uuid.UUID,
    office: str,
    happened_at: datetime | None = None,
    late: bool = False,
    at: datetime,
    **told: Unpack[Seen],
) -> Movement | LateFact:
    """IE118: the goods cross. With a difference the goods are held first; from HELD they cross with a reason."""
    seen = Sighting(**told)
    if late and (fact := _late("cross", actor, movement, office, seen, happened_at, at)):
        return fact
    with _passage("cross", actor=actor, movement=movement, office=office, happened_at=happened_at, at=at) as here:
        passage = here.passage
        held = passage.state == PassageState.HELD
        _look(here, seen)
        if passage.findings and not held:
            raise RulesBroken.one("R-PASSAGE-01", "seals", "seals or plates differ: hold the goods first", None)
        if held and not seen.text:
            raise RulesBroken.one("R-PASSAGE-02", "text", "held goods cross with a reason", None)
        if passage.presented_at is not None and here.happened_at < passage.presented_at:
            raise RulesBroken.one("R-TIME-03", "happened_at", "lies before the presentation", here.happened_at)
        passage.crossed_at = here.happened_at
        passage.reason = seen.text if held else passage.reason
        row = here.step.movement
        here.step.tell("IE118", parties.departure(row), parties.destination(row), office=office)
        here.step.tell_principal("IE118", office=office)
    return here.step.movement


@transaction.atomic
def hold(
    *, actor: Actor, movement: uuid.UUID, office: str, reason: str, at: datetime, **told: Unpack[Seen]
) -> Movement:
    """The goods stay at the post until somebody decides; both supervisors are told after a day.

    What differs is recorded with an alarm: at the crossing it only refused the crossing.
    """
    seen = Sighting(**told)
    with _passage("hold", actor=actor, movement=movement, office=office, happened_at=None, at=at) as here:
        _look(here, seen)
        here.passage.reason = reason
        here.step.note(reason=reason)
        post = offices.office(code=here.passage.office_id)
        here.step.due.append(
            deadlines.due(
                here.step.movement,
                DeadlineKind.HELD_PASSAGE,
                office=post,
                profile=offices.profile_at(office=post, at=at),
                counts_from=at,
                reference=office,
            )
        )
        here.step.tell("PASSAGE_HELD", parties.departure(here.step.movement), office=office, reason=reason)
        here.step.tell_principal("PASSAGE_HELD", office=office, reason=reason)
    return here.step.movement


def refuse_entry(*, actor: Actor, movement: uuid.UUID, office: str, reason: str, at: datetime) -> Movement:
    """Held goods are refused: the truck turns back."""
    return _end_hold("refuse_entry", "ENTRY_REFUSED", actor, movement, office, reason, at)


def seize(*, actor: Actor, movement: uuid.UUID, office: str, reason: str, at: datetime) -> Movement:
    """Held goods are seized."""
    return _end_hold("seize", "GOODS_SEIZED", actor, movement, office, reason, at)


@transaction.atomic
def _end_hold(
    verb: str, kind: str, actor: Actor, movement: uuid.UUID, office: str, reason: str, at: datetime
) -> Movement:
    with _passage(verb, actor=actor, movement=movement, office=office, happened_at=None, at=at) as here:
        here.passage.reason = reason
        here.step.note(reason=reason)
        row = here.step.movement
        here.step.tell(kind, parties.departure(row), parties.destination(row), office=office, reason=reason)
        here.step.tell_principal(kind, office=office, reason=reason)
    return here.step.movement


def end_expected(movement: Movement, verb: Literal["cancel", "miss"], *, at: datetime) -> list[str]:
    """End every passage that no truck has come to: CANCELLED or NOT_RECORDED; the codes of their offices."""
    ended = [passage for passage in movement.route if can_proceed(getattr(passage, verb))]
    for passage in ended:
        getattr(passage, verb)()
        passage.recorded_at = at
    if ended:
        Passage.objects.bulk_update(ended, ["state", "recorded_at"])
    return [passage.office_id for passage in ended]


@contextmanager
def _passage(
    verb: str, *, actor: Actor, movement: uuid.UUID, office: str, happened_at: datetime | None, at: datetime
) -> Iterator[_Here]:
    """One event `record_passage`: find the passage, refuse a wrong state, let the verb fill it, fire it, save it."""
    allow = permissions.transit_officer(office)
    with engine.act("record_passage", movement=movement, actor=actor, at=at, allow=allow, savepoint=False) as step:
        passage = next(row for row in step.movement.route if row.office_id == office)
        method: Callable[[], None] = getattr(passage, verb)
        if not can_proceed(method):
            raise WrongState(action=verb, state=passage.state, code="R-STATE-02")
        before = passage.state
        unchanged = dict(passage.__dict__)
        yield _Here(passage, step, instant(step.movement, happened_at, at=at))
        method()
        passage.recorded_at = at
        changed = [name for name in _RECORDED if getattr(passage, name) != unchanged[name]]
        prepared.update(passage, changed, was={})
        if before == PassageState.HELD:
            deadlines.close(step.movement, DeadlineKind.HELD_PASSAGE, at=at, reference=office)
        step.note(passage=verb, post=office, passage_before=before, passage_after=passage.state)


def _look(here: _Here, seen: Sighting) -> None:
    """Keep what differs; an alarm for what nobody has seen at this post before."""
    found = [one for one in differences(here.step.movement, seen) if one not in here.passage.findings]
    here.passage.findings = [*here.passage.findings, *found]
    here.step.note_for_office(seen=seen.as_dict())
    if found:
        _alarm(here, "; ".join(found))


def _alarm(here: _Here, text: str) -> None:
    row = here.step.movement
    here.passage.alarm = "; ".join(filter(None, [here.passage.alarm, text]))[:200]
    here.step.note_for_office(alarm=here.passage.alarm)
    here.step.tell("ALARM", parties.departure(row), notices.office(here.passage.office_id), text=text)


def _late(
    verb: str,
    actor: Actor,
    key: uuid.UUID,
    office: str,
    seen: Sighting,
    happened_at: datetime | None,
    at: datetime,
) -> LateFact | None:
    """Keep the event as a late fact where the movement can no longer take it; None where it can, which stays so: the
    caller's transaction holds the lock until the event is recorded.
    """
    row = locks.movement(key)
    engine.refuse_stranger(verb, row, actor, permissions.transit_officer(office))
    if row.state in states.EVENTS["record_passage"].sources:
        return None
    return late_facts.keep(
        row,
        verb=verb,
        office=office,
        actor=actor,
        allow=permissions.transit_officer(office),
        happened_at=instant(row, happened_at, at=at),
        at=at,
        data=seen.as_dict(),
    )
