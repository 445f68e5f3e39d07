"""Risk: simple profiles lead to a channel, and every hit says why (spec section 14)."""

import hashlib
import hmac
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings

from guarantees import selectors as guarantees
from guarantees.services.exchange import Exchange
from transit import operands
from transit.enums import Channel, ControlKind, RiskCriterion
from transit.facts import Parts
from transit.models import Movement, RiskHit, RiskProfile

_ORDER = {Channel.GREEN: 0, Channel.YELLOW: 1, Channel.RED: 2}
_DEPTH = {ControlKind.DOCUMENTS: 0, ControlKind.SCANNER: 1, ControlKind.BY_HAND: 2}


@dataclass(frozen=True, slots=True)
class Assessment:
    """The channel, the control it asks for, and the profiles hit with their reasons."""

    channel: Channel
    control: ControlKind | None
    hits: tuple[tuple[RiskProfile, str], ...]


def draw(movement: uuid.UUID, profile: int) -> Decimal:
    """A number from 0 to 100 that is fixed for movement and profile: an amendment is no second throw of the dice.

    Keyed, so that no trader can choose an LRN that stays out of the random share.
    """
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"risk:{movement}:{profile}".encode(), hashlib.sha256)
    return Decimal(int.from_bytes(digest[:4])) * 100 / 2**32


def reason(profile: RiskProfile, parts: Parts, *, drawn: Decimal, exchange: Exchange | None = None) -> str:
    """Why the profile is met, or an empty string. Pure.

    A profile that cannot be judged is met and says so: one malformed, or one of value without the exchange rate that
    it needs. Silence would let pass what the country wanted to see.
    """
    try:
        _rank(profile)
        return _met(profile, parts, drawn, exchange or Exchange({}))
    except ValueError:
        return f"profile {profile.name} cannot be read: {profile.criterion} {profile.operand!r}, {profile.channel}"


def _met(profile: RiskProfile, parts: Parts, drawn: Decimal, exchange: Exchange) -> str:
    movement, operand = parts.movement, profile.operand
    if wanted := operands.fault(profile.criterion, operand):
        raise ValueError(f"not {wanted}")
    match RiskCriterion(profile.criterion):
        case RiskCriterion.PRINCIPAL if movement.principal.number == operand:
            return f"principal {operand}"
        case RiskCriterion.COMMODITY:
            numbers = [item.number for item in parts.items if item.commodity_code.startswith(operand)]
            return f"commodity {operand} in item {_some(numbers)}" if numbers else ""
        case RiskCriterion.ORIGIN:
            numbers = [item.number for item in parts.items if item.country_of_origin == operand]
            return f"origin {operand} in item {_some(numbers)}" if numbers else ""
        case RiskCriterion.OFFICE:
            on_route = {row["office"] for row in parts.declaration.offices_of_transit}
            on_route |= {movement.office_of_departure_id, movement.office_of_destination_id}
            return f"office {operand} on the route" if operand in on_route else ""
        case RiskCriterion.VALUE:
            return _value_above(operand, parts, exchange)
        case RiskCriterion.RANDOM if drawn < Decimal(operand):
            return f"random share of {operand} percent"
    return ""


def _value_above(operand: str, parts: Parts, exchange: Exchange) -> str:
    """Whether all goods together, in the currency of the operand at the day's rates, are worth more than it says."""
    limit, _, currency = operand.partition(" ")
    amounts: dict[str, Decimal] = {}
    for item in parts.items:
        if item.value_amount is not None:
            amounts[item.value_currency] = amounts.get(item.value_currency, Decimal(0)) + item.value_amount
    factors = {source: exchange.factor(source, currency) for source in amounts}
    total = sum((amount * (factors[source] or 0) for source, amount in amounts.items()), Decimal(0))
    if total > Decimal(limit):
        return f"value {total:.2f} {currency} above {operand}"
    missing = sorted(source for source, factor in factors.items() if factor is None)
    return f"value above {operand} cannot be ruled out: no exchange rate for {', '.join(missing)}" if missing else ""


def _some(numbers: Sequence[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:5])
    return shown if len(numbers) <= 5 else f"{shown} and {len(numbers) - 5} more"


def assess(*, parts: Parts, profiles: Sequence[RiskProfile], exchange: Exchange | None = None) -> Assessment:
    """The highest channel of the profiles met, and the deepest control that one of it asks for; green if none is."""
    hits = []
    for profile in profiles:
        why = reason(profile, parts, drawn=draw(parts.movement.pk, profile.pk), exchange=exchange)
        if why:
            hits.append((profile, why))
    if not hits:
        return Assessment(Channel.GREEN, None, ())
    channel, control = max((channel_of(profile) for profile, _ in hits), key=_weight)
    return Assessment(channel, None if channel == Channel.GREEN else control, tuple(hits))


def channel_of(profile: RiskProfile) -> tuple[Channel, ControlKind]:
    """Where a profile met leads; one whose own channel or control cannot be read asks for the documents at least."""
    try:
        return _rank(profile)
    except ValueError:
        return Channel.YELLOW, ControlKind.DOCUMENTS


def _rank(profile: RiskProfile) -> tuple[Channel, ControlKind]:
    return Channel(profile.channel), ControlKind(profile.control)


def _weight(rank: tuple[Channel, ControlKind]) -> tuple[int, int]:
    return _ORDER[rank[0]], _DEPTH[rank[1]]


def deeper(kind: str, than: str) -> bool:
    """Whether a control of `kind` finds more than the other."""
    return _DEPTH[ControlKind(kind)] > _DEPTH[ControlKind(than)]


def record(*, parts: Parts, country: str, day: date, at: datetime) -> Assessment:
    """Assess with the country's profiles of the day, replace the stored hits, set the movement's channel (unsaved)."""
    movement: Movement = parts.movement
    profiles = list(RiskProfile.objects.on(day).filter(country=country).order_by("pk"))
    priced = any(profile.criterion == RiskCriterion.VALUE for profile in profiles)
    result = assess(parts=parts, profiles=profiles, exchange=guarantees.exchange(day=day) if priced else None)
    if movement.channel:
        RiskHit.objects.filter(movement=movement).delete()
    movement.channel = result.channel
    RiskHit.objects.bulk_create(
        [
            RiskHit(
                movement=movement,
                profile=profile,
                assessed_at=at,
                channel=channel_of(profile)[0],
                reason=why[:300],
            )
            for profile, why in result.hits
        ]
    )
    return result
