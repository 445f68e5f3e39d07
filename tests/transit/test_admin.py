"""Movements in the admin: of the own offices, read only, with the verbs that the pages have (spec sections 1, 5)."""

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from acts.common.models import HistoryEntry
from acts.notices.models import Email, Notice
from offices.enums import OfficerRole
from offices.models import Firm, User
from tests.factories import offices
from tests.factories import transit as factory
from tests.offices.admin.browsing import page, url
from transit.enums import State
from transit.models import Arrival, Movement, Passage, RiskProfile
from transit.rehearsal import scenes
from transit.rehearsal.stage import Stage


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    with django_db_blocker.unblock(), factory.staged() as found:
        yield found


@pytest.fixture
def stage(world: Stage, db: None) -> Stage:
    return world


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("acts.common.clock.now", lambda: factory.AT + timedelta(hours=3))


def browser(name: str) -> Client:
    return page(User.objects.get(username=name))


def offered(shown: str) -> list[str]:
    """What the forms on a page would be sent to."""
    return re.findall(r'action="/movements/[^/]+/([^"]+)/"', shown)


def test_officer_sees_movements_of_the_own_offices_alone(stage: Stage) -> None:
    movement, _ = factory.movement_in(State.IN_TRANSIT, stage)
    stranger = page(offices.officer(office="VNHPH001", roles=[OfficerRole.TRANSIT]))
    rows = [movement, movement.passages.first(), movement.arrival]
    for row in rows:
        assert stranger.get(url(type(row), "change", row.pk)).status_code == 404
        assert str(movement) not in stranger.get(url(type(row), "changelist")).content.decode()
    shown = browser("departure").get(url(Movement, "changelist")).content.decode()
    assert str(movement) in shown
    # Whatever is shown in words of its own can still be sorted by.
    assert ">Limit date</a>" in shown
    assert f"{movement.limit_date:%-d %b %Y %H:%M} UTC" in shown.replace("\u00a0", " ")


def test_officer_of_transit_sees_passages_of_the_own_post_alone(stage: Stage) -> None:
    movement, _ = factory.movement_in(State.IN_TRANSIT, stage)
    client = page(offices.officer(office="MYTKP001", roles=[OfficerRole.TRANSIT]))
    answers = {row.office_id: client.get(url(Passage, "change", row.pk)).status_code for row in movement.passages.all()}
    assert answers == {"SGTUA001": 404, "MYTKP001": 200, "MYBKH001": 404, "THSDO001": 404}


@pytest.mark.parametrize("who", ["departure", "transit", "destination", "supervisor", "auditor"])
def test_movement_is_written_by_nobody(who: str, stage: Stage) -> None:
    movement, _ = factory.movement_in(State.IN_TRANSIT, stage)
    client = browser(who)
    for row in (movement, movement.passages.get(office="MYTKP001"), movement.arrival):
        model = type(row)
        assert {client.post(url(model, action, row.pk)).status_code for action in ("change", "delete")} <= {403, 404}
        assert client.post(url(model)).status_code == 403
        chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        client.post(url(model, "changelist"), chosen)
    assert factory.row(movement).version == movement.version


def test_possible_acts_are_buttons_and_the_others_say_why(stage: Stage) -> None:
    movement, _ = factory.movement_in(State.ACCEPTED, stage)
    shown = browser("departure").get(url(Movement, "change", movement.pk)).content.decode()
    assert offered(shown) == ["release", "order-control", "request-amendment", "refuse-release", "invalidate"]
    assert "Accept the declaration <small>only while: submitted</small>" in shown


def test_act_sent_from_the_admin_is_the_pages_act_and_leads_back(stage: Stage) -> None:
    movement, _ = factory.movement_in(State.ACCEPTED, stage)
    client, target = browser("departure"), url(Movement, "change", movement.pk)
    body = {"version": movement.version, "back": "admin", "reason": "papers are missing"}
    answer = client.post(reverse("refuse-release", args=[movement.pk]), body)
    assert answer["Location"] == target
    assert factory.row(movement).state == State.NOT_RELEASED
    assert client.post(reverse("refuse-release", args=[movement.pk]), body)["Location"] == target
    assert factory.verbs(movement).count("refuse_release") == 1


