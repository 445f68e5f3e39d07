"""At destination: alarms of the road, late arrival, results (spec section 7)."""

from datetime import timedelta
from typing import Any

import pytest

from acts.common.refusals import RulesBroken, WrongState
from guarantees import selectors as guarantees
from tests.factories import transit as factory
from tests.journeys.road import FIRST, SECOND, codes, passage
from transit.enums import Result, State
from transit.models import Arrival, Movement, Passage
from transit.rehearsal import journey, scenes
from transit.rehearsal.stage import Stage
from transit.services import destination, en_route


def test_arrival_before_the_passages_raises_an_alarm_and_leaves_them_not_recorded(stage: Stage) -> None:
    movement = scenes.crossed(play := factory.play(stage))
    journey.arrive(movement.pk, play.content, play.cast, tick=play.tick)
    states = list(Passage.objects.filter(movement=movement).values_list("state", flat=True))
    assert states == ["CROSSED", "CROSSED", "NOT_RECORDED", "NOT_RECORDED"]
    assert "MYBKH001, THSDO001" in Arrival.objects.get(movement=movement).alarm
    assert factory.told(movement, "ALARM") == ["office:SGSIN001", "office:THBKK001"]


def test_arrival_of_goods_held_at_a_post_is_an_alarm(stage: Stage) -> None:
    movement = scenes.held(play := factory.play(stage))
    for stop in play.content["offices_of_transit"][1:]:
        journey.pass_office(movement.pk, stop["office"], play.cast, tick=play.tick)
    journey.arrive(movement.pk, play.content, play.cast, tick=play.tick)
    assert Arrival.objects.get(movement=movement).alarm == "held at Tuas Checkpoint"


def test_posts_that_have_not_let_the_goods_go_are_told_of_the_arrival(stage: Stage) -> None:
    movement = scenes.held(play := factory.play(stage))
    key: dict[str, Any] = {"actor": play.cast.officers[SECOND], "movement": movement.pk, "office": SECOND}
    en_route.present(**key, at=play.tick())
    journey.arrive(movement.pk, play.content, play.cast, tick=play.tick)
    arrival = Arrival.objects.get(movement=movement)
    posts = [stop["office"] for stop in play.content["offices_of_transit"]]
    assert {f"office:{post}" for post in posts} <= set(factory.told(movement, "IE024"))
    assert f"presented and not crossed: {SECOND}" in arrival.alarm
    assert arrival.findings == ["held at Tuas Checkpoint"]


def test_goods_that_left_a_post_which_saw_a_difference_are_not_considered_satisfactory(stage: Stage) -> None:
    movement = scenes.presented(play := factory.play(stage))
    journey.arrive(movement.pk, play.content, play.cast, tick=play.tick)
    with pytest.raises(RulesBroken, match="presented at Tuas Checkpoint, where seal SG204418 is broken") as refused:
        journey.discharge(movement.pk, play.content, play.cast, tick=play.tick)
    assert codes(refused) == [("R-RESULT-13", 14)]


@pytest.mark.parametrize("verb", ["", "refuse_entry", "seize"])
def test_goods_stopped_at_a_post_are_not_considered_satisfactory(stage: Stage, verb: str) -> None:
    movement = scenes.held(play := factory.play(stage))
    if verb:
        key: dict[str, Any] = {"actor": play.cast.officers[FIRST], "movement": movement.pk, "office": FIRST}
        getattr(en_route, verb)(**key, reason="arms", at=play.tick())
    journey.arrive(movement.pk, play.content, play.cast, tick=play.tick)
    with pytest.raises(RulesBroken, match=f"{passage(movement).state.lower()} at Tuas Checkpoint") as refused:
        journey.discharge(movement.pk, play.content, play.cast, tick=play.tick)
    assert codes(refused) == [("R-RESULT-13", 14)]
    assert guarantees.held(references=[str(movement.mrn)]) == 1


def test_arrival_is_refused_before_release_and_twice(stage: Stage) -> None:
    movement, play = factory.movement_in(State.ACCEPTED, stage)
    with pytest.raises(WrongState):
        destination.record_arrival(actor=stage.posted("destination", "THBKK001"), movement=movement.pk, at=play.tick())


def test_replayed_arrival_is_refused(stage: Stage) -> None:
    movement, play = factory.movement_in(State.ARRIVED, stage)
    before = factory.row(movement).version
    with pytest.raises(WrongState):
        journey.arrive(movement.pk, play.content, play.cast, tick=play.tick)
    assert factory.row(movement).version == before


def test_discharge_before_arrival_is_refused(stage: Stage) -> None:
    movement, play = factory.movement_in(State.IN_TRANSIT, stage)
    with pytest.raises(WrongState):
        journey.discharge(movement.pk, play.content, play.cast, tick=play.tick)
    assert factory.row(movement).state == State.IN_TRANSIT


