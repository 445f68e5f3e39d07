"""Reads of offices, profiles, calendars, roads: from the registers kept in memory (`offices.register`)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from acts.common.refusals import Refusal
from offices import calendar, distances, register
from offices.actors import local_day
from offices.calendar import Calendar
from offices.enums import DeadlineKind, TimeUnit
from offices.models import Corridor, Country, CountryProfile, DeadlineSetting, Office


@dataclass(frozen=True, slots=True)
class AlertTerms:
    """When the parties of a guarantee are warned: below which share in percent, and how many days before the end."""

    low_percent: int
    expiry_days: int


class NoProfile(Refusal):
    """The country has no profile on that day, or the profile lacks a value asked for."""

    code = "no-profile"
    title = "The country has no profile for that day."


def country(*, code: str) -> Country:
    """The member state of that code; KeyError if there is none."""
    return register.current().countries[code]


def time_zone(*, country: str) -> str:
    """The time zone of a member state; UTC for no country."""
    return register.current().countries[country].time_zone if country else "UTC"


def office(*, code: str) -> Office:
    """The office of that code with its country; KeyError if there is none."""
    return register.current().offices[code]


def offices_by_code(*, codes: Iterable[str]) -> dict[str, Office]:
    """The offices that exist among `codes`, each with its country."""
    offices = register.current().offices
    return {code: offices[code] for code in codes if code in offices}


def open_offices(*, day: date) -> list[Office]:
    """The offices that exist on `day`, each with its country, by country and name."""
    rows = (row for row in register.current().offices.values() if row.open_on(day))
    return sorted(rows, key=lambda row: (row.country.name, row.name))


def member_states() -> list[Country]:
    """The member states by name."""
    return sorted(register.current().countries.values(), key=lambda row: row.name)


def profile_on(*, country: str, day: date) -> CountryProfile:
    """The profile of `country` that holds on `day`, its deadlines at hand. Raises NoProfile."""
    profile = register.current().profile_on(country, day)
    if profile is None:
        raise NoProfile(f"{country} has no profile on {day}")
    return profile


def profile_at(*, office: Office, at: datetime) -> CountryProfile:
    """The profile of the office's country on the day it is there at `at`. Raises NoProfile."""
    return profile_on(country=office.country_id, day=local_day(at, office.country.time_zone))


def alert_terms(*, countries: Iterable[str], day: date) -> dict[str, AlertTerms]:
    """When bank and principal are warned of a guarantee, by country, as its profile on `day` says."""
    registers = register.current()
    found = {country: registers.profile_on(country, day) for country in countries}
    return {
        country: AlertTerms(row.low_balance_percent, row.expiry_alert_days)
        for country, row in found.items()
        if row is not None
    }


def deadline_setting(*, profile: CountryProfile, kind: DeadlineKind) -> DeadlineSetting:
    """One deadline of a profile. Raises NoProfile if it is not set."""
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
    """The calendar to count `unit` at `office` from `day` on; by the profile of that day unless one is given."""
    time_zone = office.country.time_zone
    if unit not in calendar.WORKING_UNITS:
        return Calendar(time_zone)
    profile = profile or profile_on(country=office.country_id, day=day)
    return Calendar(
        time_zone=time_zone,
        weekend=frozenset(profile.weekend),
        holidays=register.current().holidays.get(office.country_id, frozenset()),
        opening_hours=tuple(tuple(hours) if hours else None for hours in office.opening_hours),
    )


def due_at(*, office: Office, profile: CountryProfile, kind: DeadlineKind, start: datetime) -> datetime:
    """When a deadline of `profile` that starts at `start` falls due at `office`."""
    setting = deadline_setting(profile=profile, kind=kind)
    unit = TimeUnit(setting.unit)
    counted = calendar_for(office=office, day=local_day(start, office.country.time_zone), unit=unit, profile=profile)
    return calendar.add(start=start, amount=setting.amount, unit=unit, calendar=counted)


def route_kilometres(*, offices: Sequence[Office]) -> int:
    """Road kilometres along a chain of offices, leg by leg: the table's, else estimated."""
    legs = [(min(pair, key=_code), max(pair, key=_code)) for pair in pairwise(offices) if pair[0].pk != pair[1].pk]
    if not legs:
        return 0
    table = register.current().kilometres
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
