"""The Transit Accompanying Document: front, back, list of items (spec section 12).

Everything printed is in the snapshot: the same snapshot gives the same bytes. Never on it: access codes, amounts,
values, expected times. The back is the back of page 1; the list begins on page 2.
"""

import io
from collections.abc import Iterator
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from acts.common.pdf.sheet import HEAVY, LEFT, RIGHT, Sheet
from transit.models import Snapshot
from transit.pdf.tad import back, front, goods, printed
from transit.pdf.tad.labels import ENGLISH, Labels


def draw(snapshot: Snapshot, *, replaced_by: int | None = None) -> bytes:
    """The paper of a snapshot as PDF; `replaced_by`: the number of the version in force, printed on every page."""
    file = io.BytesIO()
    target = Canvas(file, pagesize=A4, invariant=1, pageCompression=1, lang=ENGLISH)
    document = snapshot.document
    target.setTitle(f"TAD {document['mrn']}, version {snapshot.number}")
    target.setAuthor(document["office_of_departure"])
    _Paper(snapshot, replaced_by, Sheet(target)).draw()
    target.save()
    return file.getvalue()


class _Paper:
    """One paper while it is drawn: laid out first, for every page says how many there are."""

    def __init__(self, snapshot: Snapshot, replaced_by: int | None, sheet: Sheet) -> None:
        document: dict[str, Any] = snapshot.document
        self.labels = labels = Labels(document["paper"]["languages"])
        self.document, self.sheet, self.replaced_by = document, sheet, replaced_by
        self.values = printed.boxes(document, labels)
        self.fitted = front.fit(self.values)
        self.short = [name for name, fitted in self.fitted.items() if not fitted.whole]
        self.pages = goods.pages(self._flow())
        self.about = f"{labels('version')} {snapshot.number} · {labels('issued')} " + printed.local(
            document["paper"]["issued_at"]
        )
        self.lacking = any("[?×" in line for line in self._lines())

    def _flow(self) -> Iterator[goods.Block]:
        yield from goods.blocks(self.document, self._totals(), self.labels)
        boxes = [(f"{front.BOXES[name].number} {self.labels(name)}", self.values[name]) for name in self.short]
        yield from goods.in_full(boxes, self.labels)

    def _totals(self) -> str:
        items, packages, mass = (self.values[name].rows[0] for name in ("total_items", "total_packages", "gross_mass"))
        labels = self.labels
        return " · ".join(
            (
                f"{labels('total_items')} {items}",
                f"{labels('total_packages')} {packages}",
                f"{labels('gross_mass')} {mass}",
            )
        )

    def _lines(self) -> Iterator[str]:
        for value in self.values.values():
            yield from value.rows
        for page in self.pages:
            for _, block in page.placed:
                for cell in block.cells:
                    yield from cell

    def draw(self) -> None:
        self._front()
        self._back()
        for number, page in enumerate(self.pages, 2):
            self._head(self._page(number), self.labels("list"))
            goods.draw(self.sheet, page, self.labels, last=page is self.pages[-1])
            self._foot()

    def _front(self) -> None:
        sheet, labels, mrn = self.sheet, self.labels, self.document["mrn"]
        left = sheet.code_128(RIGHT, 11, mrn, height=14)
        sheet.text(left, 31, labels("mrn"), size=8)
        sheet.text(left + 9, 31, mrn, size=14, bold=True)
        sheet.text(LEFT, 14, labels("system"), size=8.5)
        sheet.text(LEFT, 21, labels("title"), size=14, bold=True)
        sheet.text(LEFT, 27, self.about, size=8.5)
        sheet.text(LEFT, 32, self._page(1), size=8.5)
        self._replaced(LEFT + 36, 32)
        counts = {name: len(self.values[name].rows) for name in ("containers", "seals")}
        control = printed.departure_control(self.document, labels)
        front.draw(sheet, self.fitted, counts=counts, control=control, labels=labels)
        self._foot(labels("gap_note") if self.short else "")

    def _back(self) -> None:
        document, paper = self.document, self.document["paper"]
        codes = [
            document["office_of_departure"],
            *(row["office"] for row in document["offices_of_transit"]),
            document["office_of_destination"],
        ]
        self._head(f"{self._page(1)}, {self.labels('back')}", "")
        back.draw(self.sheet, [printed.office(code, paper) for code in codes], self.labels)
        self._foot()

    def _page(self, number: int) -> str:
        return f"{self.labels('page')} {number} {self.labels('of')} {len(self.pages) + 1}"

    def _head(self, page: str, title: str) -> None:
        sheet, labels = self.sheet, self.labels
        sheet.text(LEFT, 14, labels("title"), size=8.5)
        sheet.text(LEFT, 21, title, size=14, bold=True)
        self._replaced(LEFT, 26)
        sheet.text_to(RIGHT, 15, f"{labels('mrn')} {self.document['mrn']}", size=11, bold=True)
        sheet.text_to(RIGHT, 20, self.about, size=8.5)
        sheet.text_to(RIGHT, 24.5, page, size=8.5)
        sheet.line(LEFT, 27.5, RIGHT, 27.5, weight=HEAVY)

    def _replaced(self, x: float, y: float) -> None:
        if self.replaced_by is not None:
            text = f"{self.labels('replaced')} {self.replaced_by}"
            self.sheet.text(x, y, text, size=10, bold=True)

    def _foot(self, note: str = "") -> None:
        notes = [note] if note else []
        if self.lacking:
            notes.append(self.labels("lacking_note"))
        for index, line in enumerate(notes):
            self.sheet.text(LEFT, 285 + index * 3.2, line, size=6.5)
        self.sheet.next()
