"""Where a guarantee stands against the thresholds of which bank and principal are warned (spec section 9)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import F, Q, QuerySet

from guarantees.enums import GuaranteeKind, GuaranteeState
from guarantees.models import Guarantee
from offices import selectors as offices
from offices.actors import local_day


def is_low(*, available: Decimal, of: Decimal, percent: int) -> bool:
    """Whether `available` is so little `of` a reference amount that bank and principal are told."""
    return available < of * percent / 100


def expiring(*, countries: Iterable[str], day: date) -> QuerySet[Guarantee]:
    """Guarantees of these countries whose last day is near on `day`, and whose parties were not told of that day yet.

    What is near is the principal's to say, else the country's profile's.
    """
    near = Q(pk=None)
    usable = Guarantee.objects.filter(state=GuaranteeState.ACTIVE, valid_until__gte=day)
    for country, terms in offices.alert_terms(countries=countries, day=day).items():
        horizon = day + timedelta(days=terms.expiry_days)
        near |= Q(office__country=country, alert_days=None, valid_until__lte=horizon)
    here = Q(office__country__in=list(countries))
    for days in (
        usable.filter(here, alert_days__isnull=False).order_by().values_list("alert_days", flat=True).distinct()
    ):
        near |= here & Q(alert_days=days, valid_until__lte=day + timedelta(days=days or 0))
    rows = usable.filter(near)
    return rows.exclude(expiry_told_for__isnull=False, expiry_told_for=F("valid_until")).order_by("valid_until")


def alerts(*, guarantee: Guarantee, at: datetime) -> list[str]:
    """Of what bank and principal are warned now: LOW_BALANCE, EXPIRY, at the principal's thresholds or the country's.

    A single journey guarantee is meant to be spent, and one that covers nothing more needs no warning.
    """
    if guarantee.state != GuaranteeState.ACTIVE:
        return []
    today = local_day(at, guarantee.office.country.time_zone)
    profile = offices.profile_on(country=guarantee.office.country_id, day=today)
    found = []
    percent = profile.low_balance_percent if guarantee.alert_percent is None else guarantee.alert_percent
    days = profile.expiry_alert_days if guarantee.alert_days is None else guarantee.alert_days
    low = is_low(available=guarantee.available, of=guarantee.reference_amount, percent=percent)
    if low and guarantee.kind != GuaranteeKind.SINGLE_JOURNEY:
        found.append("LOW_BALANCE")
    until, horizon = guarantee.valid_until, today + timedelta(days=days)
    if until is not None and until <= horizon:
        found.append("EXPIRY")
    return found
