"""Claims on guarantors: notified, demanded, contested, paid, withdrawn (spec sections 9 and 11).

Every verb locks the guarantee first: its lock guards the claims on it, their reservations and the ledger.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django_fsm import TransitionNotAllowed

from acts.common import money
from acts.common.findings import FindingClass
from acts.common.refusals import NotAllowed, NotFound, RulesBroken, WrongState
from acts.notices.enums import EventKind
from guarantees import locks, permissions, selectors
from guarantees.enums import OPEN_CLAIM, ClaimState, EntryKind, GuaranteeKind, ReservationState
from guarantees.models import Claim, Guarantee, Payment, Reservation
from guarantees.services import conversion, cover, engine, exchange, ledger, terms
from guarantees.services.risk_amount import plain
from offices import selectors as offices
from offices.actors import Actor, local_day


@dataclass(frozen=True, slots=True)
class Notified:
    """The claims made of a debt in declared order, and what no guarantee covers.

    That is in `currency`: the guarantees' own, or the debt's where nothing was there to be claimed on.
    """

    claims: tuple[Claim, ...]
    uncovered: Decimal
    currency: str


def notify(
    *, reference: str, debt: Decimal, currency: str, fixed_on: date, office: str, actor: Actor, at: datetime
) -> Notified:
    """IE023: claim a debt on the guarantees that hold cover for the journey, in declared order; recovery calls it.

    `debt` is in `currency`; in a guarantee's own it is taken at the rate of `fixed_on`, rounded up. Of each guarantee
    at most what it holds for the journey and what its guarantor still owes; of a waiver nothing: nobody stands behind.
    Refuses: a debt that is no amount, a missing rate, a journey with a claim on it already. The caller has judged
    whether `actor` may; `office` is the one that recovers.
    """
    terms.refuse(terms.amount_findings(amount=debt, currency=currency, path="debt"))
    with transaction.atomic():
        guarantees = {row.pk: row for row in locks.holding(reference=reference)}
        held = Reservation.objects.filter(reference=reference, state=ReservationState.LIVE, guarantee__in=guarantees)
        rows = list(held.order_by("order"))
        if Claim.objects.filter(reservation__in=rows).exclude(state=ClaimState.WITHDRAWN).exists():
            raise WrongState(action="notify_claim", state="CLAIMED", code="R-CLAIM-01")
        rows = [row for row in rows if guarantees[row.guarantee_id].kind != GuaranteeKind.WAIVER]
        if not rows:
            return Notified((), debt, currency)
        # All guarantees of a journey are in one currency (spec section 9).
        own = rows[0].currency
        factor = conversion.factors(sources=[currency], target=own, day=fixed_on)[currency]
        left = exchange.rounded_up([(debt, factor)], currency=own)
        claims: list[Claim] = []
        for row in rows:
            guarantee = guarantees[row.guarantee_id]
            amount = min(row.amount, _owed(guarantee), left)
            if amount <= 0:
                continue
            left -= amount
            claim = Claim(
                guarantee=guarantee,
                reservation=row,
                reference=reference,
                order=row.order,
                office=office,
                amount=amount,
                currency=guarantee.currency,
                debt_amount=debt,
                debt_currency=currency,
                debt_fixed_on=fixed_on,
                factor=factor,
                notified_at=at,
            )
            claim.save(force_insert=True)
            ledger.write(
                entries=[ledger.post(guarantee=guarantee, kind=EntryKind.CLAIM, amount=amount, at=at, reservation=row)]
            )
            claims.append(claim)
            _record(claim, "notify", "", actor, at, office=office)
            tell(claim, "IE023", EventKind.CLAIM_NOTIFIED, at)
    return Notified(tuple(claims), left, own)


def acknowledge(*, claim: uuid.UUID, actor: Actor, at: datetime) -> Claim:
    """The guarantor says that it has the claim; once."""
    with transaction.atomic():
        row = taken(claim, actor, permissions.debtor)
        if row.state not in OPEN_CLAIM or row.acknowledged_at is not None:
            raise WrongState(action="acknowledge", state=row.state if row.acknowledged_at is None else "ACKNOWLEDGED")
        row.acknowledged_at = at
        row.save(update_fields=["acknowledged_at"])
        _record(row, "acknowledge", row.state, actor, at)
        return row


def demand(*, claim: uuid.UUID, due_on: date, actor: Actor, at: datetime) -> Claim:
    """The office that claims asks for payment by `due_on`, a day where it stands."""
    with transaction.atomic():
        row = taken(claim, actor, permissions.recovery)
        if due_on < local_day(at, offices.office(code=row.office).country.time_zone):
            raise RulesBroken.one("R-CLAIM-02", "due_on", "is past", due_on)
        row.due_on, row.demanded_at = due_on, at
        fire(row, "demand", actor, at, fields=["due_on", "demanded_at"], due_on=due_on)
        tell(row, "CLAIM_DEMANDED", EventKind.CLAIM_DEMANDED, at, due_on=due_on)
        return row


def pay(
    *, claim: uuid.UUID, amount: Decimal, currency: str, payment_reference: str, actor: Actor, at: datetime
) -> Claim:
    """One payment, whole or in part: one PAY entry (reservation down, paid up).

    Refuses more than is outstanding, another currency, a payment of the same reference again.
    """
    with transaction.atomic():
        row = taken(claim, actor, permissions.debtor)
        before, whole = row.state, amount == row.outstanding
        _fire_only(row, "pay" if whole else "pay_part", "pay")
        _refuse_payment(row, amount, currency, payment_reference)
        guarantee, held = row.guarantee, row.reservation
        entry = ledger.post(guarantee=guarantee, kind=EntryKind.PAY, amount=amount, at=at, reservation=held)
        ledger.write(entries=[entry])
        Payment.objects.create(claim=row, entry=entry, reference=payment_reference, amount=amount, at=at)
        _hold(held, held.amount - amount)
        row.paid += amount
        row.ended_at = at if whole else None
        row.save(update_fields=["state", "paid", "ended_at"])
        data = {"amount": amount, "currency": currency, "payment": payment_reference}
        _record(row, "pay", before, actor, at, **data)
        tell(row, f"CLAIM_{row.state}", EventKind.CLAIM_SETTLED if whole else None, at)
        if whole:
            _free_rest(row, at)
        return row


def withdraw(*, claim: uuid.UUID, reason: str, actor: Actor, at: datetime) -> Claim:
    """The office asks for nothing any more; what was paid stays paid."""
    with transaction.atomic():
        row = taken(claim, actor, permissions.recovery)
        _end(row, reason, actor, at)
        return row


def undo(*, reference: str, reason: str, actor: Actor, at: datetime) -> list[Claim]:
    """Give back every payment for the journey and withdraw every claim (section 5 row 22); recovery calls it.

    A payment is given back by a reversing entry; where its reservation has ended, by an ADJUST that restores it. What
    was paid on a claim withdrawn since is given back too: the debt it was paid for is gone. Returns the claims touched.
    """
    with transaction.atomic():
        guarantees = {row.pk: row for row in locks.claimed_for(reference=reference)}
        touched = ~Q(state=ClaimState.WITHDRAWN) | Q(paid__gt=0)
        rows = Claim.objects.filter(touched, reference=reference, guarantee__in=guarantees)
        found = list(rows.select_related("reservation").order_by("order", "notified_at"))
        # A claim withdrawn and the one made after it share their reservation: what one gives back the other must see.
        held = {row.reservation_id: row.reservation for row in found}
        for row in found:
            row.guarantee, row.reservation = guarantees[row.guarantee_id], held[row.reservation_id]
            if row.paid:
                _give_back(row, actor, at)
        for row in found:
            if row.state == ClaimState.WITHDRAWN:
                tell(row, "CLAIM_WITHDRAWN", EventKind.CLAIM_SETTLED, at, reason=reason)
            else:
                _end(row, reason, actor, at)
        return found


def _give_back(claim: Claim, actor: Actor, at: datetime) -> None:
    guarantee, held = claim.guarantee, claim.reservation
    live = held.state == ReservationState.LIVE
    given = [row.entry for row in claim.payments.select_related("entry")]
    ledger.write(
        entries=[
            ledger.post(
                guarantee=guarantee,
                kind=EntryKind.PAY if live else EntryKind.ADJUST,
                amount=entry.amount,
                at=at,
                reservation=held,
                reverses=entry if live else None,
            )
            for entry in given
        ]
    )
    if live:
        _hold(held, held.amount + claim.paid)
    back, claim.paid = claim.paid, Decimal(0)
    if claim.state == ClaimState.WITHDRAWN:
        claim.save(update_fields=["paid"])
        _record(claim, "give_back", claim.state, actor, at, amount=back)
        return
    claim.ended_at = None
    fire(claim, "give_back", actor, at, fields=["paid", "ended_at"], amount=back)


def _end(claim: Claim, reason: str, actor: Actor, at: datetime) -> None:
    claim.reason, claim.ended_at = reason, at
    fire(claim, "withdraw", actor, at, fields=["reason", "ended_at"], reason=reason)
    tell(claim, "CLAIM_WITHDRAWN", EventKind.CLAIM_SETTLED, at, reason=reason)
    _free_rest(claim, at)


def _free_rest(claim: Claim, at: datetime) -> None:
    """The journey ended while the claim was open: what is left of the reservation is freed now."""
    held = claim.reservation
    if held.state == ReservationState.LIVE and held.freed_after_claim_at is not None:
        cover.free([(claim.guarantee, held)], EntryKind.RELEASE, ReservationState.RELEASED, at=at)


def _hold(held: Reservation, amount: Decimal) -> None:
    held.amount = amount
    held.save(update_fields=["amount"])


def _refuse_payment(claim: Claim, amount: Decimal, currency: str, reference: str) -> None:
    found = terms.amount_findings(amount=amount, currency=claim.currency, path="amount")
    if currency != claim.currency:
        found.append(terms.finding("R-CLAIM-03", "currency", f"the claim is in {claim.currency}", currency))
    if not found and amount > claim.outstanding:
        text = f"is more than the {plain(claim.outstanding)} {claim.currency} outstanding"
        found.append(terms.finding("R-CLAIM-04", "amount", text, amount))
    if claim.payments.filter(reference=reference).exists():
        text = "this payment is booked already"
        found.append(terms.finding("R-CLAIM-05", "payment_reference", text, reference, FindingClass.DUPLICATE))
    terms.refuse(found)


def _owed(guarantee: Guarantee) -> Decimal:
    """What the guarantor may still be asked for: the guarantee amount less what was paid and what is claimed."""
    left = guarantee.guarantee_amount - guarantee.paid - selectors.outstanding(guarantee=guarantee)
    return money.round_down(left, guarantee.currency)


def taken(claim: uuid.UUID, actor: Actor, allowed: Callable[[Actor, Claim], bool]) -> Claim:
    """The claim behind its guarantee's lock. NotFound, or NotAllowed to who may know of it."""
    guarantee = locks.with_claim(claim=claim)
    rows = selectors.claims(actor=actor).select_related("reservation")
    row = rows.filter(pk=claim).first() if guarantee is not None else None
    if guarantee is None or row is None:
        raise NotFound("no such claim")
    row.guarantee = guarantee
    if not allowed(actor, row):
        raise NotAllowed
    return row


