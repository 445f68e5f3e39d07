"""What the page of a movement tells of route, parties and history."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from acts.common.models import HistoryEntry
from guarantees.models import Guarantee
from tests.factories import transit as factory
from transit.enums import State
from transit.models import Movement
from transit.rehearsal import scenes
from transit.rehearsal.stage import Stage
from transit.services import destination, en_route

LATER = factory.AT + timedelta(hours=2)


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("acts.common.clock.now", lambda: factory.AT + timedelta(hours=3))


def _page(client: Client, movement: Movement, **query: str) -> str:
    return client.get(reverse("movement", args=[movement.pk]), query).content.decode()


def test_history_says_what_was_found_in_words(stage: Stage, as_: Callable[[str], Client]) -> None:
    movement = scenes.held(factory.play(stage))
    history = _page(as_("transit"), movement).partition('id="history"')[2]
    assert "{&#x27;" not in history
    assert "<b>Presented at Tuas Checkpoint</b>" in history
    assert "seal SG204418 is broken" in history
    assert "seal SG204418 is broken" not in _page(as_("trader"), movement).partition('id="history"')[2]


@pytest.mark.parametrize(("state", "said"), [(State.ACCEPTED, True), (State.DISCHARGED, False)])
def test_page_says_what_is_waited_for(stage: Stage, as_: Callable[[str], Client], state: State, *, said: bool) -> None:
    movement, _ = factory.movement_in(state, stage)
    page = _page(as_("trader"), movement)
    assert ("Next: the office of departure controls the goods" in page, "Next: " in page) == (said, said)


def test_route_before_release_shows_the_declared_posts(stage: Stage, as_: Callable[[str], Client]) -> None:
    movement, _ = factory.movement_in(State.DRAFT, stage)
    page = _page(as_("trader"), movement)
    assert [name in page for name in ("Tuas Checkpoint", "Sadao")] == [True, True]


def test_route_survives_a_draft_with_unknown_and_missing_posts(stage: Stage, as_: Callable[[str], Client]) -> None:
    stops = [{"office": "XXNONE01"}, {}, {"office": "THSDO001"}]
    movement = scenes.draft(factory.play(stage, offices_of_transit=stops))
    page = _page(as_("trader"), movement)
    assert ("Sadao" in page, "XXNONE01" in page) == (True, False)


def test_goods_stand_under_consignor_and_consignee_by_name(stage: Stage, as_: Callable[[str], Client]) -> None:
    movement, _ = factory.movement_in(State.ACCEPTED, stage)
    page = _page(as_("departure"), movement)
    assert "Straits Haulage Pte Ltd → บริษัท เจ้าพระยาขนส่ง จำกัด" in page
    assert "Lat Krabang Printing Supply Co Ltd, Bangkok, TH" in page
    assert "shared with item 4" in page


def test_page_that_is_still_true_is_not_drawn_again(stage: Stage, as_: Callable[[str], Client]) -> None:
    movement, _ = factory.movement_in(State.ACCEPTED, stage)
    client, target = as_("departure"), reverse("movement", args=[movement.pk])
    asks = {"headers": {"hx-request": "true"}}
    version = factory.row(movement).version
    assert client.get(target, {"seen": version}, **asks).status_code == 204
    client.post(reverse("order-control", args=[movement.pk]), {"kind": "DOCUMENTS"})
    page = client.get(target, {"seen": version}, **asks).content.decode()
    assert "has just changed" in page
    assert f"seen={version + 1}" in page
    assert "has just changed" not in _page(client, movement)


def test_auditors_open_page_is_read_once_until_it_changes(stage: Stage, as_: Callable[[str], Client]) -> None:
    movement, _ = factory.movement_in(State.ACCEPTED, stage)
    client, target = as_("auditor"), reverse("movement", args=[movement.pk])
    asks = {"headers": {"hx-request": "true"}}
    _page(client, movement)
    version = factory.row(movement).version
    answers = [client.get(target, {"seen": seen}, **asks).status_code for seen in (version, version, "x", version)]
    assert answers == [204, 204, 200, 204]
    assert HistoryEntry.objects.filter(verb="read").count() == 2


def test_file_is_handed_out_to_be_kept_and_to_nobody_else(stage: Stage, as_: Callable[[str], Client]) -> None:
    movement, _ = factory.movement_in(State.DRAFT, stage)
    other, _ = factory.movement_in(State.DRAFT, stage)
    trader = as_("trader")
    paper = SimpleUploadedFile("<b>invoice.html", b"%PDF-1.7 <script>\n%%EOF")
    trader.post(reverse("attach", args=[movement.pk]), {"file": paper})
    target = reverse("attachment", args=[movement.pk, movement.attachments.get().pk])
    answer = trader.get(target)
    assert answer["Content-Disposition"] == 'attachment; filename="binvoice.pdf"'
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert b"".join(answer.streaming_content).startswith(b"%PDF-1.7")
    assert f'href="{target}"' in _page(trader, movement)
    assert as_("departure").get(target).status_code == 404
    assert trader.get(target.replace(str(movement.pk), str(other.pk))).status_code == 404
    Path(movement.attachments.get().file.path).unlink()
    assert trader.get(target).status_code == 404


def test_late_arrival_is_brought_in_where_the_movement_was_closed_without_it(
    stage: Stage, as_: Callable[[str], Client]
) -> None:
    movement = scenes.invalidated_after_release(factory.play(stage))
    officer, target = as_("destination"), reverse("late-arrival", args=[movement.pk])
    seen = {"plate": "SAME", "trailer_plate": "SAME", "seal_0": "INTACT", "late_reason": "flood"}
    page = _page(officer, movement)
    assert "Bring in a late arrival" in page
    assert 'class="next"' not in page
    assert officer.post(target, seen).status_code == 422
    assert officer.post(target, seen | {"happened_at": "2026-11-23T10:25"}).status_code == 302
    fact = movement.late_facts.get()
    assert (fact.verb, fact.data["late_reason"]) == ("record_arrival", "flood")
    assert fact.happened_at.isoformat() == "2026-11-23T03:25:00+00:00"
    assert factory.row(movement).state == State.INVALIDATED


def test_late_fact_is_decided_on_by_page(stage: Stage, as_: Callable[[str], Client]) -> None:
    movement = scenes.told_late(factory.play(stage))
    officer, fact = as_("departure"), movement.late_facts.get()
    page = _page(officer, movement)
    assert "waits for the decision of the office of departure" in page
    # The post that was never recorded is not the one to come.
    assert 'class="next"' not in page
    target, body = reverse("decide-late-fact", args=[movement.pk]), {"fact": fact.pk, "decision": "stamp seen"}
    assert [officer.post(target, {"fact": key}).status_code for key in ("", fact.pk)] == [422, 422]
    assert [officer.post(target, body).status_code for _ in range(2)] == [302, 302]
    assert "stamp seen" in _page(officer, movement)
    assert "no late fact waits for a decision" in _page(officer, movement)


def test_late_crossing_is_kept_and_changes_no_state(stage: Stage, as_: Callable[[str], Client]) -> None:
    told = factory.play(stage)
    movement = scenes.in_transit(told)
    post = told.content["offices_of_transit"][0]["office"]
    officer, target = as_("transit"), reverse("passage-late-cross", args=[movement.pk, post])
    seen = {"plate": "SAME", "trailer_plate": "SAME", "seal_0": "INTACT", "happened_at": "2026-11-23T11:30"}
    assert "Nothing was done" in officer.post(target, seen, follow=True).content.decode()
    destination.record_arrival(actor=factory.officer(told, at="office_of_destination"), movement=movement.pk, at=LATER)
    assert "Bring in a late crossing at Tuas Checkpoint" in _page(officer, movement)
    assert officer.post(target, seen | {"happened_at": ""}).status_code == 422
    assert [officer.post(target, seen).status_code for _ in range(2)] == [302, 302]
    fact = movement.late_facts.get()
    assert (fact.verb, fact.happened_at.isoformat()) == ("cross", "2026-11-23T03:30:00+00:00")
    assert factory.row(movement).state == State.ARRIVED


def test_truck_that_is_held_says_so_and_is_not_sent_on_by_one_click(stage: Stage, as_: Callable[[str], Client]) -> None:
    movement = scenes.held(factory.play(stage))
    page = _page(as_("transit"), movement)
    assert "held at Tuas Checkpoint</span>" in page
    act = page.partition('aria-label="Record crossing at Tuas Checkpoint"')[2].partition("</form>")[0]
    assert ("Ends the hold." in act, "checked" in act) == (True, False)
    assert "held at Tuas Checkpoint</span>" in as_("trader").get("/").content.decode()


def test_journey_that_is_over_is_held_nowhere(stage: Stage, as_: Callable[[str], Client]) -> None:
    movement = scenes.held(factory.play(stage))
    Movement.objects.filter(pk=movement.pk).update(state=State.DISCHARGED)
    page = _page(as_("transit"), movement)
    assert ("held at Tuas Checkpoint" in page, "<b>Tuas Checkpoint</b>" in page) == (False, True)
    assert "held at" not in as_("trader").get("/").content.decode()


def test_guarantees_named_lead_to_their_pages_for_who_may_see_them(stage: Stage, as_: Callable[[str], Client]) -> None:
    movement, told = factory.movement_in(State.ACCEPTED, stage)
    grn = told.content["guarantees"][0]["grn"]
    place = f'href="/guarantees/{Guarantee.objects.get(grn=grn).pk}/"'
    pages = [_page(as_(who), movement) for who in ("departure", "trader")]
    assert [(grn in page, place in page) for page in pages] == [(True, False), (True, True)]


def test_truck_in_order_is_sent_on_by_one_click(stage: Stage, as_: Callable[[str], Client]) -> None:
    told = factory.play(stage)
    movement = scenes.in_transit(told)
    post = told.content["offices_of_transit"][0]["office"]
    seals = [{"seal": seal, "condition": "INTACT"} for seal in movement.seals]
    en_route.present(actor=told.cast.officers[post], movement=movement.pk, office=post, seals=seals, at=LATER)
    act = _page(as_("transit"), movement).partition('aria-label="Record crossing')[2].partition("</form>")[0]
    assert ("Ends the hold." in act, act.count("checked")) == (False, 3)


def test_declared_truck_is_shown_before_the_release(stage: Stage, as_: Callable[[str], Client]) -> None:
    movement, told = factory.movement_in(State.ACCEPTED, stage)
    page = _page(as_("departure"), movement)
    vehicle = told.content["vehicle"]
    wanted = [vehicle[name] for name in ("trailer_registration", "permit_number", "trailer_permit_number")]
    assert [value in page for value in ("As declared", "SG204418", *wanted)] == [True] * 5


def test_refused_guarantee_is_told_at_the_top(stage: Stage, as_: Callable[[str], Client]) -> None:
    movement, _ = factory.movement_in(State.GUARANTEE_REFUSED, stage)
    head = _page(as_("trader"), movement).partition('class="columns"')
    assert "The guarantee was refused" in head[0]
    assert "refused for this movement" in head[2]
    accepted, _ = factory.movement_in(State.ACCEPTED, stage)
    assert "The guarantee was refused" not in _page(as_("trader"), accepted)


def test_proposal_says_what_a_confirmation_does(stage: Stage, as_: Callable[[str], Client]) -> None:
    movement = scenes.resolution_proposed(factory.play(stage))
    page = _page(as_("supervisor"), movement)
    assert "Proposed: the discrepancies are explained" in page
    assert re.search(r"Frees [\d\u202f.]+ SGD of the guarantee", page)
    assert "Confirm: the discrepancies are explained" in page
