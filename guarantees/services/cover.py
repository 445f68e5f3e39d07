"""Cover for a journey: checked, reserved at release, freed on discharge (spec section 9).

Guarantees know no movement: a journey is an opaque reference with its route, day and principal.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet

from acts.common import jobs, prepared
from acts.common.findings import Finding, FindingClass
from acts.common.refusals import Refusal
from acts.notices.enums import EventKind
from guarantees import locks, selectors
from guarantees.enums import OPEN_CLAIM, EntryKind, GuaranteeKind, GuaranteeState, RefusalReason, ReservationState
from guarantees.models import Claim, Guarantee, LedgerEntry, Reservation
from guarantees.services import access, alerts, engine, ledger, validity
from guarantees.services.facts import Declared, Journey, Lockout, Reason
from guarantees.services.risk_amount import AtRisk, Goods, RateMissing, amount_at_risk, plain
from offices.actors import SYSTEM

__all__ = [
    "AtRisk",
    "Checked",
    "CoverRefused",
    "Declared",
    "Goods",
    "Journey",
    "Lockout",
    "RateMissing",
    "Reason",
    "Share",
    "cancel",
    "check",
    "order_release",
    "release",
    "reserve",
    "shares",
]


class CoverRefused(Refusal):
    """The guarantees declared do not cover the journey; nothing was reserved and nothing written.

    `reasons` are the true ones, for the office; the findings carry what principal and API may be told.
    """

    code = "guarantee-refused"
    title = "The guarantee does not cover the journey."

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self.reasons = tuple(reasons)
        findings = [
            Finding(FindingClass.RULE_BROKEN, row.public_code, f"guarantees[{row.position}]", row.public_text, row.grn)
            for row in self.reasons
        ]
        super().__init__(
            "; ".join(dict.fromkeys(row.public_text for row in self.reasons)), findings=dict.fromkeys(findings)
        )


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer of a check: why not (nothing: covered), and the amount at risk."""

    reasons: tuple[Reason, ...]
    at_risk: AtRisk


def check(*, declared: Sequence[Declared], goods: Sequence[Goods], journey: Journey, at: datetime) -> Checked:
    """Whether the guarantees cover the journey, every reason at once; changes and reserves nothing.

    Raises RateMissing. Wrong tries are not yet counted: the caller passes the answer to `access.record_failures` in the
    transaction it commits. Until then nobody else tries a code of these GRNs, or as this user: each of many sent at
    once sees the wrong tries before it.
    """
    grns = [row.grn for row in declared]
    locks.tries(grns=grns, user=journey.user)
    found = {row.grn or "": row for row in Guarantee.objects.filter(grn__in=grns)}
    barred = access.locked(grns=grns, user=journey.user, lockout=journey.lockout, at=at)
    at_risk = compute(goods=goods, journey=journey, currency=_currency(declared, found, journey))
    reasons = _reasons(declared, found, goods, journey, at_risk, barred)
    return Checked(tuple(reasons), at_risk)


def compute(*, goods: Sequence[Goods], journey: Journey, currency: str) -> AtRisk:
    """The amount at risk of a journey in `currency` at the rates of its day; two statements. Raises RateMissing."""
    return amount_at_risk(
        goods=goods,
        countries=journey.countries,
        rates=selectors.rates(
            countries=journey.countries, codes={row.commodity_code for row in goods}, day=journey.day
        ),
        exchange=selectors.exchange(day=journey.day),
        currency=currency,
        day=journey.day,
    )


