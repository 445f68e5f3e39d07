"""The picture of the states is drawn from the table, and the committed one is up to date."""

from xml.etree import ElementTree

from scripts import draw_states
from transit.states import TABLE

_SVG = "{http://www.w3.org/2000/svg}"


def test_committed_picture_equals_the_table() -> None:
    assert draw_states.PICTURE.read_text() == draw_states.draw(), "run scripts/draw_states.py"


def test_picture_is_well_formed_and_names_every_transition() -> None:
    picture = ElementTree.fromstring(draw_states.draw())
    texts = {element.text for element in picture.iter(f"{_SVG}text")}
    assert {name.replace("_", " ") for name in TABLE} <= texts


def test_picture_has_a_dot_or_ring_per_source() -> None:
    picture = ElementTree.fromstring(draw_states.draw())
    marks = [e for e in picture.iter(f"{_SVG}circle") if e.get("class") in ("dot", "ring")]
    rows = [*TABLE.values(), *draw_states.EVENTS.values()]
    assert len(marks) == sum(len(row.sources) for row in rows) + 2
