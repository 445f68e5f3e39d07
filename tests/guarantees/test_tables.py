import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from guarantees import tables


def cells(*row: object) -> list[str]:
    text = "".join(tables.lines(["a"] * len(row), [row]))
    return next(iter(list(csv.reader(io.StringIO(text)))[1:]))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x","y")'])
def test_text_that_is_a_formula_is_disarmed(text: str) -> None:
    assert cells(text) == [f"'{text}"]


def test_amounts_stay_numbers() -> None:
    assert cells(Decimal("-12.5000"), Decimal("100.0000"), Decimal("1E+2"), 7) == ["-12.5", "100", "100", "7"]


def test_commas_quotes_and_lines_stay_in_their_cell() -> None:
    assert cells('a, "b"\nc', None) == ['a, "b"\nc', ""]


def test_instants_and_days_are_iso() -> None:
    assert cells(datetime(2026, 11, 23, 2, tzinfo=UTC), date(2026, 11, 23)) == [
        "2026-11-23T02:00:00+00:00",
        "2026-11-23",
    ]


def test_lines_come_one_by_one() -> None:
    asked: list[int] = []

    def rows() -> Iterator[list[int]]:
        for n in range(3):
            asked.append(n)
            yield [n]

    found = tables.lines(["n"], rows())
    assert (next(found), asked) == ("n\r\n", [])
    assert (next(found), asked) == ("0\r\n", [0])
