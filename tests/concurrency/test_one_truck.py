"""Two movements of two principals with one truck, released at the same time (spec section 4: one open movement).

The unique indexes on what is on the road are the lock here: each movement has a row lock of its own.
"""

from dataclasses import replace

import pytest

from acts.common.refusals import RulesBroken
from guarantees.models import Reservation
from tests.concurrency.conftest import WithoutNet
from tests.concurrency.overtaking import Overtaking, overtake
from tests.concurrency.stage import Stage, faults
from transit.enums import State
from transit.models import Movement
from transit.services import departure

pytestmark = pytest.mark.postgres

NETS = ("vehicle", "trailer", "permit", "trailer_permit")
BEFORE_TAKING_THE_TRUCK = 'UPDATE "transit_movement"'
AFTER_TAKING_THE_TRUCK = 'INSERT INTO "transit_deadline"'


def _race(stage: Stage, before: str) -> tuple[Overtaking, list[Movement]]:
    rows = [stage.accepted(), stage.accepted(replace(stage.second, vehicle=stage.first.vehicle))]

    def release(row: Movement) -> Movement:
        return departure.release(actor=stage.officer, movement=row.pk, at=stage.at)

    return overtake(lambda: release(rows[0]), lambda: release(rows[1]), before=before), rows


def _on_road(rows: list[Movement]) -> list[bool]:
    return [Movement.objects.get(pk=row.pk).on_road for row in rows]


def _assert_refused(error: object, loser: Movement) -> None:
    """R-VEHICLE-OPEN, and nothing of the release is left."""
    assert isinstance(error, RulesBroken)
    assert [finding.code for finding in error.findings] == ["R-VEHICLE-OPEN"]
    assert Movement.objects.get(pk=loser.pk).state == State.ACCEPTED
    assert not Reservation.objects.filter(reference=loser.mrn).exists()
    assert faults() == []


def test_one_truck_leaves_twice_without_the_indexes(stage: Stage, without_net: WithoutNet) -> None:
    for name in NETS:
        without_net(Movement, f"movement_{name}_on_road_once")
    race, rows = _race(stage, BEFORE_TAKING_THE_TRUCK)
    assert not race.waited
    assert _on_road(rows) == [True, True]


def test_truck_taken_meanwhile_is_refused(stage: Stage) -> None:
    race, rows = _race(stage, BEFORE_TAKING_THE_TRUCK)
    assert not race.waited
    assert _on_road(rows) == [False, True]
    _assert_refused(race.slow, rows[0])


def test_truck_about_to_be_taken_is_waited_for_and_refused(stage: Stage) -> None:
    race, rows = _race(stage, AFTER_TAKING_THE_TRUCK)
    assert race.waited
    assert _on_road(rows) == [True, False]
    _assert_refused(race.fast, rows[1])


@pytest.mark.parametrize("left", NETS)
def test_each_index_alone_refuses_the_truck(stage: Stage, without_net: WithoutNet, left: str) -> None:
    for name in NETS:
        if name != left:
            without_net(Movement, f"movement_{name}_on_road_once")
    race, rows = _race(stage, BEFORE_TAKING_THE_TRUCK)
    _assert_refused(race.slow, rows[0])
