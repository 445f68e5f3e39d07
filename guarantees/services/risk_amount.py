"""The amount at risk: the debt in any one state at the highest rates on the route (spec section 9). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from itertools import groupby
from typing import Any

from acts.common import money
from acts.common.findings import Finding, FindingClass
from acts.common.refusals import RulesBroken
from guarantees.enums import Basis
from guarantees.services.exchange import PRECISION, Exchange, rounded_up

_HUNDRED = Decimal(100)


class RateMissing(RulesBroken):
    """A rate, an exchange rate or a quantity is missing: never a silent default; each names code, country, day."""

    code = "rate-missing"
    title = "The amount at risk cannot be computed."


@dataclass(frozen=True, slots=True)
class Goods:
    """One item of goods as the computation sees it; `item` is its number in the declaration."""

    item: int
    commodity_code: str
    value: Decimal
    currency: str
    supplementary_amount: Decimal | None = None
    supplementary_unit: str = ""
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Rate:
    """One rate row as loaded for the day; `rate` is percent, or money of the country per `unit`."""

    code_prefix: str
    charge: str
    basis: str
    rate: Decimal
    unit: str
    cumulation: int


@dataclass(frozen=True, slots=True)
class CountryRates:
    """What one country charges on the day: its currency and its rate rows by code prefix."""

    currency: str
    by_prefix: Mapping[str, Sequence[Rate]]

    def of(self, code: str) -> list[Rate]:
        """The row of each charge with the longest prefix of `code`, in order of cumulation."""
        rows: dict[str, Rate] = {}
        for length in range(len(code), 0, -1):
            for row in self.by_prefix.get(code[:length], ()):
                rows.setdefault(row.charge, row)
        return sorted(rows.values(), key=lambda row: (row.cumulation, row.charge))


@dataclass(frozen=True, slots=True)
class AtRisk:
    """The result, JSON-ready in its parts: `totals` one row per country of the route, `lines` one per country and item.

    `country` is the one with the highest total; `amount` that total in `currency`, rounded up once. Totals carry the
    rates applied by code; amounts of lines are in the country's own currency, not rounded to its minor unit.
    """

    amount: Decimal
    currency: str
    country: str
    totals: list[dict[str, Any]]
    lines: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class _Formula:
    """The charges on one code in one country, each as `a` x value + `b` x quantity: they are linear in both."""

    parts: tuple[tuple[str, Decimal, Decimal], ...]
    a: Decimal
    b: Decimal
    units: frozenset[str]


def amount_at_risk(
    *,
    goods: Sequence[Goods],
    countries: Sequence[str],
    rates: Mapping[str, CountryRates],
    exchange: Exchange,
    currency: str,
    day: date,
) -> AtRisk:
    """The highest country's charges on all goods, in `currency`, rounded up once to its minor unit.

    `countries` is the route in order, departure included. The countries' totals are compared in `currency`, the
    guarantee's own: it is the one in which the amount is held. Raises RateMissing with every gap found, RulesBroken
    for an amount that no guarantee can hold (more than 16 digits).
    """
    gaps: dict[tuple[str, ...], Finding] = {}
    totals: list[dict[str, Any]] = []
    lines: list[dict[str, Any]] = []
    highest, at = Decimal(-1), ""
    with localcontext(prec=PRECISION):
        for country in dict.fromkeys(countries):
            total, row = _country(goods, country, rates.get(country), exchange, day, lines, gaps)
            factor = exchange.factor(row["currency"], currency) if row["currency"] else None
            if row["currency"] and factor is None and goods:
                _gap(gaps, goods[0], country, day, "R-EXCHANGE-01", _no_exchange(row["currency"], currency))
            compared = total * (factor or 0)
            totals.append({**row, "amount": _kept(total), "compared": _kept(compared), "compared_in": currency})
            if compared > highest:
                highest, at = compared, country
        if gaps:
            raise RateMissing(gaps.values())
        amount = rounded_up([(highest, Decimal(1))], currency=currency)
    if not money.fits(amount, currency):
        text = f"the amount at risk has more than {money.MAX_DIGITS} digits in {currency}"
        raise RulesBroken.one("R-RATE-03", "consignments", text)
    return AtRisk(amount, currency, at, totals, lines)


def _country(
    goods: Sequence[Goods],
    country: str,
    rates: CountryRates | None,
    exchange: Exchange,
    day: date,
    lines: list[dict[str, Any]],
    gaps: dict[tuple[str, ...], Finding],
) -> tuple[Decimal, dict[str, Any]]:
    """The total of one country in its own currency, and its row of the totals; adds to `lines` and `gaps`."""
    total = Decimal(0)
    own = rates.currency if rates else ""
    formulas: dict[str, _Formula | None] = {}
    factors: dict[str, Decimal | None] = {}
    applied: dict[str, list[dict[str, Any]]] = {}
    for row in goods:
        code = row.commodity_code
        if code not in formulas:
            found = rates.of(code) if rates else []
            formulas[code] = _formula(found) if found else None
            applied[code] = [_shown(rate) for rate in found]
        formula = formulas[code]
        if formula is None:
            _gap(gaps, row, country, day, "R-RATE-01", "no rate")
            continue
        if row.currency not in factors:
            factors[row.currency] = exchange.factor(row.currency, own)
        factor = factors[row.currency]
        if factor is None:
            _gap(gaps, row, country, day, "R-EXCHANGE-01", _no_exchange(row.currency, own))
            continue
        quantity = row.supplementary_amount
        if formula.units and (quantity is None or formula.units != {row.supplementary_unit}):
            needed = " and ".join(sorted(formula.units))
            _gap(gaps, row, country, day, "R-RATE-02", f"no supplementary quantity in {needed}", str(row.item))
            continue
        value = row.value * factor
        count = quantity if formula.units and quantity is not None else Decimal(0)
        amount = formula.a * value + formula.b * count
        total += amount
        lines.append(
            {
                "country": country,
                "item": row.item,
                "commodity_code": code,
                "value": _kept(value),
                "charges": {charge: _kept(a * value + b * count) for charge, a, b in formula.parts},
                "amount": _kept(amount),
            }
        )
    shown = {source: _kept(factor) for source, factor in factors.items() if factor is not None}
    return total, {"country": country, "currency": own, "exchange": shown, "rates": applied}


def _formula(rates: Sequence[Rate]) -> _Formula:
    """Fold rows in order of cumulation: a percentage falls on the value and on every charge of a lower step."""
    parts: list[tuple[str, Decimal, Decimal]] = []
    a = b = Decimal(0)
    for _, step in groupby(rates, key=lambda row: row.cumulation):
        here: list[tuple[str, Decimal, Decimal]] = []
        for row in step:
            if row.basis == Basis.SPECIFIC:
                here.append((row.charge, Decimal(0), row.rate))
            else:
                share = row.rate / _HUNDRED
                here.append((row.charge, share * (1 + a), share * b))
        parts += here
        a += sum(part[1] for part in here)
        b += sum(part[2] for part in here)
    return _Formula(tuple(parts), a, b, frozenset(row.unit for row in rates if row.basis == Basis.SPECIFIC))


def _shown(rate: Rate) -> dict[str, Any]:
    return {
        "charge": rate.charge,
        "code_prefix": rate.code_prefix,
        "basis": rate.basis,
        "rate": plain(rate.rate),
        "unit": rate.unit,
        "cumulation": rate.cumulation,
    }


def _no_exchange(source: str, target: str) -> str:
    return f"no exchange rate {source}/{target}"


def _gap(
    gaps: dict[tuple[str, ...], Finding], row: Goods, country: str, day: date, code: str, what: str, *more: str
) -> None:
    """One finding per gap, at the first item that shows it."""
    text = f"{what} for code {row.commodity_code} in {country} on {day}"
    key = (code, what, country, *([row.commodity_code] if code != "R-EXCHANGE-01" else []), *more)
    gaps.setdefault(key, Finding(FindingClass.RULE_BROKEN, code, f"items[{row.item}]", text, row.commodity_code))


def _kept(amount: Decimal) -> str:
    """An amount or factor as kept with the movement: to ten decimals; the sums are of the unrounded ones."""
    return f"{amount:.10f}".rstrip("0").rstrip(".")


def plain(amount: Decimal) -> str:
    """A decimal as text without exponent and without trailing zeros."""
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