@pytest.mark.parametrize("back", ["", "https://evil.example/", "//evil.example"])
def test_act_leads_nowhere_else(back: str, stage: Stage) -> None:
    movement, _ = factory.movement_in(State.ACCEPTED, stage)
    body = {"back": back, "reason": "papers are missing"}
    answer = browser("departure").post(reverse("refuse-release", args=[movement.pk]), body)
    assert answer["Location"] == reverse("movement", args=[movement.pk])


def test_passage_offers_the_acts_of_its_own_post(stage: Stage) -> None:
    movement = scenes.held(factory.play(stage))
    row = movement.passages.get(state="HELD")
    shown = browser("transit").get(url(Passage, "change", row.pk)).content.decode()
    assert {name.split("/")[1] for name in offered(shown)} == {row.office_id}
    assert "Record presentation" in shown


def test_arrival_offers_what_the_destination_does(stage: Stage) -> None:
    movement, _ = factory.movement_in(State.ARRIVED, stage)
    shown = browser("destination").get(url(Arrival, "change", movement.pk)).content.decode()
    assert offered(shown) == ["results", "order-destination-control"]


def test_proposal_is_confirmed_from_the_admin_by_the_supervisor(stage: Stage) -> None:
    movement = scenes.resolution_proposed(factory.play(stage))
    target = url(Movement, "change", movement.pk)
    assert "/confirm/" not in browser("departure").get(target).content.decode()
    confirm = re.findall(r'action="(/proposals/[^"]+/confirm/)"', browser("supervisor").get(target).content.decode())
    assert browser("supervisor").post(confirm[0], {"back": "admin"})["Location"] == target
    assert factory.row(movement).state == State.DISCHARGED


@pytest.mark.parametrize("action", ["change", "history"])
def test_auditor_reads_everything_and_each_look_is_recorded(action: str, stage: Stage) -> None:
    movement, _ = factory.movement_in(State.IN_TRANSIT, stage)
    for row in (movement, movement.passages.first(), movement.arrival):
        before = HistoryEntry.objects.filter(verb="read").count()
        shown = browser("auditor").get(url(type(row), action, row.pk)).content.decode()
        assert offered(shown) == []
        assert HistoryEntry.objects.filter(verb="read").count() > before


@pytest.mark.parametrize(("number", "office"), [("SG-T-0001", "SGSIN001"), ("SG-C-0001", "VNHPH001")])
def test_officer_of_a_firm_of_the_movement_sees_it_here_no_more_than_a_stranger(
    number: str, office: str, stage: Stage
) -> None:
    """Alarms, whom risk asks to control, officers by name: not for the firm that its people read the pages as."""
    movement, _ = factory.movement_in(State.IN_TRANSIT, stage)
    insider = offices.user(firm=Firm.objects.get(number=number))
    offices.posting(user=insider, office=office, roles=[OfficerRole.DEPARTURE])
    client = page(insider)
    assert client.get(reverse("movement", args=[movement.pk])).status_code == 200
    assert {client.get(url(Movement, act, movement.pk)).status_code for act in ("change", "history")} == {404}
    assert str(movement) not in client.get(url(Movement, "changelist")).content.decode()


def test_officer_of_the_carrier_reads_no_alarm_of_its_arrival(stage: Stage) -> None:
    arrival = factory.movement_in(State.IN_TRANSIT, stage)[0].arrival
    insider = offices.user(firm=Firm.objects.get(number="SG-C-0001"), duties=[])
    offices.posting(user=insider, office=arrival.office_id, roles=[OfficerRole.DESTINATION])
    assert page(insider).get(url(Arrival, "change", arrival.pk)).status_code == 404


