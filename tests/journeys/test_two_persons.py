"""What two persons decide: discrepancies resolved, a released movement invalidated."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from acts.common.models import Proposal
from acts.common.proposals import Lapsed
from acts.common.refusals import NotAllowed, RulesBroken, WrongState
from guarantees import selectors as guarantees
from guarantees.models import LedgerEntry
from offices.enums import OfficerRole
from tests.factories import transit as factory
from transit.enums import ArrivalState, PassageState, State
from transit.models import Arrival, Movement, Passage
from transit.rehearsal import journey, scenes
from transit.rehearsal.stage import Play, Stage
from transit.services import closure, deadline_work, en_route

DAY = timedelta(days=1)


def test_discrepancies_are_resolved_by_two_persons(stage: Stage) -> None:
    movement, play = factory.movement_in(State.AWAITING_RESOLUTION, stage)
    proposal = scenes.propose_resolution(play, movement)
    assert factory.row(movement).state == State.AWAITING_RESOLUTION
    done = closure.confirm(actor=play.supervisor, proposal=proposal, at=play.tick())
    assert done.state == State.DISCHARGED
    assert Arrival.objects.get(movement=movement).state == ArrivalState.CLEARED
    row = Proposal.objects.get(pk=proposal)
    assert (row.status, row.decided_by, row.proposed_by) == (
        "CONFIRMED",
        play.supervisor.user,
        factory.officer(play).user,
    )


def test_one_person_in_both_roles_may_not_confirm_the_own_proposal(stage: Stage) -> None:
    movement, play = factory.movement_in(State.AWAITING_RESOLUTION, stage)
    both = factory.posted(OfficerRole.DEPARTURE, OfficerRole.SUPERVISOR, office="SGSIN001")
    proposal = closure.resolve(actor=both, movement=movement.pk, explanation="x", evidence="y", at=play.tick())
    with pytest.raises(NotAllowed):
        closure.confirm(actor=both, proposal=proposal.pk, at=play.tick())
    assert factory.row(movement).state == State.AWAITING_RESOLUTION


def test_supervisor_of_another_office_may_not_confirm(stage: Stage) -> None:
    movement, play = factory.movement_in(State.AWAITING_RESOLUTION, stage)
    proposal = scenes.propose_resolution(play, movement)
    with pytest.raises(NotAllowed):
        closure.confirm(actor=stage.posted("supervisor", "THBKK001"), proposal=proposal, at=play.tick())


def test_proposal_lapses_after_a_day(stage: Stage) -> None:
    movement, play = factory.movement_in(State.AWAITING_RESOLUTION, stage)
    proposal = scenes.propose_resolution(play, movement)
    due = Proposal.objects.get(pk=proposal).proposed_at + DAY
    with pytest.raises(Lapsed):
        closure.confirm(actor=play.supervisor, proposal=proposal, at=due)
    deadline_work.sweep(at=due)
    assert Proposal.objects.get(pk=proposal).status == "LAPSED"
    assert factory.row(movement).state == State.AWAITING_RESOLUTION


def test_another_proposal_is_refused_while_one_is_open(stage: Stage) -> None:
    movement, play = factory.movement_in(State.AWAITING_RESOLUTION, stage)
    first = scenes.propose_resolution(play, movement)
    other = factory.posted(OfficerRole.DEPARTURE, office="SGSIN001")
    with pytest.raises(WrongState) as refused:
        closure.resolve(actor=other, movement=movement.pk, explanation="x", evidence="y", at=play.tick())
    found = refused.value.findings[0]
    assert (found.finding_class, found.code, found.value) == (92, "R-PROPOSAL-02", str(first))
    assert Proposal.objects.get(subject=movement.pk).status == "OPEN"


def test_same_proposal_again_is_the_one_that_waits(stage: Stage) -> None:
    movement, play = factory.movement_in(State.AWAITING_RESOLUTION, stage)
    first = scenes.propose_resolution(play, movement)
    before = factory.row(movement).version
    assert scenes.propose_resolution(play, movement) == first
    assert factory.row(movement).version == before


def test_new_proposal_in_place_of_a_lapsed_one_says_so(stage: Stage) -> None:
    movement, play = factory.movement_in(State.AWAITING_RESOLUTION, stage)
    first = Proposal.objects.get(pk=scenes.propose_resolution(play, movement))
    closure.resolve(
        actor=factory.officer(play), movement=movement.pk, explanation="x", evidence="y", at=first.lapses_at
    )
    first.refresh_from_db()
    assert (first.status, first.decided_at) == ("LAPSED", first.lapses_at)
    assert factory.verbs(movement)[-3:] == ["propose_resolution", "lapse_proposal", "propose_resolution"]


def test_sweep_lapses_what_the_movement_has_overtaken_once(stage: Stage) -> None:
    movement, play = factory.movement_in(State.IN_TRANSIT, stage)
    proposal = scenes.propose_invalidation(play, movement)
    journey.arrive(movement.pk, play.content, play.cast, tick=play.tick)
    journey.discharge(movement.pk, play.content, play.cast, tick=play.tick)
    for _ in range(2):
        deadline_work.sweep(at=play.tick())
    assert Proposal.objects.get(pk=proposal).status == "LAPSED"
    assert factory.verbs(movement).count("lapse_proposal") == 1
    assert factory.told(movement, "PROPOSAL_LAPSED") == ["office:SGSIN001"]


def test_proposal_lapses_when_the_movement_changes(stage: Stage) -> None:
    movement, play = factory.movement_in(State.IN_TRANSIT, stage)
    proposal = scenes.propose_invalidation(play, movement)
    office = play.content["offices_of_transit"][0]["office"]
    en_route.present(actor=play.cast.officers[office], movement=movement.pk, office=office, at=play.tick())
    with pytest.raises(Lapsed):
        closure.confirm(actor=play.supervisor, proposal=proposal, at=play.tick())
    assert factory.row(movement).state == State.IN_TRANSIT


def test_refused_proposal_cannot_be_confirmed(stage: Stage) -> None:
    movement, play = factory.movement_in(State.IN_TRANSIT, stage)
    proposal = scenes.propose_invalidation(play, movement)
    closure.refuse(actor=play.supervisor, proposal=proposal, reason="not proven", at=play.tick())
    with pytest.raises(WrongState):
        closure.confirm(actor=play.supervisor, proposal=proposal, at=play.tick())


def test_altered_proposal_cannot_be_confirmed(stage: Stage) -> None:
    movement, play = factory.movement_in(State.IN_TRANSIT, stage)
    proposal = scenes.propose_invalidation(play, movement)
    Proposal.objects.filter(pk=proposal).update(data={"reason": "", "where_goods": "", "duplicate_of": ""})
    with pytest.raises(Lapsed):
        closure.confirm(actor=play.supervisor, proposal=proposal, at=play.tick())


def test_invalidation_after_release_cancels_the_reservation(stage: Stage) -> None:
    movement = scenes.invalidated_after_release(factory.play(stage))
    row = factory.row(movement)
    assert (row.state, row.on_road, row.ended_at is not None) == (State.INVALIDATED, False, True)
    assert guarantees.held(references=[str(row.mrn)]) == 0
    kinds = LedgerEntry.objects.filter(reference=row.mrn).order_by("sequence").values_list("kind", flat=True)
    assert list(kinds) == ["RESERVE", "CANCEL"]
    states = set(Passage.objects.filter(movement=row).values_list("state", flat=True))
    assert states == {PassageState.CANCELLED}
    assert Arrival.objects.get(movement=row).state == ArrivalState.CANCELLED


def test_seen_goods_are_invalidated_only_as_a_proven_duplicate(stage: Stage) -> None:
    movement = scenes.crossed(play := factory.play(stage))
    with pytest.raises(RulesBroken, match="SGTUA001"):
        scenes.propose_invalidation(play, movement)
    with pytest.raises(RulesBroken, match="check digit"):
        closure.propose_invalidation(
            actor=factory.officer(play), movement=movement.pk, reason="twice", where_goods="Bangkok",
            duplicate_of="24GB000246J8NY33L8", at=play.tick(),
        )  # fmt: skip
    proposal = closure.propose_invalidation(
        actor=factory.officer(play), movement=movement.pk, reason="twice", where_goods="Bangkok",
        duplicate_of="24GB000246J8NY33L7", at=play.tick(),
    )  # fmt: skip
    assert closure.confirm(actor=play.supervisor, proposal=proposal.pk, at=play.tick()).state == State.INVALIDATED


def test_movement_is_no_duplicate_of_itself(stage: Stage) -> None:
    movement = scenes.crossed(play := factory.play(stage))
    with pytest.raises(RulesBroken, match="this very movement"):
        closure.propose_invalidation(
            actor=factory.officer(play), movement=movement.pk, reason="twice", where_goods="Bangkok",
            duplicate_of=str(movement.mrn), at=play.tick(),
        )  # fmt: skip


def test_invalidated_vehicle_is_free_for_the_next_journey(stage: Stage) -> None:
    play = factory.play(stage)
    scenes.invalidated_after_release(play)
    again = factory.play(stage, vehicle=play.content["vehicle"])
    assert scenes.in_transit(again).on_road


def test_vehicle_under_way_is_refused_to_a_second_release(stage: Stage) -> None:
    _, play = factory.movement_in(State.IN_TRANSIT, stage)
    other, second = factory.movement_in(State.ACCEPTED, stage, vehicle=play.content["vehicle"])
    with pytest.raises(RulesBroken):
        journey.release(other.pk, second.content, second.cast, tick=second.tick)
    assert factory.row(other).state == State.ACCEPTED


@pytest.mark.parametrize("scene", [scenes.presented, scenes.held])
def test_post_where_a_duplicate_stands_is_told(stage: Stage, scene: Callable[[Play], Movement]) -> None:
    movement = scene(play := factory.play(stage))
    posts = [stop["office"] for stop in play.content["offices_of_transit"]]
    proposal = closure.propose_invalidation(
        actor=factory.officer(play), movement=movement.pk, reason="twice", where_goods=posts[0],
        duplicate_of="24GB000246J8NY33L7", at=play.tick(),
    )  # fmt: skip
    closure.confirm(actor=play.supervisor, proposal=proposal.pk, at=play.tick())
    told = [f"office:{office}" for office in [*posts, play.content["office_of_destination"]]]
    assert factory.told(movement, "IE010") == sorted(told)
