"""Lines of the history: only what an entry holds, and only as text."""

from typing import Any

from django.utils.html import conditional_escape

from offices.pages import timeline
from tests.factories.transit import AT


def _entry(**more: Any) -> dict[str, Any]:
    return {
        "at": AT,
        "verb": "record_passage",
        "before": "IN_TRANSIT",
        "after": "IN_TRANSIT",
        "actor": "MYTKP001",
        "posting": "MYTKP001",
        "data": {},
    } | more


def test_event_says_no_state_that_did_not_change() -> None:
    (event,) = timeline.events([_entry()])
    assert (event.what, event.became, event.notes, event.posting) == ("Record passage", "", (), "")


def test_event_says_what_its_entry_holds() -> None:
    data = {
        "late_reason": "flood",
        "office": {"text": "at the gate", "alarm": "seal broken"},
        "reasons": [{"grn": "G"}],
    }
    (event,) = timeline.events([_entry(after="ARRIVED", data=data)])
    assert (event.became, event.notes, event.alarm) == ("arrived", ("late: flood", "at the gate", "G"), "seal broken")


def test_markup_in_a_passage_stays_text() -> None:
    (event,) = timeline.events([_entry(data={"passage": "cross", "post": "<b>", "passage_after": "CROSSED"})])
    assert conditional_escape(event.notes[0]) == '<span class="num">&lt;b&gt;</span> crossed'
