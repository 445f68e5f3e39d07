"""A late fact races what makes it late: the arrival of its movement (spec section 5)."""

import pytest

from tests.concurrency.conftest import WithoutLock
from tests.concurrency.overtaking import Overtaking, overtake
from tests.concurrency.stage import DESTINATION, ENTRY, Stage, faults
from transit.enums import PassageState, State
from transit.models import LateFact, Movement, Passage
from transit.services import destination, en_route

pytestmark = pytest.mark.postgres


def _race(stage: Stage) -> Overtaking:
    """A passage is brought in as late while the movement can still take it; before it is recorded the truck arrives."""
    movement = stage.released()
    officers = stage.first.cast.officers
    return overtake(
        lambda: en_route.present(actor=officers[ENTRY], movement=movement.pk, office=ENTRY, late=True, at=stage.at),
        lambda: destination.record_arrival(actor=officers[DESTINATION], movement=movement.pk, at=stage.at),
        before='FROM "transit_movement"',
        nth=2,
    )


def test_late_passage_falls_between_two_states_without_lock(stage: Stage, without_lock: WithoutLock) -> None:
    without_lock(Movement)
    race = _race(stage)
    assert not race.waited
    assert isinstance(race.slow, Exception)
    assert not LateFact.objects.exists()
    assert Passage.objects.get(office=ENTRY).state == PassageState.NOT_RECORDED


def test_late_passage_is_recorded_before_the_arrival_that_waits_for_it(stage: Stage) -> None:
    race = _race(stage)
    assert race.waited
    assert isinstance(race.slow, Movement)
    assert race.fast.state == State.ARRIVED
    assert Passage.objects.get(office=ENTRY).state == PassageState.PRESENTED
    assert faults() == []
