"""What is allowed and yet most often a slip of the pen: told to who writes the declaration, refusing nothing."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from acts.common.findings import Finding
from transit.checks.answer import broken
from transit.checks.masses import kg
from transit.facts import Facts

_LIGHT = Decimal("0.75")
"""Pallets and wrapping weigh something; goods that make up less than this share of a consignment are rare."""
_FAR = timedelta(days=30)
"""No road of the region takes as long."""


def r_unusual_01(facts: Facts) -> Iterator[Finding]:
    """The items of a consignment weigh far less than the consignment."""
    sums: defaultdict[int, Decimal] = defaultdict(Decimal)
    for item in facts.items:
        sums[id(item.consignment)] += item.gross_mass or 0
    for index, row in enumerate(facts.parts.consignments):
        total = sums[id(row)]
        if row.gross_mass is not None and 0 < total < row.gross_mass * _LIGHT:
            text = (
                f"consignment {index + 1} weighs {kg(row.gross_mass)} kg, its items only {kg(total)} kg: is it right?"
            )
            yield broken("R-UNUSUAL-01", f"consignments[{index}].gross_mass", text, row.gross_mass)


def r_unusual_02(facts: Facts) -> Iterator[Finding]:
    """The first expected instant that lies more than a month ahead: most often another year was typed."""
    for stop in facts.stops:
        if stop.office is not None and stop.expected_at is not None and stop.expected_at - facts.starts_at > _FAR:
            ends = stop.path == "office_of_destination"
            path = "expected_arrival_at" if ends else f"{stop.path}.expected_at"
            day = facts.local_day(stop.expected_at, stop.office.country_id)
            text = f"expected at {stop.office.name} on {day.isoformat()}, more than a month ahead: is the year right?"
            yield broken("R-UNUSUAL-02", path, text, stop.expected_at.isoformat())
            return


RULES = (r_unusual_01, r_unusual_02)
