"""Page 1: what release fixed, in numbered boxes; room for both controls and for incidents."""

from collections.abc import Mapping
from dataclasses import dataclass

from reportlab.lib.units import mm

from acts.common.pdf import fitting
from acts.common.pdf.fitting import Fitted, Room
from acts.common.pdf.sheet import HAIR, HEAVY, LEFT, RIGHT, WIDTH, Sheet
from transit.pdf.tad.labels import Labels
from transit.pdf.tad.printed import Value

HALF = WIDTH / 2
PAD, CAPTION, FOOT = 1.8, 4.3, 1.6
"""From a box's edge to its text, from its top to below the caption, from the last line to its bottom."""


@dataclass(frozen=True, slots=True)
class Box:
    """A numbered box, in millimetres; `columns` more than one: its rows fill one column after the other."""

    number: str
    x: float
    y: float
    width: float
    height: float
    size: float = 8.5
    bold: bool = False
    columns: int = 1

    @property
    def first(self) -> float:
        """From the top to the first baseline."""
        return CAPTION + self.size * 0.365

    @property
    def lines(self) -> int:
        """How many lines a column holds."""
        return 1 + int((self.height - self.first - FOOT) / self.step + 1e-6)

    @property
    def step(self) -> float:
        return self.size * 0.43

    @property
    def column(self) -> float:
        """Width of a column's text."""
        return (self.width - PAD) / self.columns - PAD


BOXES: dict[str, Box] = {
    "consignor": Box("1", LEFT, 37, HALF, 24),
    "consignee": Box("2", LEFT + HALF, 37, HALF, 24),
    "principal": Box("3", LEFT, 61, HALF, 24),
    "carrier": Box("4", LEFT + HALF, 61, HALF, 24),
    "vehicle": Box("5", LEFT, 85, HALF, 17, bold=True),
    "driver": Box("6", LEFT + HALF, 85, HALF, 17),
    "containers": Box("7", LEFT, 102, HALF, 20.5),
    "seals": Box("8", LEFT + HALF, 102, HALF, 20.5, bold=True),
    "office_of_departure": Box("9", LEFT, 122.5, HALF, 13.5),
    "office_of_destination": Box("10", LEFT + HALF, 122.5, HALF, 13.5),
    "offices_of_transit": Box("11", LEFT, 136, WIDTH, 27.5, columns=3),
    "route": Box("12", LEFT, 163.5, 124, 17),
    "limit_date": Box("13", LEFT + 124, 163.5, 62, 17, size=11, bold=True),
    "total_items": Box("14", LEFT, 180.5, 24, 12, size=10, bold=True),
    "total_packages": Box("15", LEFT + 24, 180.5, 28, 12, size=10, bold=True),
    "gross_mass": Box("16", LEFT + 52, 180.5, 43, 12, size=10, bold=True),
    "lrn": Box("17", LEFT + 95, 180.5, 48, 12, size=9),
    "countries": Box("18", LEFT + 143, 180.5, 43, 12, size=10, bold=True),
    "guarantees": Box("19", LEFT, 192.5, WIDTH, 17, columns=3),
}
_CONTROL_Y, _CONTROL_HEIGHT = 209.5, 39.0
_INCIDENTS_Y, _INCIDENTS_HEIGHT = 248.5, 32.5
_INCIDENTS = {"office_place": 34, "date_time": 24, "incident": 80, "stamp": 48}


def fit(values: Mapping[str, Value]) -> dict[str, Fitted]:
    """The lines of each box, and which of them are not the whole."""
    return {name: _fit(box, values[name]) for name, box in BOXES.items()}


def _fit(box: Box, value: Value) -> Fitted:
    room = Room(box.column * mm, box.lines, box.size, box.bold)
    if value.flowing:
        return fitting.flow(value.rows, room)
    if box.columns == 1:
        return fitting.rows(value.rows, room)
    if len(value.rows) <= box.lines:
        # Few rows need not share the width.
        return fitting.rows(value.rows, Room((box.width - 2 * PAD) * mm, box.lines, box.size, box.bold))
    each = [fitting.text(row, Room(room.width, 1, box.size, box.bold)) for row in value.rows]
    if len(each) > box.lines * box.columns:
        each = [*each[: box.lines * box.columns - 2], Fitted([fitting.GAP], whole=False), each[-1]]
    return Fitted([part.lines[0] for part in each], all(part.whole for part in each))


