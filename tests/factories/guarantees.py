"""Guarantors and guarantees, made through the services; time is always given."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from guarantees.enums import Basis, Charge, GuaranteeKind, GuaranteeState
from guarantees.models import AccessCode, ExchangeRate, Guarantee, Guarantor, GuarantorApproval, RateRow
from guarantees.services import access, cover
from guarantees.services.risk_amount import AtRisk
from offices.enums import FirmKind
from offices.models import Firm
from tests.factories import offices
from tests.factories.offices import SINCE

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CODE = "K7QM"


def rate(
    country: str, prefix: str, percent: str, *, charge: Charge = Charge.DUTY, cumulation: int = 0, **fields: Any
) -> RateRow:
    """A rate row; PERCENT unless `basis` says otherwise."""
    defaults: dict[str, Any] = {"basis": Basis.PERCENT, "valid_from": SINCE}
    row, _ = RateRow.objects.update_or_create(
        country_id=country,
        code_prefix=prefix,
        charge=charge,
        valid_from=fields.pop("valid_from", SINCE),
        defaults=defaults | {"rate": Decimal(percent), "cumulation": cumulation} | fields,
    )
    return row


def exchange(base: str, quote: str, value: str, *, valid_from: date = SINCE) -> ExchangeRate:
    """One unit of `base` is `value` units of `quote` from `valid_from`."""
    row, _ = ExchangeRate.objects.update_or_create(
        base=base, quote=quote, valid_from=valid_from, defaults={"rate": Decimal(value)}
    )
    return row
