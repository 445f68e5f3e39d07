"""On the road: what is seen at a post, goods held, passages missed (spec section 6)."""

from datetime import timedelta
from typing import Any

import pytest

from acts.common.models import HistoryEntry
from acts.common.refusals import RulesBroken, WrongState
from tests.factories import transit as factory
from tests.journeys.road import FIRST, SECOND, broken, passage
from transit.enums import PassageState, State
from transit.rehearsal import journey, scenes
from transit.rehearsal.stage import Stage
from transit.selectors import movements
from transit.services import en_route


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
