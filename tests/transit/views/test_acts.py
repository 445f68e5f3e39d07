"""Every verb by its form: done, refused with findings, sent twice, sent too late."""

import re
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from acts.common.models import Proposal
from guarantees.models import Guarantee
from tests.factories import sessions
from tests.factories import transit as factory
from transit.enums import ArrivalState, PassageState, State
from transit.models import Movement, Passage
from transit.rehearsal import scenes
from transit.rehearsal.stage import POOR, Stage

POST = "SGTUA001"


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    _set_clock(monkeypatch, timedelta(days=1))


def _set_clock(monkeypatch: pytest.MonkeyPatch, later: timedelta) -> None:
    monkeypatch.setattr("acts.common.clock.now", lambda: factory.AT + later)


def _as(who: str) -> Client:
    return sessions.browser(who)


def _page(client: Client, movement: Movement) -> str:
    return client.get(reverse("movement", args=[movement.pk])).content.decode()


def _send(client: Client, act: str, movement: Movement, office: str = "", **body: Any) -> Any:
    target = reverse(act, args=[movement.pk, office] if office else [movement.pk])
    return client.post(target, {"version": factory.row(movement).version} | body)


SEEN = {"plate": "SAME", "trailer_plate": "SAME", "seal_0": "INTACT"}
WHY = {"reason": "because"}
ACTS: list[tuple[State, str, str, dict[str, Any], State]] = [
    (State.DRAFT, "trader", "lodge", {}, State.ACCEPTED),
    (State.PRE_LODGED, "trader", "present", {}, State.ACCEPTED),
    (State.PRE_LODGED, "departure", "present-goods", {}, State.ACCEPTED),
    (State.PRE_LODGED, "departure", "reject", WHY, State.REJECTED),
    (State.SUBMITTED, "departure", "accept", {}, State.ACCEPTED),
    (State.ACCEPTED, "departure", "order-control", {"kind": "SCANNER"}, State.UNDER_CONTROL),
    (State.UNDER_CONTROL, "departure", "record-control", {"satisfactory": "yes"}, State.ACCEPTED),
    (
        State.UNDER_CONTROL,
        "departure",
        "record-control",
        {"satisfactory": "no", "text": "two cartons open"},
        State.UNDER_CONTROL,
    ),
    (State.ACCEPTED, "departure", "request-amendment", {"text": "say\r\nmore"}, State.ACCEPTED),
    (State.ACCEPTED, "departure", "release", {"paper_checked": "on"}, State.IN_TRANSIT),
    (State.ACCEPTED, "departure", "refuse-release", WHY, State.NOT_RELEASED),
    (State.ACCEPTED, "departure", "invalidate", WHY, State.INVALIDATED),
    (State.ACCEPTED, "trader", "invalidate", WHY, State.INVALIDATED),
    (State.IN_TRANSIT, "destination", "arrival", SEEN, State.ARRIVED),
    (State.ARRIVED, "destination", "results", {"result": "A2", "seal_0": "INTACT"}, State.DISCHARGED),
    (State.ARRIVED, "destination", "order-destination-control", {"kind": "BY_HAND"}, State.ARRIVED),
]


@pytest.mark.parametrize(("state", "who", "act", "body", "after"), ACTS, ids=[f"{row[2]} {row[1]}" for row in ACTS])
def test_act_is_done_once_and_a_second_sending_is_told_kindly(
    stage: Stage,
    monkeypatch: pytest.MonkeyPatch,
    state: State,
    who: str,
    act: str,
    body: dict[str, Any],
    after: State,
) -> None:
    if state in (State.DRAFT, State.PRE_LODGED):
        # Before the first office is reached.
        _set_clock(monkeypatch, timedelta(minutes=30))
    movement, _ = factory.movement_in(state, stage)
    client, version = _as(who), factory.row(movement).version
    answers = [_send(client, act, movement, version=version, **body) for _ in range(2)]
    page = reverse("movement", args=[movement.pk])
    assert [(answer.status_code, answer.headers.get("Location")) for answer in answers] == [(302, page)] * 2
    assert factory.row(movement).state == after
    assert "Nothing was done: this movement has changed" in _page(client, movement)


def test_control_at_destination_ends_in_results_with_differences(stage: Stage) -> None:
    movement, _ = factory.movement_in(State.ARRIVED, stage)
    client = _as("destination")
    _send(client, "order-destination-control", movement, kind="BY_HAND")
    body = {"result": "B1", "seal_0": "BROKEN", "item_0": "1", "kind_0": "MISSING", "words_0": "one carton"}
    assert _send(client, "results", movement, **body).status_code == 302
    row = factory.row(movement)
    assert row.state == State.AWAITING_RESOLUTION
    assert row.arrival.differences == [{"item": 1, "kind": "MISSING", "text": "one carton"}]


