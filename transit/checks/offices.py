"""Offices exist, are open on the day, have the role, and stand once (spec section 4)."""

from collections.abc import Iterator
from datetime import date

from acts.common.findings import Finding
from offices.enums import OfficeRole
from transit.checks.answer import broken, duplicate, not_allowed, unlisted
from transit.facts import Facts, Stop

_ROLES = {"office_of_departure": OfficeRole.DEPARTURE, "office_of_destination": OfficeRole.DESTINATION}


def _path(stop: Stop) -> str:
    return stop.path if stop.path in _ROLES else f"{stop.path}.office"


def r_off_01(facts: Facts) -> Iterator[Finding]:
    """Every office is in the list of offices."""
    for stop in facts.stops:
        if stop.office is None:
            yield unlisted("R-OFF-01", _path(stop), "there is no such office", stop.code)


def _day_at(facts: Facts, stop: Stop, country: str) -> date:
    return facts.day if stop.expected_at is None else facts.local_day(stop.expected_at, country)


def r_off_02(facts: Facts) -> Iterator[Finding]:
    """Every office exists on the day it is expected to act, counted in its own time zone."""
    for stop in facts.stops:
        office = stop.office
        if office is not None:
            day = _day_at(facts, stop, office.country_id)
            if not office.open_on(day):
                yield broken("R-OFF-02", _path(stop), f"{office.name} is not open on {day}", stop.code)


def r_off_03(facts: Facts) -> Iterator[Finding]:
    """Every office has the role it is named in."""
    for stop in facts.stops:
        role = _ROLES.get(stop.path, OfficeRole.TRANSIT)
        if stop.office is not None and not stop.office.has_role(role):
            yield broken("R-OFF-03", _path(stop), f"{stop.office.name} is no office of {role.label}", stop.code)


def r_off_04(facts: Facts) -> Iterator[Finding]:
    """Departure and destination lie in different countries."""
    ends = [stop.office for stop in facts.stops if stop.path in _ROLES and stop.office is not None]
    if len(ends) == 2 and ends[0].country_id == ends[1].country_id:
        text = "the office of destination must lie in another country than the office of departure"
        yield broken("R-OFF-04", "office_of_destination", text, ends[1].code)


def r_off_05(facts: Facts) -> Iterator[Finding]:
    """Each office of transit stands once."""
    seen: set[str] = set()
    for stop in facts.stops:
        if stop.path in _ROLES:
            continue
        if stop.code in seen:
            yield duplicate("R-OFF-05", _path(stop), "this office is already named", stop.code)
        seen.add(stop.code)


def r_off_06(facts: Facts) -> Iterator[Finding]:
    """A border post that is the office of departure or destination is not repeated among the offices of transit."""
    ends = {stop.code for stop in facts.stops if stop.path in _ROLES}
    for stop in facts.stops:
        if stop.path not in _ROLES and stop.code in ends:
            text = "the office of departure or destination is not repeated here"
            yield not_allowed("R-OFF-06", _path(stop), text, stop.code)


RULES = (r_off_01, r_off_02, r_off_03, r_off_04, r_off_05, r_off_06)
