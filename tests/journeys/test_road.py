"""On the road and at destination: seals that differ, passages missed, late arrival, late facts, an ATT's own end."""

from datetime import timedelta
from typing import Any

import pytest

from acts.common.models import HistoryEntry
from acts.common.refusals import RulesBroken, WrongState
from guarantees import selectors as guarantees
from offices.actors import Actor
from offices.enums import OfficerRole
from tests.factories import offices
from tests.factories import transit as factory
from transit.enums import ArrivalState, PassageState, Result, State
from transit.models import Arrival, LateFact, Movement, Passage
from transit.rehearsal import journey, scenes
from transit.rehearsal.stage import Play, Stage
from transit.selectors import movements
from transit.services import destination, en_route, late_facts

FIRST, SECOND = "SGTUA001", "MYTKP001"


def passage(movement: Movement, office: str = FIRST) -> Passage:
    return Passage.objects.get(movement=movement, office=office)


def broken(movement: Movement) -> list[dict[str, str]]:
    return [{"seal": movement.seals[0], "condition": "BROKEN"}]


# Passages


@pytest.mark.parametrize(
    ("seen", "text"),
    [
        ({"seals": [{"seal": "SG204418", "condition": "BROKEN"}]}, "seal SG204418 is broken"),
        ({"seals": [{"seal": "SG204418", "condition": "DIFFERENT", "found": "X9"}]}, "should be there, found X9"),
        ({"plate": "OTHER1"}, "is OTHER1"),
        ({"trailer_plate": "OTHER2"}, "is OTHER2"),
    ],
)
def test_difference_is_an_alarm_and_no_crossing_until_held(stage: Stage, seen: dict[str, Any], text: str) -> None:
    movement, play = factory.movement_in(State.IN_TRANSIT, stage)
    here: dict[str, Any] = {"actor": play.cast.officers[FIRST], "movement": movement.pk, "office": FIRST}
    en_route.present(**here, **seen, at=play.tick())
    assert text in passage(movement).alarm
    assert factory.told(movement, "ALARM") == ["office:SGSIN001", "office:SGTUA001"]
    with pytest.raises(RulesBroken) as refused:
        en_route.cross(**here, at=play.tick())
    assert [finding.code for finding in refused.value.findings] == ["R-PASSAGE-01"]
    en_route.hold(**here, reason="to be looked at", at=play.tick())
    with pytest.raises(RulesBroken):
        en_route.cross(**here, at=play.tick())
    en_route.cross(**here, text="counted, nothing missing", at=play.tick())
    assert passage(movement).state == PassageState.CROSSED


def test_difference_seen_at_the_crossing_alone_is_kept_by_the_hold(stage: Stage) -> None:
    movement, play = factory.movement_in(State.IN_TRANSIT, stage)
    here: dict[str, Any] = {"actor": play.cast.officers[FIRST], "movement": movement.pk, "office": FIRST}
    en_route.present(**here, at=play.tick())
    with pytest.raises(RulesBroken, match="hold the goods first"):
        en_route.cross(**here, seals=broken(movement), at=play.tick())
    en_route.hold(**here, seals=broken(movement), reason="to be looked at", at=play.tick())
    row = passage(movement)
    assert (row.state, row.findings, row.alarm) == ("HELD", ["seal SG204418 is broken"], "seal SG204418 is broken")
    assert factory.told(movement, "ALARM") == ["office:SGSIN001", "office:SGTUA001"]


def test_difference_seen_twice_at_a_post_is_one_alarm(stage: Stage) -> None:
    movement = scenes.presented(play := factory.play(stage))
    here: dict[str, Any] = {"actor": play.cast.officers[FIRST], "movement": movement.pk, "office": FIRST}
    en_route.hold(**here, seals=broken(movement), plate="OTHER1", reason="to be looked at", at=play.tick())
    seal, plate = passage(movement).findings
    assert (seal, plate.endswith("is OTHER1")) == ("seal SG204418 is broken", True)
    assert len(factory.told(movement, "ALARM")) == 4


def test_what_was_seen_at_the_post_stays_in_the_history_for_offices_alone(stage: Stage) -> None:
    movement, play = factory.movement_in(State.IN_TRANSIT, stage)
    officer = play.cast.officers[FIRST]
    en_route.present(actor=officer, movement=movement.pk, office=FIRST, seals=broken(movement), at=play.tick())
    entry = HistoryEntry.objects.filter(subject=movement.pk).latest("sequence")
    assert (entry.data["passage"], entry.data["post"]) == ("present", FIRST)
    assert entry.data["office"]["seen"]["seals"] == broken(movement)
    assert "is broken" in entry.data["office"]["alarm"]
    shown = movements.history_of(play.cast.trader, movement)[-1]
    assert "office" not in shown["data"]
    assert shown["data"]["post"] == FIRST