def test_result_with_a_difference_is_told_that_a_control_comes_first(stage: Stage) -> None:
    movement, _ = factory.movement_in(State.ARRIVED, stage)
    answer = _send(_as("destination"), "results", movement, result="A2", seal_0="BROKEN")
    assert (answer.status_code, factory.row(movement).state) == (422, State.ARRIVED)
    assert '<p class="error" role="alert">with differences only B1 is possible, after a control: order one first' in (
        answer.content.decode()
    )


def test_seal_found_broken_at_destination_is_shown_to_officers_alone(stage: Stage) -> None:
    movement, _ = factory.movement_in(State.ARRIVED, stage)
    client = _as("destination")
    _send(client, "order-destination-control", movement, kind="BY_HAND")
    _send(client, "results", movement, result="B1", seal_0="DIFFERENT", seal_0_found="XX9", text="replaced")
    told = f'seal {factory.row(movement).seals[0]}: different, <span class="num">XX9</span>'
    assert [told in _page(_as(who), movement) for who in ("departure", "trader")] == [True, False]


def test_arrival_says_from_when_on_it_is_late_as_the_clock_there_shows_it(stage: Stage) -> None:
    movement, _ = factory.movement_in(State.IN_TRANSIT, stage)
    limit = factory.row(movement).limit_date.astimezone(ZoneInfo("Asia/Bangkok"))
    assert f"Late is what arrives after {limit:%-d %b %Y %H:%M}." in _page(_as("destination"), movement)


def test_guarantee_is_found_by_its_number_by_who_may_see_it(stage: Stage) -> None:
    row = Guarantee.objects.exclude(grn=None).filter(principal__number="SG-T-0001").first()
    assert row is not None
    found = [_as(who).get("/find/", {"q": f" {row.grn.lower()}"}) for who in ("trader", "transit")]
    assert [answer.status_code for answer in found] == [302, 200]
    assert found[0].headers["Location"] == reverse("guarantee", args=[row.pk])


def test_unloading_is_permitted_at_the_premises_of_an_authorised_trader_alone(stage: Stage) -> None:
    client, (elsewhere, _) = _as("destination"), factory.movement_in(State.ARRIVED, stage)
    movement = scenes.arrived(factory.to_premises(factory.play(stage)))
    assert "the goods go to the office itself" in _page(client, elsewhere)
    rows = (elsewhere, movement)
    assert [_send(client, "permit-unloading", row).status_code for row in rows] == [302, 302]
    assert [factory.row(row).arrival.state for row in rows] == [ArrivalState.ARRIVED, ArrivalState.UNLOADING]


def test_results_refuse_an_item_that_is_not_there_at_its_line(stage: Stage) -> None:
    movement, _ = factory.movement_in(State.ARRIVED, stage)
    body = {"result": "A2", "seal_0": "INTACT", "item_10": "99", "kind_10": "MISSING"}
    answer = _send(_as("destination"), "results", movement, **body)
    assert answer.status_code == 422
    assert "no such item" in answer.content.decode()
    assert factory.row(movement).state == State.ARRIVED


def test_passage_is_presented_held_and_crossed(stage: Stage) -> None:
    movement, _ = factory.movement_in(State.IN_TRANSIT, stage)
    client = _as("transit")

    def state() -> str:
        return str(Passage.objects.get(movement=movement, office=POST).state)

    seen = SEEN | {"seal_0": "DIFFERENT", "seal_0_found": "XX9"}
    assert _send(client, "passage-present", movement, POST, **seen).status_code == 302
    assert state() == PassageState.PRESENTED
    refused = _send(client, "passage-cross", movement, POST, **SEEN)
    assert (refused.status_code, "hold the goods first" in refused.content.decode()) == (422, True)
    assert _send(client, "passage-hold", movement, POST, **SEEN, reason="counting").status_code == 302
    assert state() == PassageState.HELD
    assert "held goods cross with a reason" in _send(client, "passage-cross", movement, POST, **SEEN).content.decode()
    assert _send(client, "passage-cross", movement, POST, **SEEN, text="counted, all there").status_code == 302
    assert state() == PassageState.CROSSED


