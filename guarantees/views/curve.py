"""The curve of the days ahead as a drawing: steps, because cover is freed at once (spec section 9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from guarantees.selectors import Headroom, Point

WIDTH, HEIGHT = 600, 120


@dataclass(frozen=True, slots=True)
class Curve:
    """`line` and `area` are paths in a field of WIDTH x HEIGHT that stands for the days and for 0 to `top`."""

    line: str
    area: str
    top: Decimal
    first: Point
    last: Point
    lowest: Point
    points: Sequence[Point]
    width: int = WIDTH
    height: int = HEIGHT


def of(headroom: Headroom, *, reference_amount: Decimal) -> Curve:
    """The curve below the reference amount, or below what stands above it."""
    points = headroom.points
    top = max(reference_amount, *(point.available for point in points))
    step = Decimal(WIDTH) / len(points)
    # Two units stay free above and below, so that no stroke is cut.
    heights = [round(HEIGHT - 2 - (HEIGHT - 4) * point.available / top) for point in points]
    steps = [f"V{height}H{round(step * (day + 1))}" for day, height in enumerate(heights)]
    return Curve(
        line=f"M0 {heights[0]}" + "".join(steps),
        area=f"M0 {HEIGHT}" + "".join(steps) + f"V{HEIGHT}Z",
        top=top,
        first=points[0],
        last=points[-1],
        lowest=min(points, key=lambda point: point.available),
        points=points,
    )