def test_seal_that_the_movement_does_not_bear_is_refused(stage: Stage) -> None:
    movement, play = factory.movement_in(State.IN_TRANSIT, stage)
    with pytest.raises(RulesBroken):
        en_route.present(
            actor=play.cast.officers[FIRST], movement=movement.pk, office=FIRST,
            seals=[{"seal": "NOBODY", "condition": "INTACT"}, {"seal": "SG204418", "condition": "SOFT"}],
            at=play.tick(),
        )  # fmt: skip
    assert passage(movement).state == PassageState.EXPECTED


@pytest.mark.parametrize(("verb", "state"), [("refuse_entry", "REFUSED"), ("seize", "SEIZED")])
def test_held_goods_are_refused_or_seized(stage: Stage, verb: str, state: str) -> None:
    movement = scenes.held(play := factory.play(stage))
    getattr(en_route, verb)(
        actor=play.cast.officers[FIRST], movement=movement.pk, office=FIRST, reason="arms", at=play.tick()
    )
    assert passage(movement).state == state
    with pytest.raises(WrongState):
        en_route.cross(actor=play.cast.officers[FIRST], movement=movement.pk, office=FIRST, text="no", at=play.tick())


def test_missed_passage_never_blocks_a_later_one(stage: Stage) -> None:
    movement, play = factory.movement_in(State.IN_TRANSIT, stage)
    journey.pass_office(movement.pk, SECOND, play.cast, tick=play.tick)
    assert passage(movement, SECOND).alarm == f"the binding itinerary was left, not recorded before: {FIRST}"
    journey.pass_office(movement.pk, FIRST, play.cast, tick=play.tick)
    assert passage(movement).state == PassageState.CROSSED


def test_passage_keeps_when_it_happened_and_when_it_was_recorded(stage: Stage) -> None:
    movement, play = factory.movement_in(State.IN_TRANSIT, stage)
    happened, recorded = play.tick(), play.tick()
    here: dict[str, Any] = {"actor": play.cast.officers[FIRST], "movement": movement.pk, "office": FIRST}
    for wrong in (movement.released_at - timedelta(seconds=1), recorded + timedelta(hours=1)):
        with pytest.raises(RulesBroken):
            en_route.present(**here, happened_at=wrong, at=recorded)
    en_route.present(**here, happened_at=happened, at=recorded)
    assert (passage(movement).presented_at, passage(movement).recorded_at) == (happened, recorded)


# Arrival


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
    assert Arrival.objects.get(movement=movement).alarm == f"HELD at {FIRST}"


def test_posts_that_have_not_let_the_goods_go_are_told_of_the_arrival(stage: Stage) -> None:
    movement = scenes.held(play := factory.play(stage))
    key: dict[str, Any] = {"actor": play.cast.officers[SECOND], "movement": movement.pk, "office": SECOND}
    en_route.present(**key, at=play.tick())
    journey.arrive(movement.pk, play.content, play.cast, tick=play.tick)
    arrival = Arrival.objects.get(movement=movement)
    posts = [stop["office"] for stop in play.content["offices_of_transit"]]
    assert {f"office:{post}" for post in posts} <= set(factory.told(movement, "IE024"))
    assert f"presented and not crossed: {SECOND}" in arrival.alarm
    assert arrival.findings == [f"HELD at {FIRST}"]


def test_goods_that_left_a_post_which_saw_a_difference_are_not_considered_satisfactory(stage: Stage) -> None:
    movement = scenes.presented(play := factory.play(stage))
    journey.arrive(movement.pk, play.content, play.cast, tick=play.tick)
    with pytest.raises(RulesBroken, match=f"PRESENTED at {FIRST}, where seal SG204418 is broken") as refused:
        journey.discharge(movement.pk, play.content, play.cast, tick=play.tick)
    assert codes(refused) == [("R-RESULT-13", 14)]


@pytest.mark.parametrize("verb", ["", "refuse_entry", "seize"])
def test_goods_stopped_at_a_post_are_not_considered_satisfactory(stage: Stage, verb: str) -> None:
    movement = scenes.held(play := factory.play(stage))
    if verb:
        key: dict[str, Any] = {"actor": play.cast.officers[FIRST], "movement": movement.pk, "office": FIRST}
        getattr(en_route, verb)(**key, reason="arms", at=play.tick())
    journey.arrive(movement.pk, play.content, play.cast, tick=play.tick)
    with pytest.raises(RulesBroken, match=f"{passage(movement).state} at {FIRST}") as refused:
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


