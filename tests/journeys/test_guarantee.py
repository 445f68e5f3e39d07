"""A guarantee that does not cover: refused at acceptance and at release, amended, too late."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from acts.common.models import HistoryEntry
from acts.common.refusals import RulesBroken, WrongState
from guarantees.models import AccessFailure, Guarantee, Reservation
from guarantees.services import access, amounts, life
from offices.enums import DeadlineKind, OfficerRole
from offices.models import User
from tests.factories import offices
from tests.factories import transit as factory
from transit.enums import DeadlineOutcome, State
from transit.models import Arrival, Deadline, Item, Movement, Passage, Snapshot
from transit.rehearsal import company, journey, scenes
from transit.rehearsal.stage import OWN, OWN_CODE, POOR, Stage
from transit.services import closure, deadline_work, declaration, departure

DAY = timedelta(days=1)


def declared(grn: str, code: str = OWN_CODE) -> list[dict[str, Any]]:
    return [{"grn": grn, "access_code": code}]


def short(stage: Stage) -> None:
    """Lower the demonstration's guarantee to almost nothing, as its bank may."""
    guarantee = Guarantee.objects.get(grn=OWN["SG"][0])
    amounts.lower_amount(
        guarantee=guarantee.pk, amount=Decimal(500), currency="SGD", actor=stage.actors["bank"], at=stage.at
    )


def test_refused_guarantee_is_amended_and_released(stage: Stage) -> None:
    movement, play = factory.movement_in(State.GUARANTEE_REFUSED, stage)
    amended = declaration.amend_guarantee(
        actor=play.cast.trader, movement=movement.pk, guarantees=declared(OWN["SG"][0]), at=play.tick()
    )
    assert (amended.state, amended.mrn) == (State.ACCEPTED, movement.mrn)
    released = journey.release(movement.pk, play.content, play.cast, tick=play.tick)
    assert released.state == State.IN_TRANSIT
    assert Guarantee.objects.get(grn=POOR).reserved == 0


@pytest.mark.parametrize("posted", [False, True])
def test_wrong_code_counts_against_who_lodged_it(stage: Stage, posted: bool) -> None:
    play = factory.play(stage, guarantees=declared(OWN["SG"][0], "ZZZZ"))
    user = User.objects.get(username="trader")
    if posted:
        offices.posting(user=user, office="VNHPH001", roles=[OfficerRole.TRANSIT])
    own = replace(play, cast=replace(play.cast, trader=factory.acting(user)))
    assert scenes.lodged(own).state == State.GUARANTEE_REFUSED
    assert AccessFailure.objects.get(grn=OWN["SG"][0]).user == user


def test_amended_guarantee_changes_nothing_else_and_keeps_what_was_named_before(stage: Stage) -> None:
    movement, play = factory.movement_in(State.GUARANTEE_REFUSED, stage)
    goods = [*Item.objects.filter(declaration=movement.pk).values()]
    named = declared(OWN["SG"][0])
    declaration.amend_guarantee(actor=play.cast.trader, movement=movement.pk, guarantees=named, at=play.tick())
    assert [*Item.objects.filter(declaration=movement.pk).values()] == goods
    data = HistoryEntry.objects.get(subject=movement.pk, verb="amend_guarantee").data
    changed = {"before": [{"grn": POOR}], "after": [{"grn": OWN["SG"][0]}]}
    assert data["office"]["changes"] == {"guarantees": changed}


def test_amended_codes_cannot_be_guessed_one_after_the_other(stage: Stage) -> None:
    movement, play = factory.movement_in(State.GUARANTEE_REFUSED, stage)
    at = play.tick()
    for code in ("ZZZ2", "ZZZ3", "ZZZ4", "ZZZ5", "ZZZ6", OWN_CODE):
        named = declared(OWN["SG"][0], code)
        row = declaration.amend_guarantee(actor=play.cast.trader, movement=movement.pk, guarantees=named, at=at)
        assert row.state == State.GUARANTEE_REFUSED
    tries = AccessFailure.objects.filter(grn=OWN["SG"][0])
    assert [row.user for row in tries] == [play.cast.trader.user] * 5


def test_guarantee_still_failing_stays_with_the_same_deadline(stage: Stage) -> None:
    movement, play = factory.movement_in(State.GUARANTEE_REFUSED, stage)
    before = Deadline.objects.get(movement=movement, kind=DeadlineKind.GUARANTEE_AMENDMENT)
    amended = declaration.amend_guarantee(
        actor=play.cast.trader, movement=movement.pk, guarantees=declared(POOR), at=play.tick()
    )
    after = Deadline.objects.get(movement=movement, kind=DeadlineKind.GUARANTEE_AMENDMENT)
    assert amended.state == State.GUARANTEE_REFUSED
    assert (after.pk, after.due_at, after.done_at) == (before.pk, before.due_at, None)
    assert len(factory.told(movement, "IE055")) == 4


def test_guarantee_not_amended_within_a_day_refuses_the_release(stage: Stage) -> None:
    movement, play = factory.movement_in(State.GUARANTEE_REFUSED, stage)
    due = Deadline.objects.get(movement=movement, kind=DeadlineKind.GUARANTEE_AMENDMENT).due_at
    deadline_work.sweep(at=due - timedelta(seconds=1))
    assert factory.row(movement).state == State.GUARANTEE_REFUSED
    deadline_work.sweep(at=due)
    assert factory.row(movement).state == State.NOT_RELEASED
    with pytest.raises(WrongState):
        declaration.amend_guarantee(
            actor=play.cast.trader, movement=movement.pk, guarantees=declared(OWN["SG"][0]), at=due
        )


