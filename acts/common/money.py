"""Money: Decimal and an ISO 4217 currency, never float."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from functools import cache

from iso4217 import Currency

MAX_DIGITS = 16


@cache
def minor_units(currency: str) -> int:
    """How many decimals the currency has (ISO 4217): 2 for SGD, 0 for VND. ValueError if it has none listed."""
    exponent = Currency(currency).exponent
    if exponent is None:
        raise ValueError(f"{currency} has no minor unit")
    return int(exponent)


def is_currency(code: str) -> bool:
    """Whether `code` is a currency of ISO 4217 that amounts can be stated in."""
    try:
        minor_units(code)
    except ValueError:
        return False
    return True


@cache
def _quantum(currency: str) -> Decimal:
    return Decimal(1).scaleb(-minor_units(currency))


def fits(amount: Decimal, currency: str) -> bool:
    """Whether `amount` has no more decimals than its currency and at most 16 digits."""
    if not amount.is_finite() or abs(amount) >= Decimal(10) ** MAX_DIGITS:
        return False
    exponent = amount.normalize().as_tuple().exponent
    return isinstance(exponent, int) and -exponent <= minor_units(currency)


def round_up(amount: Decimal, currency: str) -> Decimal:
    """`amount` rounded up, once, to the minor unit: cover is never short by a rounding (spec section 9)."""
    with localcontext(prec=60):
        return amount.quantize(_quantum(currency), rounding=ROUND_CEILING)


def round_down(amount: Decimal, currency: str) -> Decimal:
    """`amount` rounded down to the minor unit: what somebody has to pay at most."""
    with localcontext(prec=60):
        return amount.quantize(_quantum(currency), rounding=ROUND_FLOOR)
