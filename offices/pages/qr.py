"""A QR code as the data of an SVG path: written into a page as an element, no image to fetch, nothing styled inline."""

from dataclasses import dataclass

import segno


@dataclass(frozen=True, slots=True)
class Drawing:
    """`path` draws the dark modules, each a unit square, on a field of `side` by `side`, quiet zone included."""

    side: int
    path: str


def draw(text: str) -> Drawing:
    """`text` as a QR code of medium error correction."""
    rows = [list(row) for row in segno.make_qr(text, error="m").matrix_iter(border=4)]
    dark = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, module in enumerate(row) if module]
    return Drawing(len(rows), "".join(dark))
