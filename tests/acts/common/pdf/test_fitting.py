"""Texts in limited room: nothing lost silently, nothing wider than the room."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acts.common.pdf import faces, fitting
from acts.common.pdf.fitting import GAP, Fitted, Room

ROOM = Room(width=120, lines=2, size=8)
WORDS = st.text(alphabet="Wi é", min_size=1, max_size=300).map(str.strip).filter(bool)


def wide(lines: list[str]) -> float:
    return max(faces.face().measure(line) * ROOM.size / 1000 for line in lines)


@given(WORDS)
def test_wrap_keeps_every_character_and_the_width(value: str) -> None:
    lines = fitting.wrap(value, ROOM)
    assert "".join("".join(lines).split()) == "".join(value.split())
    assert wide(lines) <= ROOM.width


def test_wrap_breaks_at_blanks_before_it_breaks_words() -> None:
    assert fitting.wrap("Singapore Bangkok Vientiane Yangon", Room(60, 1, 8)) == [
        "Singapore",
        "Bangkok",
        "Vientiane",
        "Yangon",
    ]


@given(WORDS)
def test_text_fits_and_shows_both_ends_where_it_is_short(value: str) -> None:
    fitted = fitting.text(value, ROOM)
    assert len(fitted.lines) <= ROOM.lines
    assert wide(fitted.lines) <= ROOM.width
    shown = " ".join(fitted.lines)
    assert fitted.whole or (GAP in shown and shown[0] == value[0] and shown[-1] == value[-1])


def test_text_that_fits_is_left_alone() -> None:
    assert fitting.text("Tuas Checkpoint", ROOM) == Fitted(["Tuas Checkpoint"], whole=True)


def test_flow_prints_the_first_values_and_the_last() -> None:
    fitted = fitting.flow([f"SEAL{number:02d}" for number in range(40)], ROOM)
    shown = " ".join(fitted.lines)
    assert not fitted.whole
    assert shown.startswith("SEAL00, SEAL01, ")
    assert shown.endswith(f" {GAP} SEAL39")


def test_flow_of_few_values_is_whole() -> None:
    assert fitting.flow(["A", "B"], ROOM) == Fitted(["A, B"], whole=True)


def test_rows_print_the_first_and_the_last() -> None:
    fitted = fitting.rows(["one", "two", "three", "four", "five"], Room(120, 3, 8))
    assert fitted == Fitted(["one", GAP, "five"], whole=False)


def test_rows_give_spare_lines_to_the_earlier_value() -> None:
    fitted = fitting.rows(["W" * 20, "W" * 20, "end"], Room(120, 4, 8))
    assert len(fitted.lines) == 4
    assert "".join(fitted.lines[:2]) == "W" * 20
    assert GAP in fitted.lines[2]
    assert not fitted.whole


@pytest.mark.parametrize("lines", [1, 2, 3])
def test_rows_never_take_more_lines_than_there_are(lines: int) -> None:
    for count in range(1, 6):
        fitted = fitting.rows(["W" * 50] * count, Room(120, lines, 8))
        assert len(fitted.lines) <= lines
        assert any(GAP in line for line in fitted.lines)