@pytest.mark.parametrize("rows", [1, 25, 1999])
def test_lists_ask_as_often_for_1999_rows_as_for_one(rows: int, stage: Stage, django_assert_num_queries: Any) -> None:
    movement, _ = factory.movement_in(State.IN_TRANSIT, stage)
    factory.again(movement, rows - 1)
    for model, who, queries in ((Movement, "departure", 8), (Passage, "transit", 7)):
        client = browser(who)
        with django_assert_num_queries(queries):
            answer = client.get(url(model, "changelist"))
        assert answer.context["cl"].result_count >= rows
        assert len(answer.content) < 100_000


def test_movement_page_asks_a_constant_number_of_times(stage: Stage, django_assert_num_queries: Any) -> None:
    movement, _ = factory.movement_in(State.IN_TRANSIT, stage)
    client = browser("departure")
    with django_assert_num_queries(12):
        client.get(url(Movement, "change", movement.pk))


RISK = {
    "name": "Dear goods",
    "country": "SG",
    "criterion": "VALUE",
    "channel": "RED",
    "control": "SCANNER",
    "valid_from": "2026-11-23",
}


@pytest.mark.parametrize(("operand", "stored"), [("x SGD", False), ("100000", False), ("100000 SGD", True)])
def test_risk_profile_is_stored_only_if_it_can_be_read(operand: str, stored: bool, national_admin: User) -> None:
    answer = page(national_admin).post(url(RiskProfile), RISK | {"operand": operand})
    assert RiskProfile.objects.exists() == stored
    assert stored or b"is not an amount and its currency, such as 100000 SGD" in answer.content


@pytest.mark.parametrize(("who", "list_status", "row_status"), [("central", 403, 404), ("departure_officer", 403, 404)])
def test_risk_profiles_are_nobody_elses_to_read(
    who: str, list_status: int, row_status: int, request: pytest.FixtureRequest, db: None
) -> None:
    fields = {name: value for name, value in RISK.items() if name != "country"}
    row = RiskProfile.objects.create(**fields, operand="1 SGD", country_id="SG")
    client = page(request.getfixturevalue(who))
    assert client.get(url(RiskProfile, "changelist")).status_code == list_status
    assert client.get(url(RiskProfile, "change", row.pk)).status_code == row_status


def test_notices_say_in_words_what_was_told_to_whom(stage: Stage) -> None:
    for kind in ("IE029", "GUARANTEE_RELEASED"):
        Notice.objects.create(kind=kind, addressee="firm:SG-B-0001", subject=uuid.uuid4(), at=factory.AT, body={})
    listed = browser("auditor").get(url(Notice, "changelist")).content.decode()
    assert listed.count(">firm SG-B-0001<") == 2
    assert {">IE029<", ">Guarantee released<"} <= {*re.findall(r">[^<>]+<", listed)}


def test_email_that_failed_is_sent_again_by_who_manages_the_account_alone(stage: Stage) -> None:
    to, strange = (
        stage.actors["trader"].user,
        offices.user(firm=Firm.objects.get(number="TH-T-0002"), email="x@y.example"),
    )
    notice = Notice.objects.filter(addressee="firm:SG-T-0001")[0]
    rows = [
        Email.objects.create(person=one, notice=notice, due_at=factory.AT, status="FAILED") for one in (to, strange)
    ]
    body = {"action": "send_again", "_selected_action": [str(row.pk) for row in rows]}
    browser("auditor").post(url(Email, "changelist"), body)
    assert Email.objects.filter(status="FAILED").count() == 2
    listed = browser("national").get(url(Email, "changelist")).content.decode()
    assert (str(to) in listed, str(strange) in listed) == (True, False)
    browser("national").post(url(Email, "changelist"), body)
    assert dict(Email.objects.values_list("person", "status")) == {to.pk: "PENDING", strange.pk: "FAILED"}
