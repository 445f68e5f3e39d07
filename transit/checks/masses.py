"""Masses in kilograms (spec sections 3 and 4)."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from acts.common.findings import Finding
from transit.checks.answer import broken
from transit.facts import Facts, rows
from transit.models import Item

_DECIMALS = 6
_BOUND = Decimal(10) ** (16 - _DECIMALS)


def fits(mass: Decimal) -> bool:
    """Whether a quantity is not negative and has at most 16 digits, 6 of them decimals."""
    if not mass.is_finite() or not 0 <= mass < _BOUND:
        return False
    exponent = mass.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -_DECIMALS:
        exponent = mass.normalize().as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -_DECIMALS


def kg(mass: Decimal) -> str:
    """A mass in plain digits, without needless zeros."""
    return f"{mass.normalize():f}"


def r_mass_01(facts: Facts) -> Iterator[Finding]:
    """Net is at most gross, item by item."""
    for index, item in enumerate(facts.items):
        net, gross = item.net_mass, item.gross_mass
        if net is not None and gross is not None and net > gross:
            yield broken(
                "R-MASS-01", facts.item_path(index, "net_mass"), f"more than the gross mass, {kg(gross)} kg", net
            )


def r_mass_02(facts: Facts) -> Iterator[Finding]:
    """The items of a consignment weigh no more than the consignment."""
    sums: defaultdict[int, Decimal] = defaultdict(Decimal)
    for item in facts.items:
        if item.gross_mass is not None:
            sums[id(item.consignment)] += item.gross_mass
    for index, row in enumerate(facts.parts.consignments):
        total = sums[id(row)]
        if row.gross_mass is not None and total > row.gross_mass:
            path = f"consignments[{index}].gross_mass"
            yield broken("R-MASS-02", path, f"less than its items together, {kg(total)} kg", row.gross_mass)


def _only_shared(item: Item) -> bool:
    packages = rows(item.packages)
    return bool(packages) and all(row.get("shared_with_item") is not None for row in packages)


def r_mass_03(facts: Facts) -> Iterator[Finding]:
    """A mass is zero only where all packages are shared with another item."""
    for index, item in enumerate(facts.items):
        for field, mass in (("gross_mass", item.gross_mass), ("net_mass", item.net_mass)):
            if mass is not None and not mass and not _only_shared(item):
                text = "may be zero only for packages shared with another item"
                yield broken("R-MASS-03", facts.item_path(index, field), text, mass)


def r_mass_04(facts: Facts) -> Iterator[Finding]:
    """Masses are not negative and have at most 16 digits, 6 of them decimals; a consignment weighs something."""
    text = "a positive mass of at most 16 digits, 6 of them decimals"
    for place, row in enumerate(facts.parts.consignments):
        if row.gross_mass is not None and not (row.gross_mass and fits(row.gross_mass)):
            yield broken("R-MASS-04", f"consignments[{place}].gross_mass", text, row.gross_mass)
    for index, item in enumerate(facts.items):
        if item.gross_mass is not None and not fits(item.gross_mass):
            yield broken("R-MASS-04", facts.item_path(index, "gross_mass"), text, item.gross_mass)
        if item.net_mass is not None and not fits(item.net_mass):
            yield broken("R-MASS-04", facts.item_path(index, "net_mass"), text, item.net_mass)


RULES = (r_mass_01, r_mass_02, r_mass_03, r_mass_04)
