"""Reads of offices, profiles, calendars, roads. A movement's every act runs some of them: their queries are counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.db.models import Q

from acts.common.refusals import Refusal
from offices import calendar, distances
from offices.calendar import Calendar
from offices.enums import DeadlineKind, TimeUnit
from offices.models import Corridor, CountryProfile, DeadlineSetting, Holiday, Office, RoadDistance

# Holidays this far ahead are read for working time: far more than any deadline counted in it.
_HOLIDAYS_AHEAD = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class AlertTerms:
    """When the parties of a guarantee are warned: below which share in percent, and how many days before the end."""

    low_percent: int
    expiry_days: int


class NoProfile(Refusal):
    """The country has no profile on that day, or the profile lacks a value asked for."""

    code = "no-profile"
    title = "The country has no profile for that day."


def offices_by_code(*, codes: Iterable[str]) -> dict[str, Office]:
    """The offices that exist among `codes`, each with its country: one query."""
    return {row.code: row for row in Office.objects.filter(pk__in=set(codes)).select_related("country")}


def profile_on(*, country: str, day: date) -> CountryProfile:
    """The profile of `country` that holds on `day`, its deadlines at hand: two queries. Raises NoProfile."""
    profile = profiles_on(countries=[country], day=day).get(country)
    if profile is None:
        raise NoProfile(f"{country} has no profile on {day}")
    return profile


def profiles_on(*, countries: Iterable[str], day: date) -> dict[str, CountryProfile]:
    """The profiles of several countries on `day`, by country code; two queries. The newest wins if two hold."""
    rows = CountryProfile.objects.on(day).filter(country__in=set(countries)).order_by("valid_from")
    return {row.country_id: row for row in rows.prefetch_related("deadlines")}


def alert_terms(*, countries: Iterable[str], day: date) -> dict[str, AlertTerms]:
    """When bank and principal are warned of a guarantee, by country, as its profile on `day` says; one query."""
    rows = CountryProfile.objects.on(day).filter(country__in=set(countries)).order_by("valid_from")
    fields = rows.values_list("country", "low_balance_percent", "expiry_alert_days")
    return {country: AlertTerms(percent, days) for country, percent, days in fields}


def deadline_setting(*, profile: CountryProfile, kind: DeadlineKind) -> DeadlineSetting:
    """One deadline of a profile: no query if the profile comes from here. Raises NoProfile if it is not set."""
    for row in profile.deadlines.all():
        if row.kind == kind:
            return row
    raise NoProfile(f"the profile of {profile} sets no {kind}")


def calendar_for(
    *,
    office: Office,
    day: date,
    unit: TimeUnit = TimeUnit.WORKING_HOURS,
    profile: CountryProfile | None = None,
) -> Calendar:
    """The calendar to count `unit` at `office` from `day` on.

    Plain units need no query. Working units read the holidays of a year ahead (one query), and the profile
    (two more) unless it is given.
    """
    time_zone = office.country.time_zone
    if unit not in calendar.WORKING_UNITS:
        return Calendar(time_zone)
    profile = profile or profile_on(country=office.country_id, day=day)
    # A day more before: the local day may differ from the caller's.
    days = Holiday.objects.filter(
        country=office.country_id, day__range=(day - timedelta(days=1), day + _HOLIDAYS_AHEAD)
    ).values_list("day", flat=True)
    return Calendar(
        time_zone=time_zone,
        weekend=frozenset(profile.weekend),
        holidays=frozenset(days),
        opening_hours=tuple(tuple(hours) if hours else None for hours in office.opening_hours),
    )


def due_at(*, office: Office, profile: CountryProfile, kind: DeadlineKind, start: datetime) -> datetime:
    """When a deadline of `profile` that starts at `start` falls due at `office`: a query only for working time."""
    setting = deadline_setting(profile=profile, kind=kind)
    unit = TimeUnit(setting.unit)
    counted = calendar_for(office=office, day=local_day(office=office, at=start), unit=unit, profile=profile)
    return calendar.add(start=start, amount=setting.amount, unit=unit, calendar=counted)


def local_day(*, office: Office, at: datetime) -> date:
    """The day of an instant where the office stands."""
    return at.astimezone(ZoneInfo(office.country.time_zone)).date()


def kilometres(*, one: Office, other: Office) -> int:
    """Road kilometres between two offices: the table's, else estimated. One query."""
    return route_kilometres(offices=[one, other])


def route_kilometres(*, offices: Sequence[Office]) -> int:
    """Road kilometres along a chain of offices, leg by leg: the table's, else estimated. One query."""
    legs = [(min(pair, key=_code), max(pair, key=_code)) for pair in pairwise(offices) if pair[0].pk != pair[1].pk]
    if not legs:
        return 0
    codes = {office.pk for office in offices}
    rows = RoadDistance.objects.filter(Q(one__in=codes) & Q(other__in=codes))
    table = {(row.one_id, row.other_id): row.kilometres for row in rows}
    return sum(
        table[one.pk, other.pk] if (one.pk, other.pk) in table else estimated_kilometres(one=one, other=other)
        for one, other in legs
    )


def estimated_kilometres(*, one: Office, other: Office) -> int:
    """Great circle times 1.3, rounded up: for pairs without a row."""
    return distances.by_road(one=(one.latitude, one.longitude), other=(other.latitude, other.longitude))


def corridors() -> dict[str, list[str]]:
    """Suggested routes: name to office codes in order. Two queries."""
    rows = Corridor.objects.order_by("name").prefetch_related("stops")
    return {row.name: [stop.office_id for stop in row.stops.all()] for row in rows}


def _code(office: Office) -> str:
    return office.pk
