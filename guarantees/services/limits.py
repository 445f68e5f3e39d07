"""How much one guarantor may owe at an office in all (spec section 1): set with its approval, kept under a lock."""

from datetime import date
from decimal import Decimal

from acts.common.findings import Finding
from guarantees import exposures, locks, selectors
from guarantees.models import Guarantee
from guarantees.services import conversion, exchange, terms
from guarantees.services.risk_amount import plain


def findings(*, guarantee: Guarantee, amount: Decimal, percentage: int, day: date) -> list[Finding]:
    """Why its guarantor may not owe `percentage` of `amount` for this guarantee, beside all it owes at the office.

    Call with the guarantee locked: locks the guarantor until the transaction ends, so that two guarantees cannot
    together pass a limit that each would keep. What it has paid it no longer owes. Amounts in another currency count at
    the rate of `day`.
    """
    if guarantee.guarantor_id is None:
        return []
    locks.owing(guarantor=guarantee.guarantor_id)
    approvals = selectors.approved(day=day).filter(guarantor=guarantee.guarantor_id, office=guarantee.office_id)
    limits = [row.limit for row in approvals]
    # Of approvals that overlap the most generous holds, as each of them alone would let it: one without a limit first.
    limit = max((row for row in limits if row is not None), default=None)
    if limit is None or None in limits:
        return []
    currency = guarantee.office.country.currency
    others = exposures.standing(guarantor=guarantee.guarantor_id, office=guarantee.office_id).exclude(pk=guarantee.pk)
    amounts = [(amount * percentage / 100 - guarantee.paid, guarantee.currency)]
    amounts += [(row.guarantee_amount - row.paid, row.currency) for row in others]
    factors = conversion.factors(sources=[source for _, source in amounts], target=currency, day=day)
    owed = exchange.rounded_up([(part, factors[source]) for part, source in amounts], currency=currency)
    if owed <= limit:
        return []
    text = f"the guarantor may owe {plain(limit)} {currency} at this office, with this it would be {plain(owed)}"
    return [terms.finding("R-GUARANTEE-23", "reference_amount", text, amount)]
