"""Scenes: one movement brought to each state of rows 1 to 17 by the verbs of its people. Nothing writes a state."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from django.db import transaction

from guarantees.services import demo as guarantees
from offices.actors import Actor
from transit.enums import ControlKind, Difference, Result, SealCondition
from transit.models import Movement
from transit.rehearsal import journey
from transit.rehearsal.stage import POOR, Play, Stage
from transit.services import closure, declaration, departure, destination, en_route

DEBT = Decimal(1840)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Scene:
    """How long ago it starts, how fast the road is, on which sample, under which guarantee."""

    plays: Callable[[Play], Movement]
    ago: timedelta = HOUR
    pace: timedelta = timedelta(minutes=10)
    sample: str = "singapore-bangkok"
    grn: str = ""


def draft(play: Play) -> Movement:
    return declaration.create(actor=play.cast.trader, content=play.content, at=play.tick())


def pre_lodged(play: Play) -> Movement:
    row = draft(replace(play, content=play.content | {"kind": "PRE_LODGED"}))
    return declaration.lodge(actor=play.cast.trader, movement=row.pk, at=play.tick())


def lodged(play: Play) -> Movement:
    """SUBMITTED where the country of departure accepts by an officer, else ACCEPTED or what follows on it."""
    return declaration.lodge(actor=play.cast.trader, movement=draft(play).pk, at=play.tick())


def rejected(play: Play) -> Movement:
    row = pre_lodged(play)
    return departure.reject(actor=_departure(play), movement=row.pk, reason="invoice not readable", at=play.tick())


def accepted(play: Play) -> Movement:
    return journey.lodge(play.content, play.cast, tick=play.tick)


def under_control(play: Play) -> Movement:
    kind = ControlKind.DOCUMENTS.value
    return departure.order_control(actor=_departure(play), movement=accepted(play).pk, kind=kind, at=play.tick())


def not_released(play: Play) -> Movement:
    row = under_control(play)
    reason = "the goods are not those declared"
    return departure.refuse(actor=_departure(play), movement=row.pk, reason=reason, at=play.tick())


def invalidated(play: Play) -> Movement:
    reason = "the buyer withdrew"
    return declaration.invalidate(actor=play.cast.trader, movement=accepted(play).pk, reason=reason, at=play.tick())


def in_transit(play: Play) -> Movement:
    return journey.release(accepted(play).pk, play.content, play.cast, tick=play.tick)


def crossed(play: Play) -> Movement:
    """The first border is behind the truck: exit and entry."""
    row = in_transit(play)
    for stop in play.content["offices_of_transit"][:2]:
        journey.pass_office(row.pk, stop["office"], play.cast, tick=play.tick)
    return _again(row)


def presented(play: Play) -> Movement:
    """A seal was found broken at the first post."""
    row = in_transit(play)
    office = play.content["offices_of_transit"][0]["office"]
    seals = [{"seal": row.seals[0], "condition": SealCondition.BROKEN.value}]
    en_route.present(actor=play.cast.officers[office], movement=row.pk, office=office, seals=seals, at=play.tick())
    return _again(row)


def held(play: Play) -> Movement:
    """The goods whose seal is broken are held at the first post."""
    row = presented(play)
    office = play.content["offices_of_transit"][0]["office"]
    officer = play.cast.officers[office]
    reason = "seal broken, the goods are to be counted"
    return en_route.hold(actor=officer, movement=row.pk, office=office, reason=reason, at=play.tick())


def arrived(play: Play) -> Movement:
    row = in_transit(play)
    for stop in play.content["offices_of_transit"]:
        journey.pass_office(row.pk, stop["office"], play.cast, tick=play.tick)
    journey.arrive(row.pk, play.content, play.cast, tick=play.tick)
    return _again(row)


def told_late(play: Play) -> Movement:
    """The first post was passed while its line was down: it brings the crossing in after the arrival."""
    row = in_transit(play)
    passed, *others = [stop["office"] for stop in play.content["offices_of_transit"]]
    crossed_at = play.tick()
    for office in others:
        journey.pass_office(row.pk, office, play.cast, tick=play.tick)
    journey.arrive(row.pk, play.content, play.cast, tick=play.tick)
    officer, here = play.cast.officers[passed], {"office": passed, "happened_at": crossed_at, "late": True}
    en_route.cross(actor=officer, movement=row.pk, **here, at=play.tick())
    return _again(row)


def discharged(play: Play) -> Movement:
    return journey.discharge(arrived(play).pk, play.content, play.cast, tick=play.tick)


def awaiting_resolution(play: Play) -> Movement:
    """A control at destination finds a carton missing: B1."""
    row = arrived(play)
    officer = play.cast.officers[play.content["office_of_destination"]]
    kind = ControlKind.BY_HAND.value
    destination.order_control(actor=officer, movement=row.pk, kind=kind, at=play.tick())
    missing = {"item": 1, "kind": Difference.MISSING.value, "text": "one carton less than declared"}
    result = Result.B1.value
    return destination.record_results(
        actor=officer, movement=row.pk, result=result, differences=[missing], text="counted twice", at=play.tick()
    )


def claim_notified(play: Play) -> Movement:
    """Duty on the missing carton is owed: the guarantor is told."""
    return _claimed(play)


def claim_demanded(play: Play) -> Movement:
    """It is asked to pay within a month."""
    return _claimed(play, within=30 * DAY)


def _claimed(play: Play, *, within: timedelta | None = None) -> Movement:
    row, at = awaiting_resolution(play), play.tick()
    guarantees.claim(
        reference=str(row.mrn),
        debt=DEBT,
        currency="SGD",
        office=play.content["office_of_departure"],
        due_on=(at + within).date() if within is not None else None,
        at=at,
    )
    return row


def resolution_proposed(play: Play) -> Movement:
    row = awaiting_resolution(play)
    propose_resolution(play, row)
    return _again(row)


def resolved(play: Play) -> Movement:
    proposal = propose_resolution(play, awaiting_resolution(play))
    return closure.confirm(actor=play.supervisor, proposal=proposal, at=play.tick())


def invalidation_proposed(play: Play) -> Movement:
    row = in_transit(play)
    propose_invalidation(play, row)
    return _again(row)


def invalidated_after_release(play: Play) -> Movement:
    proposal = propose_invalidation(play, in_transit(play))
    return closure.confirm(actor=play.supervisor, proposal=proposal, at=play.tick())


def propose_resolution(play: Play, row: Movement) -> uuid.UUID:
    explanation, evidence = "the carton was never loaded", "packing list and credit note 4411"
    proposal = closure.resolve(
        actor=_departure(play), movement=row.pk, explanation=explanation, evidence=evidence, at=play.tick()
    )
    return proposal.pk


def propose_invalidation(play: Play, row: Movement) -> uuid.UUID:
    reason, where = "the truck broke down before the first post", "back in the warehouse in Tuas"
    proposal = closure.propose_invalidation(
        actor=_departure(play), movement=row.pk, reason=reason, where_goods=where, at=play.tick()
    )
    return proposal.pk


def _departure(play: Play) -> Actor:
    return play.cast.officers[play.content["office_of_departure"]]


def _again(row: Movement) -> Movement:
    """The row as later verbs have left it."""
    found: Movement = Movement.objects.get(pk=row.pk)
    return found


SCENES: dict[str, Scene] = {
    "DRAFT": Scene(draft),
    "PRE-LODGED": Scene(pre_lodged),
    "SUBMITTED": Scene(lodged, sample="vientiane-ha-noi"),
    "REJECTED": Scene(rejected),
    "ACCEPTED": Scene(accepted),
    "UNDER-CONTROL": Scene(under_control),
    "GUARANTEE-REFUSED": Scene(lodged, grn=POOR),
    "NOT-RELEASED": Scene(not_released),
    "INVALIDATED": Scene(invalidated),
    "RELEASED": Scene(in_transit),
    "FIRST-BORDER": Scene(crossed, ago=20 * HOUR, pace=HOUR),
    "OVERDUE": Scene(crossed, ago=6 * DAY, pace=HOUR),
    "HELD": Scene(held, ago=8 * HOUR, pace=HOUR),
    "ARRIVED": Scene(arrived, ago=40 * HOUR, pace=2 * HOUR),
    "DISCREPANCIES": Scene(awaiting_resolution, ago=3 * DAY, pace=3 * HOUR),
    "CLAIM-NOTIFIED": Scene(claim_notified, ago=5 * DAY, pace=3 * HOUR),
    "CLAIM-DEMANDED": Scene(claim_demanded, ago=6 * DAY, pace=3 * HOUR),
    "RESOLUTION-ASKED": Scene(resolution_proposed, ago=32 * HOUR, pace=3 * HOUR),
    "RESOLVED": Scene(resolved, ago=4 * DAY, pace=3 * HOUR),
    "DISCHARGED": Scene(discharged, ago=5 * DAY, pace=3 * HOUR),
    "WITHDRAWAL-ASKED": Scene(invalidation_proposed, ago=3 * HOUR, pace=HOUR / 2),
    "WITHDRAWN": Scene(invalidated_after_release, ago=DAY, pace=HOUR),
    "TOLD-LATE": Scene(told_late, ago=44 * HOUR, pace=2 * HOUR),
}
_FIRST_VEHICLE = 9001
"""Behind those of `drive`, so that both may be on the road."""


def play_all(stage: Stage) -> Iterator[tuple[str, Movement | None]]:
    """Play every scene, each in one transaction; None for one played before."""
    for number, (name, scene) in enumerate(SCENES.items(), start=_FIRST_VEHICLE):
        yield name, play_once(stage, name, scene, number=number)


@transaction.atomic
def play_once(stage: Stage, name: str, scene: Scene, *, number: int) -> Movement | None:
    """Play a scene with the vehicle of that number, unless a movement of its name is there."""
    play = stage.play(
        scene.sample, name=name, number=number, start=stage.at - scene.ago, pace=scene.pace, grn=scene.grn
    )
    played = Movement.objects.filter(lrn=play.content["lrn"], principal__number=play.content["principal"])
    return None if played.exists() else scene.plays(play)