@pytest.mark.parametrize(("reason", "kept"), [("flood at Sadao", "flood at Sadao"), ("", "no reason given")])
def test_late_arrival_is_flagged_with_its_reason(stage: Stage, reason: str, kept: str) -> None:
    movement, play = factory.movement_in(State.IN_TRANSIT, stage)
    officer = factory.officer(play, at="office_of_destination")
    late = movement.limit_date + timedelta(minutes=1)
    destination.record_arrival(actor=officer, movement=movement.pk, late_reason=reason, at=late)
    assert Arrival.objects.get(movement=movement).late_reason == kept


def test_arrival_recorded_late_of_a_truck_in_time_is_not_late(stage: Stage) -> None:
    movement, play = factory.movement_in(State.IN_TRANSIT, stage)
    officer = factory.officer(play, at="office_of_destination")
    limit = movement.limit_date
    destination.record_arrival(actor=officer, movement=movement.pk, happened_at=limit, at=limit + timedelta(hours=5))
    assert Arrival.objects.get(movement=movement).late_reason == ""


@pytest.mark.parametrize(
    ("result", "control"), [("A1", False), ("A2", True), ("A3", False), ("B1", False), ("C9", True)]
)
def test_result_follows_the_way_that_led_to_it(stage: Stage, result: str, control: bool) -> None:
    movement, play = factory.movement_in(State.ARRIVED, stage)
    officer = factory.officer(play, at="office_of_destination")
    if control:
        destination.order_control(actor=officer, movement=movement.pk, kind="SCANNER", at=play.tick())
    with pytest.raises(RulesBroken):
        destination.record_results(actor=officer, movement=movement.pk, result=result, at=play.tick())
    assert factory.row(movement).state == State.ARRIVED


def inspected(stage: Stage, *, control: bool = True, **seen: Any) -> tuple[Movement, dict[str, Any]]:
    """A movement that came to its destination as `seen`; who records its result, and when."""
    movement, play = factory.movement_in(State.IN_TRANSIT, stage)
    officer = factory.officer(play, at="office_of_destination")
    destination.record_arrival(actor=officer, movement=movement.pk, **seen, at=play.tick())
    if control:
        destination.order_control(actor=officer, movement=movement.pk, kind="SCANNER", at=play.tick())
    return movement, {"actor": officer, "movement": movement.pk, "at": play.tick()}


def test_difference_seen_on_arrival_is_not_considered_satisfactory(stage: Stage) -> None:
    movement, here = inspected(stage, control=False, plate="OTHER1")
    with pytest.raises(RulesBroken, match="is OTHER1; a control must come first") as refused:
        destination.record_results(**here, result="A2")
    assert codes(refused) == [("R-RESULT-13", 14)]
    assert factory.row(movement).state == State.ARRIVED


def test_difference_seen_on_arrival_is_explained_by_a_control(stage: Stage) -> None:
    _, here = inspected(stage, plate="OTHER1")
    with pytest.raises(RulesBroken, match="is OTHER1") as refused:
        destination.record_results(**here, result="A1")
    assert codes(refused) == [("R-RESULT-14", 13)]
    done = destination.record_results(**here, result="A1", text="new plate, registration seen")
    assert done.state == State.DISCHARGED


def test_result_not_satisfactory_says_what_is_wrong(stage: Stage) -> None:
    _, here = inspected(stage)
    with pytest.raises(RulesBroken) as refused:
        destination.record_results(**here, result="B1")
    assert codes(refused) == [("R-RESULT-15", 13)]
    assert destination.record_results(**here, result="B1", text="wet").state == State.AWAITING_RESOLUTION


def test_different_seal_without_its_number_is_refused(stage: Stage) -> None:
    _, here = inspected(stage)
    seals = [{"seal": "SG204418", "condition": "DIFFERENT"}]
    with pytest.raises(RulesBroken) as refused:
        destination.record_results(**here, result="B1", seals=seals)
    assert codes(refused) == [("R-SEAL-22", 13)]
    assert refused.value.findings[0].path == "seals[0].found"


def test_differences_are_never_clean(stage: Stage) -> None:
    movement, play = factory.movement_in(State.ARRIVED, stage)
    officer = factory.officer(play, at="office_of_destination")
    with pytest.raises(RulesBroken) as refused:
        destination.record_results(
            actor=officer, movement=movement.pk, result="A2", differences=[{"item": 1, "kind": "MISSING"}],
            at=play.tick(),
        )  # fmt: skip
    assert [finding.code for finding in refused.value.findings] == ["R-RESULT-11"]


def test_satisfactory_control_at_destination_discharges_with_a1(stage: Stage) -> None:
    movement, play = factory.movement_in(State.ARRIVED, stage)
    officer = factory.officer(play, at="office_of_destination")
    destination.order_control(actor=officer, movement=movement.pk, kind="SCANNER", at=play.tick())
    done = destination.record_results(actor=officer, movement=movement.pk, result="A1", at=play.tick())
    assert done.state == State.DISCHARGED
    assert Arrival.objects.get(movement=movement).result == Result.A1