def test_difference_seen_at_the_crossing_is_recorded_by_the_hold(stage: Stage) -> None:
    movement, _ = factory.movement_in(State.IN_TRANSIT, stage)
    client = _as("transit")
    _send(client, "passage-present", movement, POST, **SEEN)
    plate = SEEN | {"plate": "DIFFERS", "plate_found": "xx 1"}
    assert "hold the goods first" in _send(client, "passage-cross", movement, POST, **plate).content.decode()
    assert _send(client, "passage-hold", movement, POST, **plate, reason="another plate").status_code == 302
    row = Passage.objects.get(movement=movement, office=POST)
    assert (row.state, row.reason, [one.endswith("is XX1") for one in row.findings]) == (
        "HELD",
        "another plate",
        [True],
    )


@pytest.mark.parametrize(
    ("act", "after"), [("passage-refuse-entry", PassageState.REFUSED), ("passage-seize", PassageState.SEIZED)]
)
def test_held_goods_are_refused_or_seized(stage: Stage, act: str, after: PassageState) -> None:
    movement = scenes.held(factory.play(stage))
    assert _send(_as("transit"), act, movement, POST, reason="no").status_code == 302
    assert Passage.objects.get(movement=movement, office=POST).state == after


def test_presentation_asks_for_the_plate_that_is_there(stage: Stage) -> None:
    movement, _ = factory.movement_in(State.IN_TRANSIT, stage)
    answer = _send(_as("transit"), "passage-present", movement, POST, **SEEN | {"plate": "DIFFERS"})
    assert (answer.status_code, "Say which plate is there." in answer.content.decode()) == (422, True)
    assert _send(_as("transit"), "passage-present", movement, POST).status_code == 422


def test_presentation_takes_the_time_on_the_wall_of_the_post(stage: Stage) -> None:
    movement, _ = factory.movement_in(State.IN_TRANSIT, stage)
    wall = (factory.AT + timedelta(hours=8 + 3)).strftime("%Y-%m-%dT%H:%M")
    _send(_as("transit"), "passage-present", movement, POST, **SEEN, happened_at=wall)
    assert Passage.objects.get(movement=movement, office=POST).presented_at == factory.AT + timedelta(hours=3)


@pytest.mark.both
@pytest.mark.parametrize("typed", ["yesterday", "2099-01-01T00:00", "0001-01-01T00:00", "9999-12-31T23:59"])
def test_presentation_refuses_an_impossible_time_at_its_field(stage: Stage, typed: str) -> None:
    movement, _ = factory.movement_in(State.IN_TRANSIT, stage)
    answer = _send(_as("transit"), "passage-present", movement, POST, **SEEN, happened_at=typed)
    assert (answer.status_code, 'class="error"' in answer.content.decode()) == (422, True)


def test_release_shows_findings_and_keeps_what_was_typed(stage: Stage) -> None:
    movement, _ = factory.movement_in(State.ACCEPTED, stage)
    answer = _send(_as("departure"), "release", movement, seals="A1\r\nA1", limit_date="2026-12-01T10:00")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "this seal stands twice" in page
    assert "needs a reason" in page
    assert 'value="2026-12-01T10:00"' in page
    assert factory.row(movement).state == State.ACCEPTED


def test_release_that_fails_for_its_guarantee_says_so_and_shows_the_new_state(stage: Stage) -> None:
    movement, _ = factory.movement_in(State.ACCEPTED, stage)
    declared = movement.declaration.guarantees.get()
    declared.grn = POOR
    declared.save()
    client = _as("departure")
    answer = _send(client, "release", movement, paper_checked="on")
    page = _page(client, movement)
    assert answer.status_code == 302
    assert factory.row(movement).state == State.GUARANTEE_REFUSED
    assert "which now waits for an amended guarantee" in page


def test_proposal_is_confirmed_by_another_person_and_only_once(stage: Stage) -> None:
    movement, _ = factory.movement_in(State.IN_TRANSIT, stage)
    _send(_as("departure"), "invalidate-after-release", movement, reason="error", where_goods="in the yard")
    proposal = Proposal.objects.get(subject=movement.pk)
    target = reverse("proposal-confirm", args=[proposal.pk])
    assert _as("departure").post(target).status_code == 403
    supervisor = _as("supervisor")
    assert "Confirm: the released movement is invalidated</button>" in _page(supervisor, movement)
    assert [supervisor.post(target).status_code for _ in range(2)] == [302, 302]
    assert factory.row(movement).state == State.INVALIDATED
    assert "no longer open" in _page(supervisor, movement)


