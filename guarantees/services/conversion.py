"""The rates into one currency on a day: one that is missing is an error, never a silent default."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from guarantees import selectors
from guarantees.services import terms
from guarantees.services.risk_amount import RateMissing


def factors(*, sources: Iterable[str], target: str, day: date) -> dict[str, Decimal]:
    """What one unit of each of `sources` is in `target` on `day`; the day's rates are read once, if at all.

    RateMissing names currencies and day.
    """
    wanted = set(sources)
    found = {target: Decimal(1)} if target in wanted else {}
    foreign = sorted(wanted - {target})
    if not foreign:
        return found
    exchange = selectors.exchange(day=day)
    missing = []
    for source in foreign:
        factor = exchange.factor(source, target)
        if factor is None:
            text = f"no exchange rate from {source} to {target} on {day}"
            missing.append(terms.finding("R-EXCHANGE-01", "currency", text, source))
        else:
            found[source] = factor
    if missing:
        raise RateMissing(missing)
    return found
