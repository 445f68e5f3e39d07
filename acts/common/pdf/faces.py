"""The faces of the papers, how wide their letters are, and what they cannot show.

Noto Sans holds Latin with the Vietnamese letters, Greek and Cyrillic. What it lacks is never dropped: a run of n such
characters is printed as `[?×n]`.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path(__file__).resolve().parent / "fonts"
REGULAR, BOLD = "NotoSans-Regular", "NotoSans-Bold"
_PLAIN = re.compile(r"[ -~]*")
_INVISIBLE = ("Cc", "Cf", "Cn", "Co", "Cs")


@dataclass(frozen=True, slots=True)
class Face:
    """A font as ReportLab knows it by `name`, and the width of each of its characters in thousandths of the size."""

    name: str
    widths: Mapping[str, float]

    def measure(self, text: str) -> float:
        """The width of `text` in thousandths of the font size; every character must be in the face."""
        return sum(map(self.widths.__getitem__, text))


@cache
def face(*, bold: bool = False) -> Face:
    """The regular or the bold face, read and made known to ReportLab once per process."""
    name = BOLD if bold else REGULAR
    font = TTFont(name, FOLDER / f"{name}.ttf")
    pdfmetrics.registerFont(font)
    widths = {chr(code): width for code, width in font.face.charWidths.items()}
    visible = {char: width for char, width in widths.items() if unicodedata.category(char) not in _INVISIBLE}
    return Face(name, visible)


def printable(text: str) -> str:
    """`text` as the faces can show it: composed letters (NFC), any white space as a blank, `[?×n]` for n they lack.

    Characters that show nothing or turn the reading direction count among those they lack.
    """
    if _PLAIN.fullmatch(text):
        return text
    known = face().widths
    composed = (" " if char.isspace() else char for char in unicodedata.normalize("NFC", text))
    runs = ((lacking, "".join(run)) for lacking, run in groupby(composed, lambda char: char not in known))
    return "".join(f"[?×{len(run)}]" if lacking else run for lacking, run in runs)
