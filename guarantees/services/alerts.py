"""When principal and bank are warned of a guarantee: at the principal's own thresholds, else at the country's."""

import uuid
from datetime import datetime

from django.db import transaction

from guarantees import permissions
from guarantees.models import Guarantee
from guarantees.services import acting, engine
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
