"""Every transition sends the messages of the table; nobody is told an access code; a bank learns nothing of goods."""

import json
import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest

from acts.common import jobs
from acts.common.models import HistoryEntry
from acts.notices.models import Notice
from guarantees.services import access
from offices.actors import Actor
from tests.factories import transit as factory
from transit import states
from transit.enums import State
from transit.models import Movement
from transit.rehearsal import journey, scenes
from transit.rehearsal.stage import OWN, OWN_CODE, Play, Stage
from transit.selectors import movements
from transit.services import declaration, departure

# Written by hand from the table of spec section 5; IE118 is for a crossing, IE018 travels with the result.
MESSAGES = {
    "lodge": {"IE928"}, "present_goods": {"IE928"}, "reject": {"IE056"}, "accept": {"IE028"},
    "refuse_guarantee": {"IE055"}, "amend_guarantee": {"IE004"}, "amend": {"IE004"}, "order_control": {"IE060"},
    "record_departure_control": set(), "refuse_release": {"IE051"}, "release": {"IE029", "IE050", "IE001"},
    "invalidate": {"IE009"}, "invalidate_after_release": {"IE009", "IE010", "IE204"},
    "record_arrival": {"IE006", "IE024"}, "discharge": {"IE045", "IE204", "IE018", "IE025"},
    "report_discrepancies": {"IE019"}, "resolve": {"IE049", "IE045", "IE204"},
}  # fmt: skip


def amended(play: Play) -> Movement:
    row = scenes.accepted(play)
    return declaration.amend(
        actor=play.cast.trader, movement=row.pk, content={"route_text": "by Woodlands"}, at=play.tick()
    )


def presented(play: Play) -> Movement:
    return declaration.present(actor=play.cast.trader, movement=scenes.pre_lodged(play).pk, at=play.tick())


def controlled(play: Play) -> Movement:
    row, officer = scenes.under_control(play), factory.officer(play)
    departure.request_amendment(actor=officer, movement=row.pk, text="name the driver", at=play.tick())
    return departure.record_control(actor=officer, movement=row.pk, satisfactory=True, at=play.tick())


def guarantee_amended(play: Play) -> Movement:
    play.content["guarantees"] = [{"grn": "26SG0000010000039", "access_code": OWN_CODE}]
    row = scenes.lodged(play)
    named = [{"grn": OWN["SG"][0], "access_code": OWN_CODE}]
    return declaration.amend_guarantee(actor=play.cast.trader, movement=row.pk, guarantees=named, at=play.tick())


PLAYS: tuple[Callable[[Play], Movement], ...] = (
    amended, presented, controlled, guarantee_amended, scenes.rejected, scenes.not_released, scenes.invalidated,
    scenes.discharged, scenes.resolved, scenes.invalidated_after_release, scenes.held,
)  # fmt: skip


def play_all(stage: Stage) -> list[Movement]:
    return [plays(factory.play(stage)) for plays in PLAYS]


def kinds_by_act() -> dict[tuple[Any, Any], set[str]]:
    """The kinds sent, by movement and instant: each act of a play has an instant of its own."""
    found: dict[tuple[Any, Any], set[str]] = defaultdict(set)
    for subject, at, kind in Notice.objects.values_list("subject", "at", "kind"):
        found[subject, at].add(kind)
    return found


def test_messages_written_by_hand_contain_the_table() -> None:
    assert set(MESSAGES) == set(states.TABLE)
    for verb, row in states.TABLE.items():
        assert set(row.messages) <= MESSAGES[verb]


def test_every_transition_sends_its_messages(stage: Stage) -> None:
    played = play_all(stage)
    sent = kinds_by_act()
    entries = HistoryEntry.objects.filter(subject__in=[row.pk for row in played], verb__in=list(MESSAGES))
    assert {entry.verb for entry in entries} == set(MESSAGES)
    missing = [
        (entry.verb, kind)
        for entry in entries
        for kind in MESSAGES[entry.verb]
        if kind not in sent[entry.subject, entry.at]
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("kind", "addressees"),
    [
        ("IE029", ["firm:SG-T-0001"]),
        ("IE050", ["office:MYBKH001", "office:MYTKP001", "office:SGTUA001", "office:THSDO001"]),
        ("IE001", ["office:THBKK001"]),
        ("IE006", ["office:SGSIN001"]),
        ("IE024", ["firm:SG-T-0001", "firm:TH-T-0001", "office:THBKK001"]),
        ("IE045", ["firm:SG-T-0001", "office:SGSIN001"]),
        ("IE025", ["firm:TH-T-0001", "office:THBKK001"]),
        ("IE204", ["office:SGSIN001"]),
    ],
)
def test_message_goes_to_whom_it_concerns(stage: Stage, kind: str, addressees: list[str]) -> None:
    movement = scenes.discharged(factory.play(stage))
    assert factory.told(movement, kind) == addressees


