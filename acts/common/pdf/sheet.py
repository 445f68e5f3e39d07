"""One A4 page to draw on, black on white. Places in millimetres from the upper left corner, type sizes in points."""

from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from acts.common.pdf import faces

HEIGHT = A4[1] / mm
LEFT, RIGHT = 12.0, 198.0
WIDTH = RIGHT - LEFT
BAR = 0.96
"""Width of a narrow bar in points: 0.339 mm, two whole dots of a scanner at 150 dpi."""
HAIR, LINE, HEAVY = 0.35, 0.6, 1.2


class Sheet:
    """What papers need of a canvas."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    def text(self, x: float, y: float, text: str, *, size: float, bold: bool = False) -> None:
        """One line from `x` on, its baseline at `y`; every character is in the face (`faces.printable`)."""
        self._canvas.setFont(faces.face(bold=bold).name, size)
        self._canvas.drawString(x * mm, (HEIGHT - y) * mm, text)

    def text_to(self, x: float, y: float, text: str, *, size: float, bold: bool = False) -> None:
        """The same, ending at `x`."""
        wide = faces.face(bold=bold).measure(text) * size / 1000
        self.text(x - wide / mm, y, text, size=size, bold=bold)

    def line(self, x1: float, y1: float, x2: float, y2: float, *, weight: float = LINE) -> None:
        self._canvas.setLineWidth(weight)
        self._canvas.line(x1 * mm, (HEIGHT - y1) * mm, x2 * mm, (HEIGHT - y2) * mm)

    def box(self, x: float, y: float, width: float, height: float, *, weight: float = LINE) -> None:
        """A rectangle whose upper left corner is at `x`, `y`."""
        self._canvas.setLineWidth(weight)
        self._canvas.rect(x * mm, (HEIGHT - y - height) * mm, width * mm, height * mm)

    def code_128(self, right: float, y: float, value: str, *, height: float) -> float:
        """`value` as Code 128, its last bar ending at `right`; where the first one begins.

        Ten bars' width on either side and the page's margin must stay white.
        """
        code = Code128(value, barWidth=BAR, barHeight=height * mm, quiet=False)
        left: float = right - code.width / mm
        code.drawOn(self._canvas, left * mm, (HEIGHT - y - height) * mm)
        return left

    def next(self) -> None:
        self._canvas.showPage()
