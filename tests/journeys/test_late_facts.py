"""Late facts: kept with both instants, decided on once (spec section 5)."""

from datetime import timedelta
from typing import Any

import pytest

from acts.common.refusals import RulesBroken, WrongState
from tests.factories import transit as factory
from tests.journeys.road import FIRST, codes, passage
from transit.enums import PassageState, State
from transit.models import LateFact, Movement
from transit.rehearsal import journey, scenes
from transit.rehearsal.stage import Stage
from transit.services import destination, en_route, late_facts


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
