"""The list of items, from page 2 on: every item in full, by consignment; then what page 1 had no room for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from reportlab.lib.units import mm

from acts.common.pdf import fitting
from acts.common.pdf.faces import printable
from acts.common.pdf.fitting import Room
from acts.common.pdf.sheet import HAIR, LEFT, LINE, RIGHT, WIDTH, Sheet
from transit.pdf.tad import printed
from transit.pdf.tad.labels import Labels

TOP, BOTTOM = 36.5, 281.0
SIZE, STEP, GAP, PAD = 7.5, 3.4, 0.9, 1.0
_FEWEST = 4
"""Lines of an item that must find room before a page may break in it."""
_STRIKE = 10.0
"""An empty end of this many millimetres is struck out."""
COLUMNS = {
    "item": 9.0,
    "code": 17.0,
    "description": 59.0,
    "origin": 12.0,
    "packages": 35.0,
    "item_gross_mass": 27.0,
    "item_net_mass": 27.0,
}
_EDGES = [LEFT + sum(list(COLUMNS.values())[:index]) for index in range(len(COLUMNS) + 1)]
_ROOMS = {name: Room((width - 2 * PAD) * mm, 1, SIZE) for name, width in COLUMNS.items()}
_WHOLE = Room((WIDTH - 2 * PAD) * mm, 1, SIZE)
_WHOLE_BOLD = replace(_WHOLE, bold=True)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together: of each column, or of the whole width and then the first `bold` ones bold.

    `leads`: it stays with what follows. `section` heads what is left of a consignment, or of the boxes, on a new page.
    """

    cells: tuple[list[str], ...]
    bold: int = 0
    leads: bool = False
    section: str = ""

    @property
    def lines(self) -> int:
        return max(map(len, self.cells))

    @property
    def is_item(self) -> bool:
        return len(self.cells) > 1

    def split(self, lines: int) -> tuple["Block", "Block"]:
        """The first lines, and the rest under the item's number or the caption, with "(…)"."""
        first = tuple(cell[:lines] for cell in self.cells)
        rest = [cell[lines:] for cell in self.cells]
        if self.is_item:
            rest[0] = [self.cells[0][0], fitting.GAP]
        elif self.bold:
            rest[0] = [f"{self.cells[0][0]} {fitting.GAP}", *rest[0]]
        return replace(self, cells=first), replace(self, cells=tuple(rest), bold=min(self.bold, 1))


@dataclass(slots=True)
class Page:
    """Blocks, each with where it begins."""

    placed: list[tuple[float, Block]] = field(default_factory=list)
    y: float = TOP

    def room(self) -> int:
        """How many lines of one more block find room."""
        return int((BOTTOM - self.y - 2 * GAP) / STEP)

    def add(self, block: Block) -> None:
        self.placed.append((self.y, block))
        self.y += block.lines * STEP + 2 * GAP


def blocks(document: Mapping[str, Any], totals: str, labels: Labels) -> Iterator[Block]:
    """Consignments with their items, and the line of totals."""
    consignments = document["consignments"]
    for place, row in enumerate(consignments, 1):
        title = f"{labels('consignment')} {place} {labels('of')} {len(consignments)}"
        yield _heading(row, title, labels)
        section = f"{title} {fitting.GAP}" if len(consignments) > 1 else ""
        for item in row["items"]:
            yield Block(_cells(item, labels), section=section)
    yield _bold_then(fitting.wrap(totals, _WHOLE_BOLD), [])


def in_full(boxes: Sequence[tuple[str, printed.Value]], labels: Labels) -> Iterator[Block]:
    """Boxes of page 1 that were abbreviated there, as (caption, value)."""
    title = labels("boxes_in_full")
    if boxes:
        yield replace(_bold_then([title], []), leads=True)
    for caption, value in boxes:
        box = _bold_then([caption], [", ".join(value.rows)] if value.flowing else value.rows)
        yield replace(box, section=f"{title} {fitting.GAP}")


def _heading(row: Mapping[str, Any], title: str, labels: Labels) -> Block:
    facts = [title, f"{labels('consignment_mass')} {row['gross_mass']} kg"]
    if row["transport_document"]:
        facts.append(printable(f"{labels('transport_document')} {row['transport_document']}"))
    parties = [f"{labels(role)}: {printed.party(row[role])}" for role in ("consignor", "consignee")]
    return replace(_bold_then(fitting.wrap(" · ".join(facts), _WHOLE_BOLD), parties), leads=True)


