"""The trader's pages: upload, lodge, copy, delete, amend, and what the movement's page shows of guarantees."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.factories import sessions
from tests.factories import transit as factory
from transit.enums import State
from transit.models import Movement
from transit.rehearsal.stage import OWN, OWN_CODE, POOR, Stage

NEW = "/declarations/upload/"


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("acts.common.clock.now", lambda: factory.AT + timedelta(minutes=40))


@pytest.fixture
def trader(stage: Stage) -> Client:
    return sessions.browser("trader")


def _file(content: Any) -> SimpleUploadedFile:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return SimpleUploadedFile("declaration.json", data, "application/json")


def _upload(client: Client, content: Any) -> Any:
    return client.post(NEW, {"file": _file(content)})


def _send(client: Client, act: str, movement: Movement, **body: Any) -> Any:
    return client.post(reverse(act, args=[movement.pk]), body)


@pytest.mark.parametrize(
    ("content", "status", "text"),
    [
        (b"", 422, "empty"),
        (b"{", 422, "Choose a .json file"),
        (b"[]", 422, "something else than one declaration in braces"),
        (b'{"lrn": "A", "lrn": "B"}', 422, "twice"),
        (b"[" * 100_000, 422, "JSON not readable"),
        (b"\xff\xfe", 422, "JSON not readable"),
        (b'{"lrn": "A"' + b" " * (8 * 1024 * 1024) + b"}", 413, "larger than 8 MB"),
    ],
    ids=["empty", "cut", "list", "twice", "deep", "binary", "8 MB and more"],
)
def test_upload_refuses_what_is_no_declaration(trader: Client, content: bytes, status: int, text: str) -> None:
    answer = _upload(trader, content)
    assert (answer.status_code, text in answer.content.decode()) == (status, True)
    assert Movement.objects.count() == 0


def test_upload_shows_every_finding_at_its_field(stage: Stage, trader: Client) -> None:
    content = factory.play(stage).content | {"nonsense": 1, "office_of_departure": "nowhere"}
    content["vehicle"] = content["vehicle"] | {"kind": "<b>BOAT</b>"}
    page = _upload(trader, content).content.decode()
    for path in ("nonsense", "office_of_departure", "vehicle.kind"):
        assert f"<code>{path}</code>" in page
    assert "<b>BOAT" not in page


def test_upload_is_kept_as_a_draft_and_lodged_from_its_page(stage: Stage, trader: Client) -> None:
    answer = _upload(trader, factory.play(stage).content)
    row = Movement.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, reverse("movement", args=[row.pk]))
    assert row.state == State.DRAFT
    assert _send(trader, "lodge", row).status_code == 302
    assert factory.row(row).state == State.ACCEPTED


def test_upload_refuses_an_lrn_used_before_in_words(stage: Stage, trader: Client) -> None:
    content = factory.play(stage).content
    _upload(trader, content)
    answer = _upload(trader, content)
    assert (answer.status_code, "this LRN is used already" in answer.content.decode()) == (422, True)


def test_lodging_an_incomplete_draft_lists_all_findings_with_their_fields(stage: Stage, trader: Client) -> None:
    content = factory.play(stage).content | {"driver": {}, "expected_arrival_at": None}
    _upload(trader, content)
    row = Movement.objects.get()
    answer = _send(trader, "lodge", row)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Expected there (local time)</a>: Fill this in." in page
    assert "<code>driver" not in page
    assert "things are missing or wrong" in page
    assert factory.row(row).state == State.DRAFT


def test_draft_is_changed_by_a_file_with_some_fields_only(stage: Stage, trader: Client) -> None:
    row, _ = factory.movement_in(State.DRAFT, stage)
    assert _send(trader, "edit", row, file=_file({"route_text": "by the coast"})).status_code == 302
    assert factory.row(row).declaration.route_text == "by the coast"


def test_amendment_by_a_file_never_changes_what_is_fixed(stage: Stage, trader: Client) -> None:
    row, _ = factory.movement_in(State.ACCEPTED, stage)
    answer = _send(trader, "amend", row, file=_file({"lrn": "OTHER"}))
    assert (answer.status_code, "<code>lrn</code>" in answer.content.decode()) == (422, True)
    assert _send(trader, "amend", row, file=_file({"route_text": "by the coast"})).status_code == 302


def test_guarantees_are_amended_and_wrong_ones_refused_at_their_field(stage: Stage, trader: Client) -> None:
    row, _ = factory.movement_in(State.GUARANTEE_REFUSED, stage)
    answer = _send(trader, "amend-guarantee", row, grn_0="26SG0000010000021", code_0=OWN_CODE)
    assert (answer.status_code, 'class="error"' in answer.content.decode()) == (422, True)
    assert _send(trader, "amend-guarantee", row, grn_0=OWN["SG"][0], code_0=OWN_CODE).status_code == 302
    assert factory.row(row).state == State.ACCEPTED


def test_ninth_guarantee_is_taken_and_judged_at_its_field(stage: Stage, trader: Client) -> None:
    row, _ = factory.movement_in(State.GUARANTEE_REFUSED, stage)
    named = {"grn_0": OWN["SG"][0], "code_0": OWN_CODE, "grn_8": OWN["SG"][0], "code_8": OWN_CODE}
    page = _send(trader, "amend-guarantee", row, **named).content.decode()
    assert 'id="amend-guarantee-grn_8_error"' in page
    assert '<details class="extra" open><summary>More guarantees' in page


def test_access_code_is_never_shown_again(stage: Stage, trader: Client) -> None:
    row, _ = factory.movement_in(State.GUARANTEE_REFUSED, stage)
    answer = _send(trader, "amend-guarantee", row, grn_0="26SG0000010000021", code_0="Z9Q8")
    assert "Z9Q8" not in answer.content.decode()


def test_copy_leads_to_the_new_draft(stage: Stage, trader: Client) -> None:
    row, _ = factory.movement_in(State.IN_TRANSIT, stage)
    answer = _send(trader, "copy", row, lrn="COPY-1")
    assert answer["Location"] == reverse("movement", args=[Movement.objects.get(lrn="COPY-1").pk])
    assert _send(trader, "copy", row, lrn="COPY-1").status_code == 422


def test_delete_leads_to_the_list_and_twice_to_nothing(stage: Stage, trader: Client) -> None:
    row, _ = factory.movement_in(State.DRAFT, stage)
    assert _send(trader, "delete", row)["Location"] == "/"
    assert _send(trader, "delete", row).status_code == 404


def test_file_is_attached_by_what_it_is(stage: Stage, trader: Client) -> None:
    row, _ = factory.movement_in(State.DRAFT, stage)
    text = SimpleUploadedFile("invoice.pdf", b"<script>", "application/pdf")
    assert _send(trader, "attach", row, file=text).status_code == 422
    paper = SimpleUploadedFile("<b>invoice.pdf", b"%PDF-1.7\n%%EOF", "text/html")
    assert _send(trader, "attach", row, file=paper).status_code == 302
    assert "binvoice.pdf" in trader.get(reverse("movement", args=[row.pk])).content.decode()


def test_page_shows_the_balance_to_the_principal_alone(stage: Stage, trader: Client) -> None:
    row, _ = factory.movement_in(State.IN_TRANSIT, stage)
    target = reverse("movement", args=[row.pk])
    assert "SGD available" in trader.get(target).content.decode()
    officer = Client()
    sessions.browser("transit", officer)
    assert "SGD available" not in officer.get(target).content.decode()


def test_guarantee_that_does_not_suffice_either_is_said_with_its_reasons(stage: Stage, trader: Client) -> None:
    row, _ = factory.movement_in(State.GUARANTEE_REFUSED, stage)
    assert _send(trader, "amend-guarantee", row, grn_0=POOR, code_0=OWN_CODE).status_code == 302
    page = trader.get(reverse("movement", args=[row.pk])).content.decode()
    assert re.search(rf'role="alert">The guarantee was refused\. {POOR}: \w+', page)
    assert "The guarantees are amended" not in page