def test_offices_ahead_alone_are_told_of_an_invalidation(stage: Stage) -> None:
    movement = scenes.invalidated_after_release(factory.play(stage))
    ahead = ["office:MYBKH001", "office:MYTKP001", "office:SGTUA001", "office:THBKK001", "office:THSDO001"]
    assert factory.told(movement, "IE010") == ahead


def test_representative_is_told_with_the_principal(stage: Stage) -> None:
    play = factory.play(stage)
    agent = stage.actors["agent"]
    row = declaration.create(actor=agent, content=play.content, at=play.tick())
    declaration.lodge(actor=agent, movement=row.pk, at=play.tick())
    assert factory.told(row, "IE028") == ["firm:SG-T-0001", "firm:SG-T-0002"]


def test_nothing_of_a_refused_act_is_sent(stage: Stage) -> None:
    movement, play = factory.movement_in(State.DRAFT, stage, seals=["X", "X"])
    with pytest.raises(Exception, match="seal"):
        declaration.lodge(actor=play.cast.trader, movement=movement.pk, at=play.tick())
    assert factory.told(movement) == []


def test_no_access_code_in_notice_history_or_log(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    play_all(stage)
    grns = (OWN["SG"][0], "26SG0000010000039")
    secrets = [OWN_CODE, *(access.digest(grn=grn, code=OWN_CODE) for grn in grns)]
    text = json.dumps([*Notice.objects.values_list("body", flat=True)], default=str)
    text += json.dumps([*HistoryEntry.objects.values_list("data", flat=True)], default=str) + caplog.text
    assert [secret for secret in secrets if secret in text] == []


def test_trader_sees_neither_the_officers_notes_nor_true_reasons(stage: Stage) -> None:
    play = factory.play(stage)
    play.content["guarantees"] = [{"grn": OWN["SG"][0], "access_code": "XXXX"}]
    row = scenes.lodged(play)
    assert row.state == State.GUARANTEE_REFUSED
    shown = json.dumps(movements.history_of(play.cast.trader, row), default=str)
    assert "number or code not accepted" in shown
    assert "G03" not in shown
    assert '"office"' not in shown
    public = Notice.objects.get(subject=row.pk, kind="IE055", addressee="firm:SG-T-0001")
    assert "G03" not in json.dumps(public.body)
    office = Notice.objects.get(subject=row.pk, kind="IE055", addressee="office:SGSIN001")
    assert office.body["reasons"][0]["code"] == "G03"


def test_bank_is_told_nothing_of_the_goods(stage: Stage) -> None:
    play = factory.play(stage)
    scenes.discharged(play)
    jobs.work_off(at=play.tick())
    rows = Notice.objects.filter(addressee__contains="-B-")
    assert rows.filter(kind="GUARANTEE_RELEASED").exists()
    text = json.dumps(list(rows.values("kind", "reference", "body")), default=str)
    items = [item for row in play.content["consignments"] for item in row["items"]]
    words = [item[name] for item in items for name in ("commodity_code", "description")]
    words += [item["value"]["amount"] for item in items]
    assert [word for word in words if word in text] == []


def test_why_a_guarantee_was_refused_is_for_the_principals_side_and_offices(stage: Stage) -> None:
    movement, play = factory.movement_in(State.GUARANTEE_REFUSED, stage)
    good = [{"grn": OWN["SG"][0], "access_code": OWN_CODE}]
    declaration.amend_guarantee(actor=play.cast.trader, movement=movement.pk, guarantees=good, at=play.tick())
    row = journey.release(movement.pk, play.content, play.cast, tick=play.tick)

    def reasons(actor: Actor) -> list[bool]:
        entries = movements.history_of(actor, row)
        return ["reasons" in entry["data"] for entry in entries if entry["verb"] == "refuse_guarantee"]

    for number in ("SG-C-0001", "TH-T-0001"):
        reader = stage.employee(number)
        assert movements.visible(reader).filter(pk=row.pk).exists()
        assert reasons(reader) == [False]
    assert reasons(play.cast.trader) == reasons(factory.officer(play)) == [True]