def _bold_then(bold: list[str], rows: Sequence[str]) -> Block:
    return Block(([*bold, *(line for row in rows for line in fitting.wrap(row, _WHOLE))],), bold=len(bold))


def _cells(item: Mapping[str, Any], labels: Labels) -> tuple[list[str], ...]:
    texts = {
        "item": [str(item["number"])],
        "code": [item["commodity_code"]],
        "description": _description(item, labels),
        "origin": [item["country_of_origin"]],
        "packages": [_package(row, labels) for row in item["packages"]],
        "item_gross_mass": [item["gross_mass"]],
        "item_net_mass": [item["net_mass"]],
    }
    return tuple([line for row in rows for line in fitting.wrap(row, _ROOMS[name])] for name, rows in texts.items())


def _description(item: Mapping[str, Any], labels: Labels) -> list[str]:
    rows = [printable(item["description"])]
    if item["dangerous_goods_code"]:
        rows.append(f"UN {item['dangerous_goods_code']}")
    for name in ("previous_documents", "supporting_documents"):
        if item[name]:
            named = ", ".join(f"{row['type']} {row['reference']}" for row in item[name])
            rows.append(printable(f"{labels(name)}: {named}"))
    return rows


def _package(row: Mapping[str, Any], labels: Labels) -> str:
    count = [] if row.get("count") is None else [str(row["count"])]
    shared = [f"({labels('with_item')} {row['shared_with_item']})"] if row.get("shared_with_item") else []
    return printable(" ".join([*count, row["kind"], *filter(None, [row.get("marks")]), *shared]))


def pages(flow: Iterator[Block]) -> list[Page]:
    """The blocks on as many pages as they take; at least one."""
    found = [Page()]
    for block in flow:
        rest: Block | None = block
        while rest is not None:
            rest = _place(found, rest)
    return found


def _place(found: list[Page], block: Block) -> Block | None:
    """Put the block on the last page or on a new one; what is left of it if it is longer than a page."""
    page = found[-1]
    room = page.room()
    needed = block.lines + (_FEWEST if block.leads else 0)
    fits = needed <= room or (block.lines > page_lines() // 2 and room >= _FEWEST)
    if not fits and page.placed:
        page = Page()
        found.append(page)
        if block.section:
            page.add(_bold_then([block.section], []))
    if block.lines <= page.room():
        page.add(block)
        return None
    first, rest = block.split(page.room())
    page.add(first)
    found.append(Page())
    return rest


def page_lines() -> int:
    """Lines of a page that holds a single block."""
    return Page().room()


def draw(sheet: Sheet, page: Page, labels: Labels, *, last: bool) -> None:
    """The table below the head of the page; on the last one what stays empty is struck out, lest anything be added."""
    if any(block.is_item for _, block in page.placed):
        _captions(sheet, labels)
    for y, block in page.placed:
        sheet.line(LEFT, y, RIGHT, y, weight=HAIR if block.is_item else LINE)
        if block.is_item:
            _item(sheet, y, block)
        else:
            for index, line in enumerate(block.cells[0]):
                sheet.text(LEFT + PAD, _baseline(y, index), line, size=SIZE, bold=index < block.bold)
    sheet.line(LEFT, page.y, RIGHT, page.y, weight=LINE)
    if last and page.y + _STRIKE < BOTTOM:
        sheet.line(LEFT, BOTTOM, RIGHT, page.y, weight=HAIR)


def _captions(sheet: Sheet, labels: Labels) -> None:
    for index, name in enumerate(COLUMNS):
        if name.endswith("mass"):
            sheet.text_to(_EDGES[index + 1] - PAD, TOP - 1.8, labels(name), size=6.5)
        else:
            sheet.text(_EDGES[index] + PAD, TOP - 1.8, labels(name), size=6.5)


def _item(sheet: Sheet, y: float, block: Block) -> None:
    last = len(block.cells) - 2
    for column, cell in enumerate(block.cells):
        for index, line in enumerate(cell):
            baseline = _baseline(y, index)
            if column >= last:
                sheet.text_to(_EDGES[column + 1] - PAD, baseline, line, size=SIZE)
            else:
                sheet.text(_EDGES[column] + PAD, baseline, line, size=SIZE, bold=column == 0)


def _baseline(y: float, index: int) -> float:
    return y + GAP + 2.65 + index * STEP
