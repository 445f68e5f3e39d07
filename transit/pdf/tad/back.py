"""The back of page 1: endorsements by hand, office by office, when the system is down (spec section 13)."""

from collections.abc import Sequence

from reportlab.lib.units import mm

from acts.common.pdf import fitting
from acts.common.pdf.fitting import Room
from acts.common.pdf.sheet import HAIR, HEAVY, LEFT, RIGHT, WIDTH, Sheet
from transit.pdf.tad.front import PAD, tick_boxes
from transit.pdf.tad.labels import Labels

TOP, BOTTOM = 46.0, 281.0
FREE_ROWS, TALLEST = 2, 30.0
_COLUMNS = {"office": 52, "date_time": 28, "state": 56, "stamp": 50}


def draw(sheet: Sheet, offices: Sequence[str], labels: Labels) -> None:
    """A row for each office on the way, in order, and free ones for others."""
    sheet.text(LEFT, 36, labels("endorsements"), size=11, bold=True)
    sheet.text(LEFT, 41, labels("endorsements_note"), size=7.5)
    rows = [*offices, *[labels("other_office")] * FREE_ROWS]
    height = min((BOTTOM - TOP - 5) / len(rows), TALLEST)
    bottom = TOP + 5 + height * len(rows)
    _head(sheet, bottom, labels)
    for index, office in enumerate(rows):
        y = TOP + 5 + index * height
        sheet.line(LEFT, y, RIGHT, y, weight=HAIR)
        lines = fitting.text(office, Room((_COLUMNS["office"] - 2 * PAD) * mm, 2, 8)).lines
        for place, line in enumerate(lines):
            sheet.text(LEFT + PAD, y + 4 + place * 3.5, line, size=8)
        tick_boxes(sheet, LEFT + 80 + PAD, y + 4, [labels("as_stated")], step=0)
    sheet.box(LEFT, TOP, WIDTH, bottom - TOP, weight=HEAVY)


def _head(sheet: Sheet, bottom: float, labels: Labels) -> None:
    x = LEFT
    for name, width in _COLUMNS.items():
        sheet.text(x + PAD, TOP + 3.4, labels(name), size=6.5)
        x += width
        if x < RIGHT:
            sheet.line(x, TOP, x, bottom, weight=HAIR)
