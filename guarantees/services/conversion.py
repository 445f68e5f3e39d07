"""The rate between two currencies on a day: one that is missing is an error, never a silent default."""

from datetime import date
from decimal import Decimal

from guarantees import selectors
from guarantees.services import terms
from guarantees.services.risk_amount import RateMissing


def needed(*, source: str, target: str, day: date) -> Decimal:
    """What one unit of `source` is in `target` on `day`. RateMissing names currencies and day."""
    if source == target:
        return Decimal(1)
    factor = selectors.exchange(day=day).factor(source, target)
    if factor is None:
        text = f"no exchange rate from {source} to {target} on {day}"
        raise RateMissing([terms.finding("R-EXCHANGE-01", "currency", text, source)])
    return factor
