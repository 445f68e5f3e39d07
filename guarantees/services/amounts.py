"""Raising and lowering what a guarantee covers: by who gave it (spec section 9)."""

import uuid
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from acts.common.models import Proposal
from acts.common.refusals import WrongState
from guarantees import permissions, selectors
from guarantees.enums import GuaranteeKind, GuaranteeState
from guarantees.models import Guarantee
from guarantees.services import acting, alerts, engine, limits
from guarantees.services import terms as conditions
from guarantees.services.risk_amount import plain
from offices.actors import Actor, local_day


def raise_amount(
    *,
    guarantee: uuid.UUID,
    amount: Decimal,
    currency: str,
    actor: Actor,
    at: datetime,
    confirmed: Proposal | None = None,
) -> Guarantee:
    """A higher reference amount, at once; only of an ACTIVE guarantee.

    Never of a waiver: two persons granted that one, no officer alone widens what nobody pays for.
    """
    with transaction.atomic():
        states = (GuaranteeState.ACTIVE,)
        row = _change_amount(guarantee, amount, currency, "raise_amount", states, actor, at, confirmed)
        # A raise binds the bank like an issue of the difference.
        acting.refuse_alone(row.guarantor, confirmed)
        return row


def lower_amount(*, guarantee: uuid.UUID, amount: Decimal, currency: str, actor: Actor, at: datetime) -> Guarantee:
    """A lower reference amount, never below what is reserved and paid."""
    states = (GuaranteeState.ACTIVE, GuaranteeState.SUSPENDED, GuaranteeState.CANCELLING)
    return _change_amount(guarantee, amount, currency, "lower_amount", states, actor, at)


def _change_amount(
    guarantee: uuid.UUID,
    amount: Decimal,
    currency: str,
    verb: str,
    states: tuple[GuaranteeState, ...],
    actor: Actor,
    at: datetime,
    confirmed: Proposal | None = None,
) -> Guarantee:
    with transaction.atomic():
        row = acting.locked(guarantee, actor, permissions.giver)
        if row.state not in states:
            raise WrongState(action=verb, state=row.state)
        found = conditions.amount_findings(amount=amount, currency=row.currency)
        if currency != row.currency:
            text = f"the guarantee is in {row.currency}"
            found.append(conditions.finding("R-GUARANTEE-21", "currency", text, currency))
        if verb == "raise_amount" and row.kind == GuaranteeKind.WAIVER:
            text = "a waiver is not raised: book another, which two persons grant"
            found.append(conditions.finding("R-GUARANTEE-25", "kind", text, row.kind))
        now = f"{plain(row.reference_amount)} {row.currency}"
        if not found and verb == "raise_amount" and amount <= row.reference_amount:
            text = f"is not a raise: a raise goes above the {now} of now"
            found.append(conditions.finding("R-GUARANTEE-17", "reference_amount", text, amount))
        if not found and verb == "lower_amount" and amount >= row.reference_amount:
            text = f"is not lower than the {now} of now"
            found.append(conditions.finding("R-GUARANTEE-18", "reference_amount", text, amount))
        if not found and amount < row.reserved + row.paid:
            text = f"{plain(row.reserved + row.paid)} {row.currency} are reserved or paid: it cannot go below that"
            found.append(conditions.finding("R-GUARANTEE-19", "reference_amount", text, amount))
        claimed = row.paid + selectors.outstanding(guarantee=row)
        if not found and amount * row.percentage / 100 < claimed:
            text = f"{plain(claimed)} {row.currency} are claimed or paid, more than {row.percentage} percent of it"
            found.append(conditions.finding("R-GUARANTEE-22", "reference_amount", text, amount))
        today = local_day(at, row.office.country.time_zone)
        if not found and verb == "raise_amount":
            found += limits.findings(guarantee=row, amount=amount, percentage=row.percentage, day=today)
        conditions.refuse(found)
        data = {"from": row.reference_amount, "to": amount, "currency": row.currency, **acting.first_person(confirmed)}
        before, of = row.available, row.reference_amount
        row.reference_amount = amount
        engine.note(row, verb, actor=actor, at=at, data=data, fields=["reference_amount"])
        engine.tell(row, "GUARANTEE_AMOUNT_CHANGED", at=at, office=True)
        alerts.warn_of_low_balance(guarantee=row, before=before, of=of, day=today, at=at)
        return row