def codes(refused: pytest.ExceptionInfo[RulesBroken]) -> list[tuple[str, int]]:
    return [(finding.code, int(finding.finding_class)) for finding in refused.value.findings]


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


# An authorised trader's own end


def att(stage: Stage) -> tuple[Movement, Play, Actor]:
    """A movement on its way to the approved premises of Siam Highway in Bangkok."""
    play = factory.to_premises(factory.play(stage))
    return scenes.in_transit(play), play, stage.employee("TH-T-0002")


def test_authorised_trader_ends_at_its_own_premises_with_a3(stage: Stage) -> None:
    movement, play, trader = att(stage)
    for stop in play.content["offices_of_transit"]:
        journey.pass_office(movement.pk, stop["office"], play.cast, tick=play.tick)
    destination.record_arrival(actor=trader, movement=movement.pk, at=play.tick())
    officer = factory.officer(play, at="office_of_destination")
    destination.permit_unloading(actor=officer, movement=movement.pk, at=play.tick())
    key = {"actor": trader, "movement": movement.pk}
    partial = destination.unloading_remarks(**key, text="first half", at=play.tick())
    assert partial.state == State.ARRIVED
    done = destination.unloading_remarks(**key, text="all of it", complete=True, at=play.tick())
    arrival = Arrival.objects.get(movement=movement)
    assert (done.state, arrival.state, arrival.result) == (State.DISCHARGED, ArrivalState.CLEARED, Result.A3)
    assert [remark["complete"] for remark in arrival.remarks] == [False, True]
    assert guarantees.held(references=[str(movement.mrn)]) == 1


def test_nobody_unloads_at_the_office_itself(stage: Stage) -> None:
    movement, play = factory.movement_in(State.ARRIVED, stage)
    officer = factory.officer(play, at="office_of_destination")
    with pytest.raises(RulesBroken, match="arrived at the office itself") as refused:
        destination.permit_unloading(actor=officer, movement=movement.pk, at=play.tick())
    assert codes(refused) == [("R-UNLOADING-01", 14)]
    assert Arrival.objects.get(movement=movement).state == ArrivalState.ARRIVED


def test_arrival_is_the_traders_own_though_he_is_posted_somewhere(stage: Stage) -> None:
    movement, play, trader = att(stage)
    assert trader.user is not None
    offices.posting(user=trader.user, office="VNHPH001", roles=[OfficerRole.TRANSIT])
    destination.record_arrival(actor=factory.acting(trader.user), movement=movement.pk, at=play.tick())
    assert Arrival.objects.get(movement=movement).by_trader


def test_authorised_trader_may_not_unload_without_permission(stage: Stage) -> None:
    movement, play, trader = att(stage)
    destination.record_arrival(actor=trader, movement=movement.pk, at=play.tick())
    with pytest.raises(WrongState):
        destination.unloading_remarks(actor=trader, movement=movement.pk, complete=True, at=play.tick())


def test_remarks_that_differ_leave_the_result_to_the_officer(stage: Stage) -> None:
    movement, play, trader = att(stage)
    officer = factory.officer(play, at="office_of_destination")
    destination.record_arrival(actor=trader, movement=movement.pk, at=play.tick())
    destination.permit_unloading(actor=officer, movement=movement.pk, at=play.tick())
    destination.unloading_remarks(
        actor=trader, movement=movement.pk, differences=[{"item": 2, "kind": "OTHER_QUANTITY", "text": "518"}],
        at=play.tick(),
    )  # fmt: skip
    stays = destination.unloading_remarks(actor=trader, movement=movement.pk, complete=True, at=play.tick())
    assert stays.state == State.ARRIVED
    with pytest.raises(WrongState):
        destination.unloading_remarks(actor=trader, movement=movement.pk, complete=True, at=play.tick())
    done = destination.record_results(actor=officer, movement=movement.pk, result="B1", at=play.tick())
    assert done.state == State.AWAITING_RESOLUTION


def test_difference_advised_by_the_trader_leaves_the_result_to_the_officer(stage: Stage) -> None:
    movement, play, trader = att(stage)
    destination.record_arrival(actor=trader, movement=movement.pk, seals=broken(movement), at=play.tick())
    officer = factory.officer(play, at="office_of_destination")
    destination.permit_unloading(actor=officer, movement=movement.pk, at=play.tick())
    stays = destination.unloading_remarks(actor=trader, movement=movement.pk, complete=True, at=play.tick())
    assert stays.state == State.ARRIVED