def draw(
    sheet: Sheet,
    fitted: Mapping[str, Fitted],
    *,
    counts: Mapping[str, int],
    control: list[tuple[str, str]],
    labels: Labels,
) -> None:
    """The boxes below the head of the page. `counts`: boxes whose caption says how many values they have."""
    for name, box in BOXES.items():
        count = f" ({counts[name]})" if counts.get(name, 0) > 1 else ""
        frame(sheet, box, labels(name) + count)
        for index, line in enumerate(fitted[name].lines):
            column, row = divmod(index, box.lines)
            x = box.x + PAD + column * (box.column + PAD)
            sheet.text(x, box.y + box.first + row * box.step, line, size=box.size, bold=box.bold)
    sheet.box(LEFT, 37, WIDTH, _CONTROL_Y - 37, weight=HEAVY)
    _departure(sheet, control, labels)
    _destination(sheet, labels)
    _incidents(sheet, labels)


def frame(sheet: Sheet, box: Box, caption: str) -> None:
    """The edge of a box, its number and caption."""
    sheet.box(box.x, box.y, box.width, box.height)
    sheet.text(box.x + PAD, box.y + 3.1, box.number, size=6.5, bold=True)
    sheet.text(box.x + PAD + 1.6 * len(box.number) + 0.9, box.y + 3.1, caption, size=6.5)


def _departure(sheet: Sheet, control: list[tuple[str, str]], labels: Labels) -> None:
    box = Box("A", LEFT, _CONTROL_Y, HALF, _CONTROL_HEIGHT)
    frame(sheet, box, labels("control_departure"))
    y = box.y + 8
    for caption, text in control:
        sheet.text(box.x + PAD, y, caption, size=6.5)
        sheet.text(box.x + 24, y, text, size=8.5)
        y += 4.4
    _stamp(sheet, box, y - 2.6, labels)


def _destination(sheet: Sheet, labels: Labels) -> None:
    box = Box("B", LEFT + HALF, _CONTROL_Y, HALF, _CONTROL_HEIGHT)
    frame(sheet, box, labels("control_destination"))
    y = box.y + 8
    sheet.text(box.x + PAD, y, labels("arrived"), size=6.5)
    sheet.line(box.x + 30, y + 0.6, box.x + HALF - PAD, y + 0.6, weight=HAIR)
    y += 4.4
    for caption, choices in (("seals_found", ("intact", "broken", "different")), ("goods", ("conform", "not_conform"))):
        sheet.text(box.x + PAD, y, labels(caption), size=6.5)
        tick_boxes(sheet, box.x + 30, y, [labels(choice) for choice in choices], step=21)
        y += 4.4
    _stamp(sheet, box, y - 2.6, labels)


def tick_boxes(sheet: Sheet, x: float, y: float, choices: list[str], *, step: float) -> None:
    """Small squares to be ticked by hand, each with its word."""
    for index, choice in enumerate(choices):
        sheet.box(x + index * step, y - 2.2, 2.4, 2.4)
        sheet.text(x + index * step + 3.4, y, choice, size=7.5)


def _stamp(sheet: Sheet, box: Box, y: float, labels: Labels) -> None:
    """Below `y`: remarks on the left, name, signature and stamp on the right."""
    middle = box.x + 38
    sheet.line(box.x, y, box.x + box.width, y, weight=HAIR)
    sheet.line(middle, y, middle, box.y + box.height, weight=HAIR)
    sheet.text(box.x + PAD, y + 3.1, labels("remarks"), size=6.5)
    sheet.text(middle + PAD, y + 3.1, labels("stamp"), size=6.5)


def _incidents(sheet: Sheet, labels: Labels) -> None:
    box = Box("C", LEFT, _INCIDENTS_Y, WIDTH, _INCIDENTS_HEIGHT)
    frame(sheet, box, labels("incidents"))
    top, head = box.y + 4.5, box.y + 9
    row = (box.y + box.height - head) / 2
    for y in (top, head, head + row):
        sheet.line(LEFT, y, RIGHT, y, weight=HAIR)
    x = LEFT
    for name, width in _INCIDENTS.items():
        sheet.text(x + PAD, top + 3.1, labels(name), size=6.5)
        x += width
        if x < RIGHT:
            sheet.line(x, top, x, box.y + box.height, weight=HAIR)
    sheet.box(LEFT, _CONTROL_Y, WIDTH, _INCIDENTS_Y + _INCIDENTS_HEIGHT - _CONTROL_Y, weight=HEAVY)
