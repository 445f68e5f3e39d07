"""An authorised trader's own end of a journey (spec section 7)."""

from typing import Any

import pytest

from acts.common.refusals import RulesBroken, WrongState
from guarantees import selectors as guarantees
from offices.actors import Actor
from offices.enums import OfficerRole
from tests.factories import offices
from tests.factories import transit as factory
from tests.journeys.road import broken, codes
from transit.enums import ArrivalState, Result, State
from transit.models import Arrival, Movement
from transit.rehearsal import journey, scenes
from transit.rehearsal.stage import Play, Stage
from transit.services import destination


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