def test_proposal_is_refused_with_its_reason_or_taken_back(stage: Stage) -> None:
    for who in ("supervisor", "departure"):
        movement = scenes.resolution_proposed(factory.play(stage))
        proposal = Proposal.objects.get(subject=movement.pk)
        answer = _as(who).post(reverse("proposal-refuse", args=[proposal.pk]), {"reason": "not\r\nconvinced"})
        proposal.refresh_from_db()
        assert (answer.status_code, proposal.status) == (302, "REFUSED")
        assert proposal.reason == "not\nconvinced"


def test_page_gone_stale_is_refused_and_shows_the_present_state(stage: Stage) -> None:
    movement, _ = factory.movement_in(State.ACCEPTED, stage)
    first, second = _as("departure"), _as("departure")
    version = factory.row(movement).version
    _send(first, "request-amendment", movement, version=version, text="more, please")
    _send(second, "release", movement, version=version, paper_checked="on")
    assert factory.row(movement).state == State.ACCEPTED
    assert "It is now accepted" in _page(second, movement)


def test_back_to_an_act_leads_to_the_movement(stage: Stage) -> None:
    movement, _ = factory.movement_in(State.ACCEPTED, stage)
    answer = _as("departure").get(reverse("release", args=[movement.pk]))
    assert (answer.status_code, answer["Location"]) == (302, reverse("movement", args=[movement.pk]))


@pytest.mark.both
@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40])
def test_any_version_is_answered(stage: Stage, version: str) -> None:
    movement, _ = factory.movement_in(State.ACCEPTED, stage)
    assert _send(_as("departure"), "order-control", movement, version=version, kind="DOCUMENTS").status_code == 302


@pytest.mark.both
@pytest.mark.parametrize("text", ["\0", "a\u202eb", "x" * 2001, " "])
def test_text_the_api_refuses_is_refused_at_its_field(stage: Stage, text: str) -> None:
    movement, _ = factory.movement_in(State.ACCEPTED, stage)
    answer = _send(_as("departure"), "refuse-release", movement, reason=text)
    assert (answer.status_code, 'class="error"' in answer.content.decode()) == (422, True)


def test_forms_need_their_token(stage: Stage) -> None:
    movement, _ = factory.movement_in(State.ACCEPTED, stage)
    client = Client(enforce_csrf_checks=True)
    sessions.browser("departure", client)
    assert client.post(reverse("release", args=[movement.pk]), {"paper_checked": "on"}).status_code == 403
    assert factory.row(movement).state == State.ACCEPTED


OFFERED: list[tuple[State, str, str]] = [
    (State.DRAFT, "trader", "Lodge the declaration"),
    (State.GUARANTEE_REFUSED, "trader", "Name other guarantees"),
    (State.SUBMITTED, "departure", "Accept the declaration"),
    (State.UNDER_CONTROL, "departure", "Record the control"),
    (State.ACCEPTED, "departure", "Release for transit"),
    (State.IN_TRANSIT, "transit", "Record presentation at Tuas Checkpoint"),
    (State.IN_TRANSIT, "destination", "Record the arrival"),
    (State.ARRIVED, "destination", "Record the result"),
    (State.AWAITING_RESOLUTION, "departure", "Propose that the discrepancies are explained"),
]


@pytest.mark.parametrize(("state", "who", "title"), OFFERED, ids=[f"{row[0]} {row[1]}" for row in OFFERED])
def test_page_opens_the_one_next_act(stage: Stage, state: State, who: str, title: str) -> None:
    movement, _ = factory.movement_in(state, stage)
    opened = re.findall(r'<section class="card act" aria-label="([^"]*)"', _page(_as(who), movement))
    assert opened == [title]


def test_page_opens_the_act_where_the_truck_stands_for_an_officer_of_several_posts(stage: Stage) -> None:
    movement = scenes.held(factory.play(stage))
    opened = re.findall(r'<section class="card act" aria-label="([^"]*)"', _page(_as("transit"), movement))
    assert opened == ["Record crossing at Tuas Checkpoint"]


def test_page_says_why_an_act_is_not_possible_now(stage: Stage) -> None:
    movement, _ = factory.movement_in(State.UNDER_CONTROL, stage)
    page = _page(_as("departure"), movement)
    assert re.search(r"Release for transit <small>only while: accepted</small>", page)
    movement, _ = factory.movement_in(State.ACCEPTED, stage)
    assert "Release for transit" not in _page(_as("trader"), movement)


def test_page_offers_nothing_to_the_auditor(stage: Stage) -> None:
    movement, _ = factory.movement_in(State.ACCEPTED, stage)
    assert "<form method" not in _page(_as("auditor"), movement).partition("<main")[2]
