"""The engine's refusal of who has not proved a moment ago who he is (spec section 14); the rest is in test_states."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from acts.common.models import Proposal
from offices.actors import Actor, unproven
from offices.proofs import StepUpNeeded
from tests.factories import transit as factory
from transit.enums import State
from transit.models import Movement
from transit.rehearsal import scenes
from transit.rehearsal.stage import Play, Stage
from transit.services import closure, departure, destination

pytestmark = pytest.mark.django_db


def _release(play: Play) -> tuple[Actor, Movement, Callable[..., object]]:
    row = scenes.accepted(play)
    return factory.officer(play), row, partial(departure.release, movement=row.pk, result="A2", paper_checked=True)


def _clean_result(play: Play) -> tuple[Actor, Movement, Callable[..., object]]:
    row, officer = scenes.arrived(play), factory.officer(play, at="office_of_destination")
    return officer, row, partial(destination.record_results, movement=row.pk, result="A2")


def _resolution(play: Play) -> tuple[Actor, Movement, Callable[..., object]]:
    row = scenes.resolution_proposed(play)
    return play.supervisor, row, partial(closure.confirm, proposal=Proposal.objects.get(subject=row.pk).pk)


def _invalidation(play: Play) -> tuple[Actor, Movement, Callable[..., object]]:
    row = scenes.invalidation_proposed(play)
    return play.supervisor, row, partial(closure.confirm, proposal=Proposal.objects.get(subject=row.pk).pk)


@pytest.mark.parametrize("story", [_release, _clean_result, _resolution, _invalidation])
def test_act_without_a_proof_changes_nothing_and_is_done_with_one(
    stage: Stage, story: Callable[[Play], tuple[Actor, Movement, Callable[..., object]]]
) -> None:
    play = factory.play(stage)
    actor, movement, act = story(play)
    before, told = factory.row(movement), factory.told(movement)
    with pytest.raises(StepUpNeeded):
        act(actor=replace(actor, proof=unproven), at=play.tick())
    assert (factory.row(movement).version, factory.told(movement)) == (before.version, told)
    act(actor=actor, at=play.tick())
    assert factory.row(movement).state in (State.IN_TRANSIT, State.DISCHARGED, State.INVALIDATED)


def test_result_that_is_not_clean_asks_for_no_proof(stage: Stage) -> None:
    play = factory.play(stage)
    row, officer = scenes.arrived(play), factory.officer(play, at="office_of_destination")
    officer = replace(officer, proof=unproven)
    destination.order_control(actor=officer, movement=row.pk, kind="BY_HAND", at=play.tick())
    destination.record_results(actor=officer, movement=row.pk, result="B1", text="one carton short", at=play.tick())
    assert factory.row(row).state == State.AWAITING_RESOLUTION
