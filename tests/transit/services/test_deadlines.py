"""When deadlines fall due, counted by hand in local time; when they are moot; what is skipped (spec section 10)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from acts.common.models import Proposal
from acts.common.refusals import RulesBroken
from offices.enums import DeadlineKind as D
from offices.enums import TimeUnit
from offices.models import DeadlineSetting
from tests.factories import transit as factory
from transit.enums import DeadlineOutcome, State
from transit.models import Deadline, Movement
from transit.rehearsal import scenes
from transit.rehearsal.stage import POOR, Play, Stage
from transit.services import deadline_work, declaration, departure, destination, en_route

BANGKOK = {
    "sample": "bangkok-ho-chi-minh-city",
    "principal": "TH-T-0001",
    "guarantees": [{"grn": "26TH0000010000011", "access_code": "A1B2"}],
}
VIENTIANE = {"sample": "vientiane-ha-noi"}
YANGON = {
    "sample": "yangon-da-nang",
    "principal": "MM-T-0001",
    "guarantees": [{"grn": "26MM0000010000010", "access_code": "A1B2"}],
}


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def deadline(movement: Movement, kind: D, reference: str = "") -> Deadline:
    return Deadline.objects.get(movement=movement, kind=kind, reference=reference)


def scanned(play: Play) -> Movement:
    row = scenes.accepted(play)
    return departure.order_control(actor=factory.officer(play), movement=row.pk, kind="SCANNER", at=play.tick())


def unloading(play: Play) -> Movement:
    row = scenes.arrived(factory.to_premises(play))
    officer = factory.officer(play, at="office_of_destination")
    return destination.permit_unloading(actor=officer, movement=row.pk, at=play.tick())


# Kind, how it comes to be, start of the play, from when it counts, when it is due. All instants in UTC: Singapore is
# eight hours ahead, Bangkok and Vientiane seven. A play's first acts come five minutes apart, the later ones ten.
BY_HAND: list[tuple[D, Callable[[Play], Movement], dict[str, Any], str, str, str]] = [
    # Plain days: the same local time of a later local day.
    (D.DRAFT_REMINDER, scenes.draft, {}, "2026-11-23T02:00", "2026-11-23T02:00", "2026-12-16T02:00"),
    (D.DRAFT_UNTOUCHED, scenes.draft, {}, "2026-11-23T02:00", "2026-11-23T02:00", "2026-12-23T02:00"),
    (D.PRESENTATION, scenes.pre_lodged, {}, "2026-11-23T02:00", "2026-11-23T02:05", "2026-12-23T02:05"),
    (D.RELEASE, scenes.accepted, {}, "2026-11-23T02:00", "2026-11-23T02:05", "2026-12-23T02:05"),
    (D.CONTROL_RESULT, scenes.arrived, {}, "2026-11-23T02:00", "2026-11-23T03:30", "2026-11-29T03:30"),
    (D.UNLOADING_REMARKS, unloading, {}, "2026-11-23T02:00", "2026-11-23T03:40", "2026-11-26T03:40"),
    # Plain hours go through a weekend.
    (D.GUARANTEE_AMENDMENT, scenes.lodged, {"grn": POOR}, "2026-11-28T02:00", "2026-11-28T02:05", "2026-11-29T02:05"),
    # Tuesday 16:30 in Vientiane, open until 17:00; Wednesday 2 December is National Day; Thursday 09:30.
    (D.ACCEPTANCE, scenes.lodged, VIENTIANE, "2026-12-01T09:25", "2026-12-01T09:30", "2026-12-03T02:30"),
    # Friday 16:00 in Singapore, an hour before closing: Monday 09:00.
    (D.DOCUMENT_CONTROL, scenes.under_control, {}, "2026-11-27T07:50", "2026-11-27T08:00", "2026-11-30T01:00"),
    # Wednesday 15:00 in Bangkok: two hours; Thursday 10 December is Constitution Day; Friday 08:00 to 14:00.
    (D.PHYSICAL_CONTROL, scanned, BANGKOK, "2026-12-09T07:50", "2026-12-09T08:00", "2026-12-11T07:00"),
    # Ten working days from Friday 18 December in Singapore: Christmas and New Year's Day are both Fridays.
    (
        D.DISCREPANCY_RESOLUTION,
        scenes.awaiting_resolution,
        {},
        "2026-12-18T00:10",
        "2026-12-18T02:00",
        "2027-01-05T02:00",
    ),
]


@pytest.mark.parametrize(("kind", "plays", "more", "start", "counts_from", "due_at"), BY_HAND)
def test_deadline_is_due_as_counted_by_hand(
    stage: Stage, kind: D, plays: Callable[[Play], Movement], more: dict[str, Any], start: str, counts_from: str,
    due_at: str,
) -> None:  # fmt: skip
    movement = plays(factory.play(stage, start=instant(start), **more))
    row = deadline(movement, kind)
    assert (row.counts_from, row.due_at, row.outcome) == (instant(counts_from), instant(due_at), "")


def test_held_passage_is_due_after_24_hours(stage: Stage) -> None:
    movement = scenes.held(factory.play(stage, start=instant("2026-11-27T16:00")))
    assert deadline(movement, D.HELD_PASSAGE, "SGTUA001").due_at == instant("2026-11-28T16:20")


def test_proposal_lapses_after_24_hours(stage: Stage) -> None:
    movement = scenes.resolution_proposed(factory.play(stage))
    row = Proposal.objects.get(subject=movement.pk)
    assert row.lapses_at - row.proposed_at == timedelta(hours=24)


def test_limit_date_is_distance_over_speed_plus_reserve_rounded_up(stage: Stage) -> None:
    """24 + 6 + 805 + 2 + 975 km at 40 km/h and 12 hours: 57 h 18 min from 02:10, which is 11:28, so 12:00."""
    movement, _ = factory.movement_in(State.IN_TRANSIT, stage)
    assert movement.released_at == instant("2026-11-23T02:10")
    assert movement.limit_date == instant("2026-11-25T12:00")
    assert deadline(movement, D.LIMIT_DATE_REMINDER, "before").due_at == instant("2026-11-24T12:00")
    assert deadline(movement, D.LIMIT_DATE_REMINDER, "reached").due_at == instant("2026-11-25T12:00")


def test_limit_date_is_a_full_hour_on_the_clock_of_the_office_of_departure(stage: Stage) -> None:
    """Yangon is six and a half hours ahead."""
    movement, _ = factory.movement_in(State.IN_TRANSIT, stage, **YANGON)
    assert movement.limit_date is not None
    assert movement.limit_date.astimezone(ZoneInfo("Asia/Yangon")).strftime("%M:%S") == "00:00"


def test_reminder_before_the_limit_date_is_counted_in_the_unit_of_the_profile(stage: Stage) -> None:
    settings = DeadlineSetting.objects.filter(profile__country="SG", kind=D.LIMIT_DATE_REMINDER)
    settings.update(amount=2, unit=TimeUnit.DAYS)
    movement, _ = factory.movement_in(State.IN_TRANSIT, stage)
    assert deadline(movement, D.LIMIT_DATE_REMINDER, "before").due_at == instant("2026-11-23T12:00")


def test_other_limit_date_needs_a_reason(stage: Stage) -> None:
    movement, play = factory.movement_in(State.ACCEPTED, stage)
    at = play.tick()
    release = {"actor": factory.officer(play), "movement": movement.pk, "limit_date": at + timedelta(hours=10)}
    with pytest.raises(RulesBroken) as refused:
        departure.release(**release, at=at)
    assert [finding.code for finding in refused.value.findings] == ["R-LIMIT-02"]
    assert departure.release(**release, limit_reason="express", at=at).limit_date == at + timedelta(hours=10)


def test_reminder_already_past_is_skipped(stage: Stage) -> None:
    movement, play = factory.movement_in(State.ACCEPTED, stage)
    at = play.tick()
    departure.release(
        actor=factory.officer(play), movement=movement.pk, limit_date=at + timedelta(hours=24), limit_reason="fair",
        at=at,
    )  # fmt: skip
    rows = Deadline.objects.filter(movement=movement, kind=D.LIMIT_DATE_REMINDER)
    assert [row.reference for row in rows] == ["reached"]


# Moot


def no_more_draft(stage: Stage) -> Movement:
    return factory.movement_in(State.PRE_LODGED, stage)[0]


def presented(stage: Stage) -> Movement:
    movement, play = factory.movement_in(State.PRE_LODGED, stage)
    return declaration.present(actor=play.cast.trader, movement=movement.pk, at=play.tick())


def accepted_by_officer(stage: Stage) -> Movement:
    movement, play = factory.movement_in(State.SUBMITTED, stage)
    return departure.accept(actor=factory.officer(play), movement=movement.pk, at=play.tick())


def crossed_after_all(stage: Stage) -> Movement:
    movement = scenes.held(play := factory.play(stage))
    office = "SGTUA001"
    officer = play.cast.officers[office]
    en_route.cross(actor=officer, movement=movement.pk, office=office, text="counted", at=play.tick())
    return movement


def control_over(stage: Stage) -> Movement:
    movement, play = factory.movement_in(State.UNDER_CONTROL, stage)
    officer = factory.officer(play)
    return departure.record_control(actor=officer, movement=movement.pk, satisfactory=True, at=play.tick())


def scan_over(stage: Stage) -> Movement:
    movement = scanned(play := factory.play(stage))
    officer = factory.officer(play)
    return departure.record_control(actor=officer, movement=movement.pk, satisfactory=True, at=play.tick())


def controlled_at_destination(stage: Stage) -> Movement:
    return factory.movement_in(State.AWAITING_RESOLUTION, stage)[0]


def released(stage: Stage) -> Movement:
    return factory.movement_in(State.IN_TRANSIT, stage)[0]


def unloaded_by_trader(stage: Stage) -> Movement:
    """The last remark says complete, but not conform: the remarks are there, the result is not."""
    movement = unloading(play := factory.play(stage))
    trader = stage.employee("TH-T-0002")
    return destination.unloading_remarks(
        actor=trader, movement=movement.pk, complete=True, conform=False, text="wet", at=play.tick()
    )


@pytest.mark.parametrize(
    ("kind", "reference", "past"),
    [
        (D.DRAFT_REMINDER, "", no_more_draft),
        (D.DRAFT_UNTOUCHED, "", no_more_draft),
        (D.PRESENTATION, "", presented),
        (D.ACCEPTANCE, "", accepted_by_officer),
        (D.RELEASE, "", released),
        (D.DOCUMENT_CONTROL, "", control_over),
        (D.PHYSICAL_CONTROL, "", scan_over),
        (D.HELD_PASSAGE, "SGTUA001", crossed_after_all),
        (D.LIMIT_DATE_REMINDER, "before", lambda stage: factory.movement_in(State.ARRIVED, stage)[0]),
        (D.LIMIT_DATE_REMINDER, "reached", lambda stage: factory.movement_in(State.ARRIVED, stage)[0]),
        (D.CONTROL_RESULT, "", controlled_at_destination),
        (D.UNLOADING_REMARKS, "", unloaded_by_trader),
        (D.DISCREPANCY_RESOLUTION, "", lambda stage: scenes.resolved(factory.play(stage))),
    ],
)
def test_deadline_is_moot_once_the_state_has_passed(
    stage: Stage, kind: D, reference: str, past: Callable[[Stage], Movement]
) -> None:
    movement = past(stage)
    row = deadline(movement, kind, reference)
    assert row.outcome == DeadlineOutcome.MOOT
    before = factory.told(movement)
    deadline_work.work(deadline=row.pk, movement=movement.pk, at=row.due_at)
    assert factory.told(movement) == before


def test_control_result_counts_from_the_arrival_not_from_its_recording(stage: Stage) -> None:
    play = factory.play(stage)
    row = scenes.in_transit(play)
    officer = play.cast.officers[play.content["office_of_destination"]]
    at = play.tick() + timedelta(hours=9)
    happened_at = at - timedelta(hours=6)
    destination.record_arrival(actor=officer, movement=row.pk, happened_at=happened_at, at=at)
    assert deadline(row, D.CONTROL_RESULT).due_at == happened_at + timedelta(days=6)
