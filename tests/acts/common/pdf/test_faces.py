"""What the faces hold, and what is printed for letters they lack."""

import pytest

from acts.common.pdf import faces


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("บริษัท จำกัด", "[?×6] [?×5]"),
        ("Café ខ្មែរ Ltd", "Café [?×5] Ltd"),
        ("ab\u202ecd", "ab[?×1]cd"),
        ("ab\u200bcd", "ab[?×1]cd"),
        ("\U0001f69a", "[?×1]"),
    ],
)
def test_printable_counts_what_the_face_lacks(text: str, shown: str) -> None:
    assert faces.printable(text) == shown


@pytest.mark.parametrize("text", ["<b>&amp;</b> %s \\n", "Đường Nguyễn Thị Minh Khai", "ấạẵỳ", "Ça – “é” №5 ±²°"])
def test_printable_leaves_latin_and_vietnamese(text: str) -> None:
    assert faces.printable(text) == text


def test_printable_composes_letters_and_marks() -> None:
    assert faces.printable("Nguye\u0302\u0303n") == "Nguyễn"


def test_printable_takes_any_white_space_for_a_blank() -> None:
    assert faces.printable("a\tb\nc\u00a0d") == "a b c d"


def test_bold_face_holds_what_the_regular_one_does() -> None:
    assert faces.face().widths.keys() <= faces.face(bold=True).widths.keys()


def test_measure_is_the_width_reportlab_draws() -> None:
    from reportlab.pdfbase import pdfmetrics

    face = faces.face(bold=True)
    text = "Tuas Checkpoint, ấạẵỳ"
    assert face.measure(text) * 8 / 1000 == pytest.approx(pdfmetrics.stringWidth(text, face.name, 8))
