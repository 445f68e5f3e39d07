"""The bar code is wide enough for a scanner."""

import io

import pypdfium2
import pytest
import zxingcpp
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from acts.common.pdf import sheet
from tests.transit.pdf import papers


def test_bars_are_at_least_a_third_of_a_millimetre() -> None:
    assert sheet.BAR / papers.POINTS >= 0.33


@pytest.mark.parametrize("value", [papers.MRN, "26VN000000000000J8", "26KHZZZZZZZZZZZZM0"])
@pytest.mark.parametrize("dpi", [150, 300])
def test_code_128_reads_back(value: str, dpi: int) -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    sheet.Sheet(canvas).code_128(sheet.RIGHT, 20, value, height=14)
    canvas.save()
    with pypdfium2.PdfDocument(file.getvalue()) as pdf:
        image = pdf[0].render(scale=dpi / 72).to_pil()
    assert [(code.text, code.format.name) for code in zxingcpp.read_barcodes(image)] == [(value, "Code128")]
