"""Values and supplementary quantities: what the cover is computed from (spec section 3)."""

from collections.abc import Iterator

from acts.common import money
from acts.common.findings import Finding
from transit.checks.answer import broken, missing, unlisted
from transit.checks.masses import fits
from transit.facts import Facts


def r_val_01(facts: Facts) -> Iterator[Finding]:
    """The currency is one of ISO 4217."""
    known: dict[str, bool] = {}
    for index, item in enumerate(facts.items):
        code = item.value_currency
        if code and code not in known:
            known[code] = money.is_currency(code)
        if code and not known[code]:
            yield unlisted("R-VAL-01", facts.item_path(index, "value.currency"), "not a currency of ISO 4217", code)


def r_val_02(facts: Facts) -> Iterator[Finding]:
    """An amount is not negative, has at most 16 digits and no more decimals than its currency."""
    for index, item in enumerate(facts.items):
        amount, currency = item.value_amount, item.value_currency
        if amount is None or not money.is_currency(currency):
            continue
        if amount < 0 or not money.fits(amount, currency):
            text = f"not negative, at most 16 digits, {money.minor_units(currency)} of them decimals"
            yield broken("R-VAL-02", facts.item_path(index, "value.amount"), text, amount)


def r_val_03(facts: Facts) -> Iterator[Finding]:
    """A supplementary quantity has both amount and unit."""
    for index, item in enumerate(facts.items):
        amount, unit = item.supplementary_amount, item.supplementary_unit
        if (amount is None) != (not unit):
            field = "amount" if amount is None else "unit"
            path = facts.item_path(index, f"supplementary_quantity.{field}")
            yield missing("R-VAL-03", path, "amount and unit belong together")


def r_val_04(facts: Facts) -> Iterator[Finding]:
    """A supplementary quantity is not negative and has at most 16 digits, 6 of them decimals."""
    for index, item in enumerate(facts.items):
        amount = item.supplementary_amount
        if amount is not None and not fits(amount):
            path = facts.item_path(index, "supplementary_quantity.amount")
            yield broken("R-VAL-04", path, "not negative, at most 16 digits, 6 of them decimals", amount)


def r_val_05(facts: Facts) -> Iterator[Finding]:
    """Goods that a country of the route charges by quantity declare it, in that country's unit."""
    for index, item in enumerate(facts.items):
        for unit, countries in facts.reference.units.get(item.commodity_code, {}).items():
            text = f"{', '.join(countries)} charges {item.commodity_code} by quantity: declare it in {unit}"
            if item.supplementary_amount is None:
                yield missing("R-VAL-05", facts.item_path(index, "supplementary_quantity"), text)
            elif item.supplementary_unit != unit:
                path = facts.item_path(index, "supplementary_quantity.unit")
                yield broken("R-VAL-05", path, text, item.supplementary_unit)


RULES = (r_val_01, r_val_02, r_val_03, r_val_04, r_val_05)
