"""The statement of a guarantee on A4 (spec sections 9 and 16): its parties, its totals, every entry of the period."""

import io
from collections.abc import Callable, Sequence
from decimal import Decimal
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from reportlab.lib import colors
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, LongTable, PageTemplate, Paragraph, Spacer, TableStyle

from acts.common import money
from acts.common.pdf import faces
from guarantees.services.statements import Statement, Totals

_MARGIN, _FOOT = 18 * mm, 12 * mm
_COLUMNS = ("No.", "Date and time", "Entry", "Reference", "Amount", "Reserved", "Paid")
_WIDTHS = tuple(width * mm for width in (12, 33, 22, 43, 22, 22, 20))


def draw(statement: Statement) -> bytes:
    """The statement as PDF; the same facts give the same bytes."""
    file = io.BytesIO()
    faces.face(), faces.face(bold=True)
    paper = BaseDocTemplate(
        file,
        pagesize=A4,
        title=f"Statement {statement.guarantee}",
        author=statement.guarantee.office_id,
        invariant=1,
        lang="en",
    )
    frame = Frame(_MARGIN, _MARGIN, A4[0] - 2 * _MARGIN, A4[1] - 2 * _MARGIN, 0, 0, 0, 0)
    paper.addPageTemplates(PageTemplate(frames=[frame], onPage=lambda canvas, _: _foot(canvas, statement)))
    paper.build(_content(statement))
    return file.getvalue()


def _foot(canvas: Canvas, statement: Statement) -> None:
    canvas.setFont(faces.REGULAR, 7.5)
    canvas.drawString(_MARGIN, _FOOT, f"{statement.guarantee} · {statement.first_day} to {statement.last_day}")
    canvas.drawRightString(A4[0] - _MARGIN, _FOOT, f"page {canvas.getPageNumber()}")


def _content(statement: Statement) -> list[Flowable]:
    guarantee = statement.guarantee
    zone = guarantee.office.country.time_zone
    made = statement.made_at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")
    days = str(statement.first_day)
    if statement.last_day != statement.first_day:
        days = f"{statement.first_day} to {statement.last_day}"
    guarantor = str(guarantee.guarantor) if guarantee.guarantor is not None else "none"
    facts = [
        ("Guarantee (GRN)", str(guarantee)),
        ("Bank's reference", guarantee.bank_reference or "none"),
        ("Guarantor", guarantor),
        ("Principal", str(guarantee.principal)),
        ("Office of guarantee", f"{guarantee.office_id} {guarantee.office.name}"),
        ("Period", f"{days}, days in {zone}" + ("" if statement.final else " — provisional, the period is not over")),
        ("Made at", f"{made} {zone}"),
        ("Currency", guarantee.currency),
    ]
    return [
        _text("Statement of a transit guarantee", size=15, bold=True),
        Spacer(0, 5 * mm),
        _pairs(facts),
        Spacer(0, 4 * mm),
        _totals(statement),
        Spacer(0, 6 * mm),
        _entries(statement, zone),
    ]


def _pairs(facts: Sequence[tuple[str, str]]) -> LongTable:
    rows = [[_text(name, bold=True), _text(value)] for name, value in facts]
    return LongTable(rows, colWidths=(42 * mm, 132 * mm), style=TableStyle([("LEFTPADDING", (0, 0), (0, -1), 0)]))


def _shown(currency: str) -> Callable[[Decimal], str]:
    """How amounts of a currency are printed: all its decimals, thousands apart."""
    return lambda amount: f"{amount:,.{money.minor_units(currency)}f}"


def _totals(statement: Statement) -> LongTable:
    shown = _shown(statement.guarantee.currency)

    def row(name: str, totals: Totals) -> list[Paragraph]:
        return [_text(name), _number(shown(totals.reserved)), _number(shown(totals.paid))]

    head = [_text("Totals", bold=True), _number("Reserved", bold=True), _number("Paid", bold=True)]
    rows = [
        head,
        row(f"At the beginning of {statement.first_day}", statement.opening),
        row(f"At the end of {statement.last_day}", statement.closing),
    ]
    return LongTable(rows, colWidths=(90 * mm, 42 * mm, 42 * mm), style=_ruled())


def _entries(statement: Statement, zone: str) -> Flowable:
    if not statement.entries:
        return _text("No entries in this period.")
    shown = _shown(statement.guarantee.currency)
    right = (0, 4, 5, 6)
    head = [
        _number(name, bold=True) if index in right else _text(name, bold=True) for index, name in enumerate(_COLUMNS)
    ]
    rows = [head]
    for entry in statement.entries:
        sign = "−" if entry.reverses_id is not None else ""
        kind = f"{entry.kind} (reversal)" if sign else entry.kind
        rows.append(
            [
                _number(str(entry.sequence)),
                _text(entry.at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S")),
                _text(kind),
                _text(entry.reference),
                _number(sign + shown(entry.amount)),
                _number(shown(entry.reserved_after)),
                _number(shown(entry.paid_after)),
            ]
        )
    return LongTable(rows, colWidths=_WIDTHS, repeatRows=1, style=_ruled())


def _ruled() -> TableStyle:
    return TableStyle(
        [
            ("LINEBELOW", (0, 0), (-1, 0), 0.8, colors.black),
            ("LINEBELOW", (0, 1), (-1, -1), 0.2, colors.grey),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 2),
            ("RIGHTPADDING", (0, 0), (-1, -1), 2),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ]
    )


def _text(value: str, *, size: float = 8, bold: bool = False, right: bool = False) -> Paragraph:
    """Text from outside is shown as it is: no markup of its own, nothing that the face lacks dropped."""
    style = ParagraphStyle(
        "text",
        fontName=faces.BOLD if bold else faces.REGULAR,
        fontSize=size,
        leading=size * 1.3,
        splitLongWords=True,
        **({"alignment": TA_RIGHT} if right else {}),
    )
    return Paragraph(escape(faces.printable(value)), style)


def _number(value: str, *, bold: bool = False) -> Paragraph:
    return _text(value, bold=bold, right=True)