def test_release_without_cover_commits_row_5_and_leaves_nothing_of_itself(stage: Stage) -> None:
    movement, play = factory.movement_in(State.ACCEPTED, stage)
    short(stage)
    with pytest.raises(departure.ReleaseRefused) as refused:
        journey.release(movement.pk, play.content, play.cast, tick=play.tick)
    row = factory.row(movement)
    assert row.state == State.GUARANTEE_REFUSED
    assert [finding.code for finding in refused.value.findings] == ["G09"]
    assert (row.on_road, row.released_at, row.limit_date, row.vehicle_registration) == (False, None, None, "")
    for model in (Passage, Arrival, Snapshot):
        assert not model.objects.filter(movement=row).exists()
    assert not Reservation.objects.filter(reference=row.mrn).exists()
    assert factory.told(row, "IE029") == factory.told(row, "IE050") == factory.told(row, "IE001") == []
    assert factory.verbs(row)[-2:] == ["accept", "refuse_guarantee"]
    assert Deadline.objects.get(movement=row, kind=DeadlineKind.GUARANTEE_AMENDMENT).outcome == ""


def test_release_without_cover_refuses_the_release_for_good_after_a_day(stage: Stage) -> None:
    movement, play = factory.movement_in(State.ACCEPTED, stage)
    short(stage)
    with pytest.raises(departure.ReleaseRefused):
        journey.release(movement.pk, play.content, play.cast, tick=play.tick)
    deadline_work.sweep(at=play.tick() + DAY)
    assert factory.row(movement).state == State.NOT_RELEASED
    assert factory.told(movement, "IE051") == ["firm:SG-T-0001"]
    worked = Deadline.objects.get(movement=movement, kind=DeadlineKind.GUARANTEE_AMENDMENT)
    assert worked.outcome == DeadlineOutcome.WORKED


def test_amended_guarantee_leaves_the_deadline_moot(stage: Stage) -> None:
    movement, play = factory.movement_in(State.GUARANTEE_REFUSED, stage)
    declaration.amend_guarantee(
        actor=play.cast.trader, movement=movement.pk, guarantees=declared(OWN["SG"][0]), at=play.tick()
    )
    deadline_work.sweep(at=play.tick() + 2 * DAY)
    assert factory.row(movement).state == State.ACCEPTED
    row = Deadline.objects.get(movement=movement, kind=DeadlineKind.GUARANTEE_AMENDMENT)
    assert row.outcome == DeadlineOutcome.MOOT


def test_amendment_that_raises_the_amount_above_the_cover_is_refused_by_the_guarantee(stage: Stage) -> None:
    movement, play = factory.movement_in(State.ACCEPTED, stage)
    consignments = play.content["consignments"]
    consignments[0]["items"][0]["value"]["amount"] = "99000000"
    amended = declaration.amend(
        actor=play.cast.trader, movement=movement.pk, content={"consignments": consignments}, at=play.tick()
    )
    assert amended.state == State.GUARANTEE_REFUSED
    with pytest.raises(WrongState):
        journey.release(movement.pk, play.content, play.cast, tick=play.tick)


def test_amend_guarantee_changes_nothing_on_a_bad_number(stage: Stage) -> None:
    movement, play = factory.movement_in(State.GUARANTEE_REFUSED, stage)
    before = (factory.row(movement).version, factory.told(movement))
    with pytest.raises(RulesBroken):
        declaration.amend_guarantee(
            actor=play.cast.trader, movement=movement.pk, guarantees=declared("26SG0000010000038"), at=play.tick()
        )
    assert (factory.row(movement).version, factory.told(movement)) == before


def test_single_journey_guarantee_is_usable_again_after_invalidation(stage: Stage) -> None:
    movement, play = _with_single_journey(stage)
    guarantee = Guarantee.objects.get(kind="SINGLE_JOURNEY")
    assert (guarantee.state, guarantee.reserved) == ("USED", movement.cover.amount)
    proposal = scenes.propose_invalidation(play, movement)
    closure.confirm(actor=play.supervisor, proposal=proposal, at=play.tick())
    guarantee.refresh_from_db()
    assert (guarantee.state, guarantee.reserved) == ("ACTIVE", 0)
    again = factory.play(stage, guarantees=play.content["guarantees"])
    assert scenes.in_transit(again).state == State.IN_TRANSIT


def _with_single_journey(stage: Stage) -> tuple[Movement, Any]:
    office = company.office_of_guarantee("SG")
    terms = company.terms("SG-T-0001", office, stage.at, kind="SINGLE_JOURNEY")
    issued = life.issue(terms=terms, actor=stage.actors["bank"], at=stage.at)
    accepted = life.accept(guarantee=issued.pk, actor=stage.posted("guarantee", office), at=stage.at)
    drawn = access.make(guarantee=issued.pk, label="first", actor=stage.actors["trader"], at=stage.at)
    play = factory.play(stage, guarantees=declared(str(accepted.grn), drawn.code))
    return scenes.in_transit(play), play
