"""Exposure as bars: what share is reserved, paid, free; each currency by its own greatest amount."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

WIDTH = 1000
"""Of the picture, in its own units."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of the chart: the whole amount and its parts as lengths of at most WIDTH."""

    name: str
    total: Decimal
    currency: str
    length: int
    reserved: int
    paid: int

    @property
    def paid_at(self) -> int:
        """Where the part that was paid begins."""
        return self.reserved


def bars(rows: Iterable[dict[str, Any]]) -> list[Bar]:
    """A bar for each row of totals; what is there at all is seen, however small."""
    found = list(rows)
    greatest: dict[str, Decimal] = {}
    for row in found:
        greatest[row["currency"]] = max(greatest.get(row["currency"], Decimal(0)), row["total"])

    def length(part: Decimal, currency: str) -> int:
        return max(4, round(part / greatest[currency] * WIDTH)) if part else 0

    return [
        Bar(
            row["name"] or "",
            row["total"],
            row["currency"],
            length(row["total"], row["currency"]),
            length(row["held"], row["currency"]),
            length(row["settled"], row["currency"]),
        )
        for row in found
    ]