def reserve(
    *,
    declared: Sequence[Declared],
    goods: Sequence[Goods],
    journey: Journey,
    at_risk: AtRisk,
    expected_release_at: datetime | None,
    at: datetime,
) -> list[uuid.UUID]:
    """Hold `at_risk` for the journey and return the reservations' ids, in declared order.

    Locks the guarantees in GRN order, checks again, then each takes min(available, remainder) in declared order: all
    or nothing. Raises CoverRefused before anything is written, so the caller's transaction can go on and commit the
    refusal. No code is tried here (the digest was accepted before): the lock of five wrong tries does not stop it.
    """
    found = locks.named(grns=[row.grn for row in declared])
    reasons = _reasons(declared, found, goods, journey, at_risk, frozenset())
    if reasons:
        raise CoverRefused(replace(row, wrong_try=False) for row in reasons)
    remainder = at_risk.amount
    reservations: list[Reservation] = []
    entries: list[LedgerEntry] = []
    for order, row in enumerate(declared):
        guarantee = found[row.grn]
        share = min(guarantee.available, remainder)
        # A journey without any charge still uses its guarantee: the first one holds nothing for it.
        if not share and (remainder or reservations):
            continue
        remainder -= share
        reservation = Reservation(
            guarantee=guarantee,
            reference=journey.reference,
            order=order,
            amount=share,
            currency=guarantee.currency,
            country=at_risk.country,
            reserved_at=at,
            expected_release_at=expected_release_at,
        )
        reservations.append(reservation)
        entries.append(
            ledger.post(guarantee=guarantee, kind=EntryKind.RESERVE, amount=share, at=at, reservation=reservation)
        )
    prepared.insert(reservations)
    ledger.write(entries=entries)
    for reservation in reservations:
        if reservation.guarantee.kind == GuaranteeKind.SINGLE_JOURNEY:
            engine.fire(reservation.guarantee, "use", actor=SYSTEM, at=at, data={"reference": journey.reference})
        _publish_use(reservation, EventKind.GUARANTEE_RESERVED, at)
        before = reservation.guarantee.available + reservation.amount
        alerts.warn_of_low_balance(guarantee=reservation.guarantee, before=before, day=journey.day, at=at)
    return [row.pk for row in reservations]


@dataclass(frozen=True, slots=True)
class Share:
    """What one guarantee has and what it would give."""

    grn: str
    currency: str
    available: Decimal
    share: Decimal


def shares(*, declared: Sequence[Declared], amount: Decimal) -> list[Share]:
    """How an amount would be shared in declared order: each min(available, remainder). Reads only; the caller has
    checked that whoever asks may know the balances.
    """
    found = {row.grn: row for row in Guarantee.objects.filter(grn__in=[row.grn for row in declared])}
    rows = []
    for grn in dict.fromkeys(row.grn for row in declared):
        guarantee = found[grn]
        share = min(guarantee.available, amount)
        amount -= share
        rows.append(Share(grn, guarantee.currency, guarantee.available, share))
    return rows


def order_release(*, reference: str, at: datetime) -> None:
    """Order the background task that frees what `reference` holds; ordering it again changes nothing."""
    jobs.order(kind="guarantees.release", key=f"release:{reference}", at=at, payload={"reference": reference})


def release(*, reference: str, at: datetime) -> int:
    """Free every live reservation of `reference`, once however often it runs; how many. Tells principal and bank."""
    return len(_end(reference, EntryKind.RELEASE, ReservationState.RELEASED, at))


def cancel(*, reference: str, at: datetime) -> int:
    """Take back the reservations of a journey that never was (row 13); a single journey guarantee is ACTIVE again."""
    ended = _end(reference, EntryKind.CANCEL, ReservationState.CANCELLED, at)
    for row in ended:
        if row.state == GuaranteeState.USED:
            engine.fire(row, "give_back", actor=SYSTEM, at=at, data={"reference": reference})
    return len(ended)


def _end(reference: str, kind: EntryKind, state: ReservationState, at: datetime) -> list[Guarantee]:
    guarantees = {row.pk: row for row in locks.holding(reference=reference)}
    if not guarantees:
        return []
    # Read behind the lock: a second run that waited for the first one finds nothing left.
    rows = _not_claimed([row for row in _live(reference) if row.guarantee_id in guarantees], at)
    return free([(guarantees[row.guarantee_id], row) for row in rows], kind, state, at=at)


@prepared.by_key
def _live(reference: str) -> QuerySet[Reservation]:
    return Reservation.objects.filter(reference=reference, state=ReservationState.LIVE).order_by("order")