def _fire_only(claim: Claim, verb: str, action: str) -> None:
    before = claim.state
    try:
        getattr(claim, verb)()
    except TransitionNotAllowed as error:
        raise WrongState(action=action, state=before, code="R-CLAIM-01") from error


def fire(claim: Claim, verb: str, actor: Actor, at: datetime, *, fields: list[str], **data: Any) -> None:
    """Fire `verb` on a claim taken: state, changed `fields`, one row in the guarantee's history."""
    before = claim.state
    _fire_only(claim, verb, verb)
    claim.save(update_fields=["state", *fields])
    _record(claim, verb, before, actor, at, **data)


def _record(claim: Claim, verb: str, before: str, actor: Actor, at: datetime, **data: Any) -> None:
    """A row in the guarantee's history: claims have none of their own."""
    facts = {"claim": claim.pk, "reference": claim.reference, "from": before, "to": claim.state, **data}
    engine.note(claim.guarantee, f"claim_{verb}", actor=actor, at=at, data=facts)


def tell(claim: Claim, notice: str, event: EventKind | None, at: datetime, **facts: Any) -> None:
    """Tell principal, guarantor and office of guarantee; the guarantor's systems with the amounts."""
    body = {"claim": claim.pk, "claim_state": claim.state, **facts}
    engine.tell(claim.guarantee, notice, at=at, reference=claim.reference, office=True, body=body)
    if event is not None:
        facts |= {"claim": claim.pk, "reference": claim.reference, "claimed": plain(claim.amount)}
        engine.publish(claim.guarantee, event, at=at, **facts)
