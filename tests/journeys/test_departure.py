"""Controls, amendments, rejection, pre-lodging, and a simplified declaration that goes by itself."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from acts.common.findings import FindingClass
from acts.common.models import HistoryEntry
from acts.common.refusals import NotAllowed, RulesBroken, WrongState
from acts.notices.models import Notice
from guarantees.services import demo as guarantees
from offices.enums import DeadlineKind
from offices.models import CountryProfile
from tests.factories import transit as factory
from transit.enums import Channel, ControlKind, Result, RiskCriterion, State
from transit.models import Control, Deadline, Movement, RiskProfile
from transit.rehearsal import company, journey, scenes
from transit.rehearsal.stage import OWN_CODE, Play, Stage
from transit.services import deadline_work, declaration, departure

ATT_GRN = "26TH0000010000020"


def amend(play: Play, movement: Movement, **content: Any) -> Movement:
    return declaration.amend(actor=play.cast.trader, movement=movement.pk, content=content, at=play.tick())


def record(play: Play, movement: Movement, *, satisfactory: bool, text: str = "") -> Movement:
    officer = factory.officer(play)
    return departure.record_control(
        actor=officer, movement=movement.pk, satisfactory=satisfactory, text=text, at=play.tick()
    )


# Control


def test_satisfactory_control_leads_to_a_release_with_a1(stage: Stage) -> None:
    movement, play = factory.movement_in(State.UNDER_CONTROL, stage)
    with pytest.raises(WrongState):
        journey.release(movement.pk, play.content, play.cast, tick=play.tick)
    assert record(play, movement, satisfactory=True).state == State.ACCEPTED
    released = departure.release(actor=factory.officer(play), movement=movement.pk, result="A1", at=play.tick())
    assert released.state == State.IN_TRANSIT
    assert released.snapshots.get().document["result"] == Result.A1


def test_release_refuses_the_result_of_a_control_that_never_was(stage: Stage) -> None:
    movement, play = factory.movement_in(State.ACCEPTED, stage)
    with pytest.raises(RulesBroken, match="A2"):
        departure.release(actor=factory.officer(play), movement=movement.pk, result="A1", at=play.tick())
    assert factory.row(movement).state == State.ACCEPTED


def test_control_not_satisfactory_stays_until_an_amendment_on_request(stage: Stage) -> None:
    movement, play = factory.movement_in(State.UNDER_CONTROL, stage)
    assert record(play, movement, satisfactory=False, text="two cartons open").state == State.UNDER_CONTROL
    with pytest.raises(NotAllowed):
        amend(play, movement, route_text="by another road")
    officer = factory.officer(play)
    departure.request_amendment(actor=officer, movement=movement.pk, text="name the driver", at=play.tick())
    amended = amend(play, movement, driver={"name": "Lim", "document_number": "S1", "phone": "+65 1"})
    assert amended.state == State.UNDER_CONTROL
    with pytest.raises(NotAllowed):
        amend(play, movement, route_text="a second one was not asked for")
    assert record(play, movement, satisfactory=True).state == State.ACCEPTED
    control = Control.objects.get(movement=movement)
    assert (control.result, control.finished_at is not None) == (Result.A1, True)


def test_request_from_before_the_control_opens_no_amendment_during_it(stage: Stage) -> None:
    movement, play = factory.movement_in(State.ACCEPTED, stage)
    officer, at = factory.officer(play), play.tick()
    departure.request_amendment(actor=officer, movement=movement.pk, text="name the driver", at=at)
    departure.order_control(actor=officer, movement=movement.pk, kind=ControlKind.DOCUMENTS, at=at)
    with pytest.raises(NotAllowed):
        amend(play, movement, route_text="by another road")


def test_amendment_keeps_for_customs_what_was_declared_before(stage: Stage) -> None:
    movement, play = factory.movement_in(State.ACCEPTED, stage)
    goods = play.content["consignments"]
    worth = goods[0]["items"][0]["value"].copy()
    goods[0]["items"][0]["value"]["amount"] = "9000"
    amend(play, movement, consignments=goods, route_text="by Kuantan", driver=play.content["driver"])
    data = HistoryEntry.objects.get(subject=movement.pk, verb="amend").data
    changes = data.pop("office")["changes"]
    assert data == {"fields": ["consignments", "driver", "route_text"]}
    assert changes.keys() == {"consignments", "route_text"}
    assert changes["route_text"] == {"before": play.content["route_text"], "after": "by Kuantan"}
    line = {"before": {"value": worth}, "after": {"value": worth | {"amount": "9000"}}}
    assert changes["consignments"]["lines"] == [{"path": "items[1]", **line}]


def test_control_not_satisfactory_says_what_is_wrong(stage: Stage) -> None:
    movement, play = factory.movement_in(State.UNDER_CONTROL, stage)
    with pytest.raises(RulesBroken) as refused:
        record(play, movement, satisfactory=False)
    found = refused.value.findings[0]
    assert (found.finding_class, found.code, found.path) == (FindingClass.MISSING, "R-CONTROL-01", "text")


def test_control_not_satisfactory_may_end_in_no_release(stage: Stage) -> None:
    movement, play = factory.movement_in(State.UNDER_CONTROL, stage)
    record(play, movement, satisfactory=False, text="two cartons open")
    refused = departure.refuse(actor=factory.officer(play), movement=movement.pk, reason="arms", at=play.tick())
    assert refused.state == State.NOT_RELEASED
    assert not Control.objects.filter(movement=movement, finished_at=None).exists()


def test_risk_orders_the_control_and_shows_the_trader_only_the_channel(stage: Stage) -> None:
    RiskProfile.objects.create(
        country_id="SG", name="portables", criterion=RiskCriterion.COMMODITY, operand="8471",
        channel=Channel.RED, control=ControlKind.SCANNER, valid_from=stage.at.date(),
    )  # fmt: skip
    movement = scenes.accepted(play := factory.play(stage))
    assert (movement.state, movement.channel) == (State.UNDER_CONTROL, Channel.RED)
    assert movement.risk_hits.get().reason == "commodity 8471 in item 1"
    assert record(play, movement, satisfactory=True).state == State.ACCEPTED


# Amendment


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"office_of_departure": "SGJUR001"}, "R-AMEND-01"),
        ({"lrn": "OTHER"}, "R-AMEND-01"),
        ({"principal": "SG-T-0002"}, "R-AMEND-01"),
        ({"kind": "PRE_LODGED"}, "R-AMEND-01"),
    ],
)
def test_amendment_never_changes_identity(stage: Stage, change: dict[str, str], code: str) -> None:
    movement, play = factory.movement_in(State.ACCEPTED, stage)
    before = factory.row(movement).version
    with pytest.raises(RulesBroken) as refused:
        amend(play, movement, **change)
    assert code in {finding.code for finding in refused.value.findings}
    assert all(finding.finding_class == FindingClass.NOT_ALLOWED for finding in refused.value.findings[:1])
    assert factory.row(movement).version == before


def test_amendment_never_changes_a_commodity_code_or_the_items(stage: Stage) -> None:
    movement, play = factory.movement_in(State.ACCEPTED, stage)
    consignments = play.content["consignments"]
    consignments[1]["items"].pop()
    consignments[0]["items"][0]["commodity_code"] = "85285920"
    with pytest.raises(RulesBroken) as refused:
        amend(play, movement, consignments=consignments)
    codes = [finding.code for finding in refused.value.findings]
    assert {"R-AMEND-01", "R-AMEND-02"} <= set(codes)


def test_amendment_runs_guarantee_and_risk_again(stage: Stage) -> None:
    movement, play = factory.movement_in(State.ACCEPTED, stage)
    before = movement.cover.amount
    consignments = play.content["consignments"]
    consignments[0]["items"][0]["value"]["amount"] = "1290000"
    amended = amend(play, movement, consignments=consignments)
    assert factory.row(amended).cover.amount > before
    assert factory.verbs(movement)[-2:] == ["amend", "reassess"]


# Rejection, pre-lodging


def test_rejected_lrn_may_be_used_again_and_no_other(stage: Stage) -> None:
    movement, play = factory.movement_in(State.REJECTED, stage)
    again = declaration.create(actor=play.cast.trader, content=play.content, at=play.tick())
    assert (again.lrn, again.pk == movement.pk) == (movement.lrn, False)
    with pytest.raises(RulesBroken) as refused:
        declaration.create(actor=play.cast.trader, content=play.content, at=play.tick())
    assert [finding.code for finding in refused.value.findings] == ["R-LRN-02"]


def test_pre_lodged_goods_are_presented_and_accepted(stage: Stage) -> None:
    movement, play = factory.movement_in(State.PRE_LODGED, stage)
    assert (movement.mrn, movement.presented_at) == (None, None)
    presented = declaration.present(actor=factory.officer(play), movement=movement.pk, at=play.tick())
    assert presented.state == State.ACCEPTED
    assert presented.presented_at is not None
    assert factory.told(movement, "IE928") == ["firm:SG-T-0001"] * 2 + ["office:SGSIN001"] * 2


def test_pre_lodged_with_findings_stays_pre_lodged(stage: Stage) -> None:
    movement, play = factory.movement_in(State.PRE_LODGED, stage)
    with pytest.raises(RulesBroken, match="lodging"):
        declaration.present(actor=play.cast.trader, movement=movement.pk, at=stage.at + timedelta(days=4))
    assert factory.row(movement).state == State.PRE_LODGED


def test_findings_leave_the_draft_as_it_was(stage: Stage) -> None:
    movement, play = factory.movement_in(State.DRAFT, stage, seals=["X"] * 2, office_of_destination="SGJUR001")
    before = factory.row(movement)
    with pytest.raises(RulesBroken) as refused:
        declaration.lodge(actor=play.cast.trader, movement=movement.pk, at=play.tick())
    assert len(refused.value.findings) > 1
    after = factory.row(movement)
    assert (after.state, after.version, after.lodged_at) == (State.DRAFT, before.version, None)


# Simplified


def simplified(stage: Stage, **content: Any) -> Play:
    """An authorised trader of Bangkok starts at its own premises, under its own seal."""
    office = company.office_of_guarantee("TH")
    guarantees.guarantee(
        terms=company.terms("TH-T-0002", office, stage.at),
        grn=ATT_GRN,
        access_code=OWN_CODE,
        bank=stage.employee("TH-B-0001"),
        officer=stage.posted("guarantee", office),
        at=stage.at,
    )
    return factory.play(
        stage,
        "bangkok-ho-chi-minh-city",
        principal="TH-T-0002",
        grn=ATT_GRN,
        simplified=True,
        location_of_goods="TH-P-0001",
        seals=["STH000017"],
        **content,
    )


def test_simplified_green_declaration_goes_by_itself_after_an_hour(stage: Stage) -> None:
    movement = scenes.accepted(simplified(stage))
    assert (movement.state, movement.channel) == (State.ACCEPTED, Channel.GREEN)
    due = Deadline.objects.get(movement=movement, kind=DeadlineKind.AUTOMATIC_RELEASE).due_at
    assert due == movement.accepted_at + timedelta(minutes=60)
    deadline_work.sweep(at=due - timedelta(seconds=1))
    assert factory.row(movement).state == State.ACCEPTED
    deadline_work.sweep(at=due)
    released = factory.row(movement)
    assert (released.state, released.seals, released.released_at) == (State.IN_TRANSIT, ["STH000017"], due)
    assert released.snapshots.get().document["result"] == Result.A3


def test_simplified_declaration_that_an_officer_wants_amended_does_not_go_by_itself(stage: Stage) -> None:
    movement = scenes.accepted(play := simplified(stage))
    departure.request_amendment(
        actor=factory.officer(play), movement=movement.pk, text="wrong driver", at=movement.accepted_at
    )
    due = movement.accepted_at + timedelta(minutes=60)
    deadline_work.sweep(at=due)
    assert factory.row(movement).state == State.ACCEPTED
    driver = {"driver": {"name": "Somchai Dee", "document_number": "AA1234567"}}
    declaration.amend(actor=play.cast.trader, movement=movement.pk, content=driver, at=due)
    deadline_work.sweep(at=due + timedelta(minutes=60))
    assert factory.row(movement).state == State.IN_TRANSIT


def test_invalidation_under_control_ends_the_control(stage: Stage) -> None:
    movement, play = factory.movement_in(State.UNDER_CONTROL, stage)
    at = play.tick()
    declaration.invalidate(actor=factory.officer(play), movement=movement.pk, reason="withdrawn", at=at)
    assert movement.controls.get().finished_at == at


def test_declaration_amended_to_an_ordinary_one_waits_for_the_officer(stage: Stage) -> None:
    movement = scenes.accepted(play := simplified(stage))
    declaration.amend(actor=play.cast.trader, movement=movement.pk, content={"simplified": False}, at=play.tick())
    deadline_work.sweep(at=movement.accepted_at + timedelta(hours=2))
    assert factory.row(movement).state == State.ACCEPTED
    assert factory.told(movement, "RELEASE_FAILED") == []


def test_automatic_release_that_is_hindered_goes_to_the_officers(stage: Stage) -> None:
    movement = scenes.accepted(play := simplified(stage))
    other = factory.play(
        stage,
        "bangkok-ho-chi-minh-city",
        principal="TH-T-0001",
        vehicle=play.content["vehicle"],
        guarantees=[{"grn": "26TH0000010000011", "access_code": "A1B2"}],
    )
    scenes.in_transit(other)
    deadline_work.sweep(at=movement.accepted_at + timedelta(hours=1))
    assert factory.row(movement).state == State.ACCEPTED
    assert factory.told(movement, "RELEASE_FAILED") == ["office:THBKK001"]


def test_paper_permit_is_seen_by_an_officer_before_any_release(stage: Stage) -> None:
    movement = scenes.accepted(play := simplified(stage))
    CountryProfile.objects.filter(country=play.content["vehicle"]["country"]).update(permit_register=False)
    due = Deadline.objects.get(movement=movement, kind=DeadlineKind.AUTOMATIC_RELEASE).due_at
    deadline_work.sweep(at=due)
    assert factory.row(movement).state == State.ACCEPTED
    notice = Notice.objects.get(subject=movement.pk, kind="RELEASE_FAILED")
    assert [finding["code"] for finding in notice.body["findings"]] == ["R-VEHICLE-PAPER"]
    assert journey.release(movement.pk, play.content, play.cast, tick=lambda: due).state == State.IN_TRANSIT
    noted = HistoryEntry.objects.get(subject=movement.pk, verb="release").data["office"]
    assert noted["paper_checked"] == [play.content["vehicle"]["country"]]


def longer(play: Play, movement: Movement, *, at: datetime) -> Movement:
    officer = factory.officer(play)
    return departure.extend_control(actor=officer, movement=movement.pk, reason="the scanner is broken", at=at)


def test_control_is_extended_once_by_two_days(stage: Stage) -> None:
    movement, play = factory.movement_in(State.UNDER_CONTROL, stage)
    first = Deadline.objects.get(movement=movement, kind=DeadlineKind.DOCUMENT_CONTROL)
    longer(play, movement, at=play.tick())
    until = Deadline.objects.get(movement=movement, kind=DeadlineKind.DOCUMENT_CONTROL, done_at=None).due_at
    assert until == first.due_at + timedelta(days=2) == movement.controls.get().extended_until
    with pytest.raises(WrongState, match="extended"):
        longer(play, movement, at=play.tick())
    deadline_work.sweep(at=until)
    assert factory.told(movement, "DEADLINE_DOCUMENT_CONTROL") == ["office:SGSIN001:SUPERVISOR"]


def test_control_long_overdue_is_not_extended(stage: Stage) -> None:
    movement, play = factory.movement_in(State.UNDER_CONTROL, stage)
    due = Deadline.objects.get(movement=movement, kind=DeadlineKind.DOCUMENT_CONTROL).due_at
    with pytest.raises(RulesBroken, match="over too"):
        longer(play, movement, at=due + timedelta(days=2))
    assert movement.controls.get().extended_until is None