def _not_claimed(rows: list[Reservation], at: datetime) -> list[Reservation]:
    """Those that no open claim stands on; of the others it is kept that they are to be freed when the claim ends."""
    claimed = set(
        Claim.objects.filter(reservation__in=rows, state__in=OPEN_CLAIM).values_list("reservation", flat=True)
    )
    if claimed:
        Reservation.objects.filter(pk__in=claimed).update(freed_after_claim_at=at)
    return [row for row in rows if row.pk not in claimed]


def free(
    held: Sequence[tuple[Guarantee, Reservation]], kind: EntryKind, state: ReservationState, *, at: datetime
) -> list[Guarantee]:
    """End reservations of locked guarantees: an entry for what each still holds, its new state, the notices."""
    guarantees = {guarantee.pk: guarantee for guarantee, _ in held}
    rows = [row for _, row in held]
    entries = [
        ledger.post(guarantee=guarantees[row.guarantee_id], kind=kind, amount=row.amount, at=at, reservation=row)
        for row in rows
    ]
    ledger.write(entries=entries)
    for row in rows:
        row.state, row.ended_at = state, at
        prepared.update(row, ["state", "ended_at"], was={"state": ReservationState.LIVE})
        row.guarantee = guarantees[row.guarantee_id]
        engine.tell(row.guarantee, f"GUARANTEE_{state.value}", at=at, reference=row.reference)
        _publish_use(row, EventKind.GUARANTEE_RELEASED, at)
    return [row.guarantee for row in rows]


def _publish_use(use: Reservation, kind: EventKind, at: datetime) -> None:
    """Tell the bank's systems what is held or freed, for which journey, and which country set it."""
    engine.publish(
        use.guarantee,
        kind,
        at=at,
        reference=use.reference,
        amount=plain(use.amount),
        country=use.country,
        expected_release_at=use.expected_release_at,
    )


def _currency(declared: Sequence[Declared], found: dict[str, Guarantee], journey: Journey) -> str:
    """The currency of the first guarantee that is the principal's; without one, that of the country of departure.

    Another principal's guarantee must look like a number that is not known, by its currency too.
    """
    for row in declared:
        if row.grn in found and found[row.grn].principal_id == journey.principal:
            return found[row.grn].currency
    return selectors.currency_of(country=journey.country_of_departure)


def _reasons(
    declared: Sequence[Declared],
    found: dict[str, Guarantee],
    goods: Sequence[Goods],
    journey: Journey,
    at_risk: AtRisk,
    barred: frozenset[str],
) -> list[Reason]:
    """Every reason of every guarantee; the amount only for who has shown the right codes: it would tell the balance."""
    keys = validity.keys(guarantees=found.values(), journey=journey)
    standing = validity.standing(guarantees=found.values(), day=journey.day)
    sensitive = _sensitive(found.values(), goods, journey)
    reasons: list[Reason] = []
    for position, row in enumerate(declared):
        guarantee = found.get(row.grn)
        twice = any(other.grn == row.grn for other in declared[:position])
        reasons += validity.reasons(
            declared=row,
            position=position,
            guarantee=guarantee,
            keys=keys.get(guarantee.pk, validity.Keys()) if guarantee is not None else validity.Keys(),
            goods=goods,
            journey=journey,
            currency=at_risk.currency,
            standing=guarantee is not None and guarantee.pk in standing,
            sensitive=sensitive,
            barred=row.grn in barred,
            twice=twice,
        )
    if any(row.hidden for row in reasons):
        return reasons
    names = dict.fromkeys(row.grn for row in declared)
    usable = [found[grn] for grn in names if found[grn].currency == at_risk.currency]
    if sum((row.available for row in usable), Decimal(0)) < at_risk.amount:
        last = declared[-1]
        reasons.append(
            Reason(RefusalReason.AMOUNT.value, last.grn, "the amount available is not enough", len(declared) - 1)
        )
    return reasons


def _sensitive(guarantees: Iterable[Guarantee], goods: Sequence[Goods], journey: Journey) -> bool:
    """Whether sensitive goods are among them, by the item or by the tariff; asked only where a guarantee cares."""
    if all(row.sensitive_goods for row in guarantees):
        return False
    codes = selectors.known_codes(codes={row.commodity_code for row in goods}, day=journey.day)
    return any(row.sensitive or codes.get(row.commodity_code, False) for row in goods)
