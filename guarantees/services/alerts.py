"""When principal and bank are warned of a guarantee: at the principal's own thresholds, else at the country's."""

import uuid
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from acts.notices.enums import EventKind
from guarantees import permissions, thresholds
from guarantees.enums import GuaranteeKind
from guarantees.models import Guarantee
from guarantees.services import acting, engine
from offices import selectors as offices
from offices.actors import Actor


def set_thresholds(
    *, guarantee: uuid.UUID, low_balance_percent: int | None, expiry_days: int | None, actor: Actor, at: datetime
) -> Guarantee:
    """The principal's own: warned below so much of the reference amount, so many days before the last; None: the
    country's again.
    """
    with transaction.atomic():
        row = acting.locked(guarantee, actor, permissions.principal)
        row.alert_percent, row.alert_days = low_balance_percent, expiry_days
        # Whoever asks for an earlier warning shall have it, though another was given before.
        row.expiry_told_for = None
        data = {"low_balance_percent": low_balance_percent, "expiry_days": expiry_days}
        fields = ["alert_percent", "alert_days", "expiry_told_for"]
        engine.note(row, "set_thresholds", actor=actor, at=at, data=data, fields=fields)
        return row


def warn_of_low_balance(
    *, guarantee: Guarantee, before: Decimal, of: Decimal | None = None, day: date, at: datetime
) -> None:
    """Tell bank and principal once, when a use or a lower amount brings the balance down to little.

    `before` was available then, `of` the reference amount of then (None: as it still is).
    """
    country = guarantee.office_id[:2]
    terms = offices.alert_terms(countries=[country], day=day).get(country)
    # A single journey guarantee is meant to be spent.
    if terms is None or guarantee.kind == GuaranteeKind.SINGLE_JOURNEY:
        return
    percent = terms.low_percent if guarantee.alert_percent is None else guarantee.alert_percent
    now, then = guarantee.reference_amount, guarantee.reference_amount if of is None else of
    was_low = thresholds.is_low(available=before, of=then, percent=percent)
    if thresholds.is_low(available=guarantee.available, of=now, percent=percent) and not was_low:
        engine.publish(guarantee, EventKind.GUARANTEE_LOW_BALANCE, at=at)
        engine.tell(guarantee, EventKind.GUARANTEE_LOW_BALANCE.value, at=at)
