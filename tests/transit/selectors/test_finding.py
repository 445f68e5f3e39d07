"""Finding movements by what stands on paper or truck."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.factories import transit as factory
from transit.enums import State
from transit.models import Movement
from transit.rehearsal.stage import Stage
from transit.selectors import finding


@pytest.fixture(scope="module")
def _staged(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    with django_db_blocker.unblock(), factory.staged() as found:
        yield found


@pytest.fixture
def stage(_staged: Stage, db: None) -> Stage:
    return _staged


def _found(movement: Movement, stage: Stage, text: str, who: str = "trader") -> bool:
    return movement in finding.find(stage.actors[who], text)


@pytest.mark.parametrize(
    "text", ["", " ", "\0", "'", '"', "%", "_", "number", "seals", "NUMBER", "[", "SG20441", "null"]
)
def test_find_refuses_what_is_no_whole_number(stage: Stage, text: str) -> None:
    movement, _ = factory.movement_in(State.IN_TRANSIT, stage)
    assert not _found(movement, stage, text)


def test_find_knows_mrn_lrn_plates_container_and_seal(stage: Stage) -> None:
    movement, _ = factory.movement_in(State.IN_TRANSIT, stage)
    row = factory.row(movement)
    container = row.declaration.containers[0]["number"]
    for text in (str(row.mrn), row.lrn, row.vehicle_registration, row.trailer_registration, container, row.seals[0]):
        assert _found(movement, stage, text), text


def test_find_takes_small_letters_and_blanks_as_a_scanner_or_a_person_gives_them(stage: Stage) -> None:
    movement, _ = factory.movement_in(State.IN_TRANSIT, stage)
    row = factory.row(movement)
    plate = row.vehicle_registration
    for text in (f" {str(row.mrn).lower()} ", f"{plate[:3]} {plate[3:]}", row.seals[0].lower()):
        assert _found(movement, stage, text), text


def test_find_knows_a_declared_container_before_release(stage: Stage) -> None:
    movement, told = factory.movement_in(State.ACCEPTED, stage)
    assert _found(movement, stage, told.content["containers"][0]["number"], "departure")


def test_find_never_leads_to_what_the_actor_may_not_know(stage: Stage) -> None:
    movement, _ = factory.movement_in(State.ACCEPTED, stage)
    for text in (str(movement.mrn), movement.lrn, movement.declaration.containers[0]["number"]):
        assert not _found(movement, stage, text, "transit")
