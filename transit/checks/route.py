"""The journey: an unbroken chain of countries, crossed at posts that face each other, in time (spec sections 3, 4)."""

from collections.abc import Iterator
from itertools import pairwise

from acts.common.findings import Finding
from offices.models import Office
from transit.checks.answer import broken, missing
from transit.facts import Facts, Stop

MAX_OFFICES_OF_TRANSIT = 18


def r_route_01(facts: Facts) -> Iterator[Finding]:
    """At most 18 offices of transit."""
    count = len(facts.declaration.offices_of_transit)
    if count > MAX_OFFICES_OF_TRANSIT:
        text = f"at most {MAX_OFFICES_OF_TRANSIT} offices of transit"
        yield broken("R-ROUTE-01", "offices_of_transit", text, count)


def _path(stop: Stop) -> str:
    return f"{stop.path}.office" if stop.path.endswith("]") else stop.path


def _leads(facts: Facts, office: Office, country: str) -> bool:
    """Whether the post facing `office` lies in `country`."""
    facing = facts.reference.offices.get(office.faces_id or "")
    return facing is not None and facing.country_id == country


def _crossings(facts: Facts) -> Iterator[tuple[Office, Office, Stop]]:
    """Each pair of neighbours in different countries that do not face each other, with the later stop."""
    for before, after in pairwise(facts.stops):
        left, entered = before.office, after.office
        if left is None or entered is None or left.country_id == entered.country_id:
            continue
        if entered.faces_id != left.code:
            yield left, entered, after


def r_route_02(facts: Facts) -> Iterator[Finding]:
    """A border is crossed only through the two posts that face each other."""
    for left, entered, stop in _crossings(facts):
        if _leads(facts, left, entered.country_id) and _leads(facts, entered, left.country_id):
            yield broken("R-ROUTE-02", _path(stop), f"{entered.name} does not face {left.name}", stop.code)


def r_route_03(facts: Facts) -> Iterator[Finding]:
    """The chain of countries is unbroken: no border is left out."""
    for left, entered, stop in _crossings(facts):
        if not _leads(facts, left, entered.country_id) and not _leads(facts, entered, left.country_id):
            text = f"no post leads from {left.country_id} ({left.name}) to {entered.country_id} ({entered.name})"
            yield broken("R-ROUTE-03", _path(stop), text, stop.code)


def r_route_04(facts: Facts) -> Iterator[Finding]:
    """Each border crossed needs its entry post."""
    for left, entered, stop in _crossings(facts):
        if _leads(facts, left, entered.country_id) and not _leads(facts, entered, left.country_id):
            text = f"the entry post into {entered.country_id} ({left.faces_id}) is missing before {entered.name}"
            yield missing("R-ROUTE-04", _path(stop), text, stop.code)


def r_route_05(facts: Facts) -> Iterator[Finding]:
    """Each border needs its exit post too, where the country left counts exits; elsewhere it is implied."""
    for left, entered, stop in _crossings(facts):
        profile = facts.reference.profiles.get(left.country_id)
        counts = profile is None or profile.exit_offices_count
        if counts and _leads(facts, entered, left.country_id) and not _leads(facts, left, entered.country_id):
            text = f"the exit post of {left.country_id} ({entered.faces_id}) is missing before {entered.name}"
            yield missing("R-ROUTE-05", _path(stop), text, stop.code)


def r_route_06(facts: Facts) -> Iterator[Finding]:
    """An office of transit is the exit or the entry of a crossing, not a halt on the way."""
    for index, stop in enumerate(facts.stops):
        if stop.office is None or not stop.path.endswith("]"):
            continue
        neighbours = [*facts.stops[max(index - 1, 0) : index], *facts.stops[index + 1 : index + 2]]
        country = stop.office.country_id
        if not any(near.office is None or near.office.country_id != country for near in neighbours):
            yield broken("R-ROUTE-06", _path(stop), f"no border is crossed at {stop.office.name}", stop.code)


def _times(facts: Facts) -> list[Stop]:
    return [stop for stop in facts.stops if stop.path.endswith("]") and stop.expected_at is not None]


def r_route_07(facts: Facts) -> Iterator[Finding]:
    """Expected instants strictly rise along the route."""
    for before, after in pairwise(_times(facts)):
        if before.expected_at and after.expected_at and after.expected_at <= before.expected_at:
            text = "must lie after the office before it"
            yield broken("R-ROUTE-07", f"{after.path}.expected_at", text, after.expected_at.isoformat())


def r_route_08(facts: Facts) -> Iterator[Finding]:
    """Expected instants lie after lodging, or presentation if later."""
    for stop in _times(facts):
        if stop.expected_at and stop.expected_at <= facts.starts_at:
            text = "must lie after lodging and presentation"
            yield broken("R-ROUTE-08", f"{stop.path}.expected_at", text, stop.expected_at.isoformat())


def r_route_09(facts: Facts) -> Iterator[Finding]:
    """The goods are expected to arrive after lodging and after the last office of transit."""
    arrival = facts.declaration.expected_arrival_at
    last = max((stop.expected_at for stop in _times(facts) if stop.expected_at), default=facts.starts_at)
    if arrival is not None and arrival <= max(last, facts.starts_at):
        text = "must lie after lodging and after the last office of transit"
        yield broken("R-ROUTE-09", "expected_arrival_at", text, arrival.isoformat())


RULES = (
    r_route_01,
    r_route_02,
    r_route_03,
    r_route_04,
    r_route_05,
    r_route_06,
    r_route_07,
    r_route_08,
    r_route_09,
)