@pytest.mark.parametrize("remark", [{"seals": True}, {"conform": False}])
def test_partial_remark_that_differs_is_not_healed_by_the_last_one(stage: Stage, remark: dict[str, Any]) -> None:
    movement, play, trader = att(stage)
    destination.record_arrival(actor=trader, movement=movement.pk, at=play.tick())
    officer = factory.officer(play, at="office_of_destination")
    destination.permit_unloading(actor=officer, movement=movement.pk, at=play.tick())
    first = {"seals": broken(movement)} if "seals" in remark else remark
    destination.unloading_remarks(actor=trader, movement=movement.pk, **first, at=play.tick())
    stays = destination.unloading_remarks(actor=trader, movement=movement.pk, complete=True, at=play.tick())
    assert stays.state == State.ARRIVED


def test_officer_clears_no_goods_that_are_still_being_unloaded(stage: Stage) -> None:
    movement, play, trader = att(stage)
    destination.record_arrival(actor=trader, movement=movement.pk, at=play.tick())
    officer = factory.officer(play, at="office_of_destination")
    destination.permit_unloading(actor=officer, movement=movement.pk, at=play.tick())
    with pytest.raises(RulesBroken) as refused:
        destination.record_results(actor=officer, movement=movement.pk, result="A3", at=play.tick())
    assert [finding.code for finding in refused.value.findings] == ["R-RESULT-12"]


# Late facts


def test_late_fact_is_kept_with_both_instants_and_stands_in_the_history(stage: Stage) -> None:
    movement = scenes.crossed(play := factory.play(stage))
    journey.arrive(movement.pk, play.content, play.cast, tick=play.tick)
    before, office = factory.row(movement).version, "MYBKH001"
    happened, at = movement.released_at + timedelta(minutes=30), play.tick()
    arguments: dict[str, Any] = {"movement": movement.pk, "office": office, "happened_at": happened, "late": True}
    fact = en_route.present(actor=play.cast.officers[office], **arguments, at=at)
    again = en_route.present(actor=play.cast.officers[office], **arguments, at=at)
    assert isinstance(fact, LateFact)
    assert fact == again
    assert (fact.happened_at, fact.recorded_at, fact.state) == (happened, at, State.ARRIVED)
    assert passage(movement, office).state == PassageState.NOT_RECORDED
    assert factory.row(movement).version == before + 1
    assert factory.verbs(movement)[-1] == "keep_late_fact"
    assert factory.told(movement, "LATE_FACT") == ["office:SGSIN001"]


def test_late_fact_is_decided_on_once_and_the_state_stays(stage: Stage) -> None:
    movement = scenes.told_late(play := factory.play(stage))
    fact = LateFact.objects.get(movement=movement)
    here = {"actor": factory.officer(play), "movement": movement.pk, "fact": fact.pk, "decision": "stamp seen"}
    late_facts.decide(**here, at=(at := play.tick()))
    with pytest.raises(WrongState):
        late_facts.decide(**here | {"decision": "another"}, at=play.tick())
    fact.refresh_from_db()
    assert (fact.decision, fact.decided_at, factory.row(movement).state) == ("stamp seen", at, State.ARRIVED)
    assert factory.told(movement, "LATE_FACT_DECIDED") == [f"office:{FIRST}"]


def test_late_fact_of_another_movement_is_not_decided_on(stage: Stage) -> None:
    fact = LateFact.objects.get(movement=scenes.told_late(factory.play(stage)))
    movement, play = factory.movement_in(State.ARRIVED, stage)
    here = {"actor": factory.officer(play), "movement": movement.pk, "fact": fact.pk, "decision": "stamp seen"}
    with pytest.raises(RulesBroken) as refused:
        late_facts.decide(**here, at=play.tick())
    assert codes(refused) == [("R-LATE-01", 14)]


def test_wrong_time_without_late_is_class_92(stage: Stage) -> None:
    movement, play = factory.movement_in(State.DISCHARGED, stage)
    with pytest.raises(WrongState):
        en_route.present(actor=play.cast.officers[FIRST], movement=movement.pk, office=FIRST, at=play.tick())
    assert not LateFact.objects.exists()


def test_late_arrival_of_an_invalidated_movement_is_a_late_fact(stage: Stage) -> None:
    movement = scenes.invalidated_after_release(play := factory.play(stage))
    officer = factory.officer(play, at="office_of_destination")
    fact = destination.record_arrival(actor=officer, movement=movement.pk, late=True, at=play.tick())
    assert isinstance(fact, LateFact)
    assert factory.row(movement).state == State.INVALIDATED


def test_late_says_nothing_where_the_state_can_take_it(stage: Stage) -> None:
    movement, play = factory.movement_in(State.IN_TRANSIT, stage)
    row = en_route.present(
        actor=play.cast.officers[FIRST], movement=movement.pk, office=FIRST, late=True, at=play.tick()
    )
    assert isinstance(row, Movement)
    assert passage(movement).state == PassageState.PRESENTED
