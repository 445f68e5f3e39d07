"""Lines of the history: only what an entry holds, and only as text."""

from datetime import timedelta
from typing import Any

from django.template.loader import render_to_string

from offices.models import Office
from offices.pages import timeline
from offices.pages.timeline import Event, Told
from tests.factories.transit import AT

TOLD = Told(
    {"cross": "Crossed %(office)s", "pass.hold": "Held at %(office)s", "lodge>DONE": "Lodged and done"},
    {"A2": "considered satisfactory"},
)
OFFICES = {"MYTKP001": Office(code="MYTKP001", name="Tanjung Kupang", country_id="MY")}


def _event(**more: Any) -> Event:
    entry = {"at": AT, "verb": "cross", "before": "IN_TRANSIT", "after": "IN_TRANSIT", "data": {}}
    (event,) = timeline.events([entry | {"actor": "MYTKP001", "posting": "MYTKP001"} | more], TOLD, OFFICES)
    return event


def test_event_names_posts_and_is_told_by_their_clock() -> None:
    event = _event(data={"post": "MYTKP001"}, actor="rashid")
    assert (event.what, event.posting, event.country) == ("Crossed Tanjung Kupang", "Tanjung Kupang", "MY")
    assert (_event().actor, _event().posting) == ("Tanjung Kupang", "")
    event = _event(data={"post": "XX"}, actor="system", posting="")
    assert (event.what, event.actor, event.posting, event.country) == ("Crossed XX", "system", "", "")


def test_event_is_told_by_the_closest_line() -> None:
    assert _event(verb="pass", data={"passage": "hold", "post": "MYTKP001"}).what == "Held at Tanjung Kupang"
    assert (_event(verb="lodge", after="DONE").what, _event(verb="lodge", after="DONE").became) == (
        "Lodged and done",
        "",
    )


def test_event_of_a_verb_without_a_line_says_the_state_that_changed() -> None:
    assert (_event(verb="some_act").what, _event(verb="some_act").became) == ("Some act", "")
    assert _event(verb="some_act", after="UNDER_CONTROL").became == "under control"


def test_event_says_what_its_entry_holds() -> None:
    data = {
        "late_reason": "flood",
        "no_seal_reason": "BULK",
        "result": "A2",
        "office": {"text": "at the gate", "alarm": "seal broken"},
        "reasons": [{"grn": "G", "text": "not valid"}, {"text": "not known"}],
    }
    said = ("considered satisfactory (A2)", "no seals: bulk", "late: flood", "at the gate", "G: not valid", "not known")
    assert (_event(data=data).notes, _event(data=data).alarm) == (said, "seal broken")
    assert _event(data={"result": "Z9"}).notes == ("Z9",)


def test_what_was_done_again_and_again_in_silence_is_one_line() -> None:
    entry = {"at": AT, "verb": "edit", "before": "DRAFT", "after": "DRAFT", "data": {}, "actor": "a", "posting": ""}
    rows = [entry, entry | {"at": AT - timedelta(1)}, entry | {"actor": "b"}, entry | {"data": {"text": "why"}}]
    found = timeline.events([*rows, rows[-1]], TOLD, OFFICES)
    assert [(row.times, row.at) for row in found] == [(2, AT), (1, AT), (1, AT), (1, AT)]


def test_markup_in_an_entry_stays_text() -> None:
    history = [_event(data={"post": "<b>", "reason": "<i>"})]
    page = render_to_string("components/timeline.html", {"history": history, "now": AT})
    assert ("Crossed &lt;b&gt;" in page, "&lt;i&gt;" in page) == (True, True)
