"""The route as a line of posts, drawn on the server: a line where there is room, a list on a phone and on paper."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from offices import selectors
from offices.models import Office
from transit import facts
from transit.enums import TERMINAL, ArrivalState, PassageState
from transit.models import Movement, Passage

WIDTH, MARGIN = 960, 64
MOST = 9
"""Stops that fit on a line with their names; longer routes are lists everywhere."""
_LETTERS = 7.4
_DONE = {PassageState.CROSSED}
_STUCK = {PassageState.HELD, PassageState.REFUSED, PassageState.SEIZED}
_MISSED = {PassageState.NOT_RECORDED, PassageState.CANCELLED, PassageState.DIVERTED}


@dataclass(frozen=True, slots=True)
class Stop:
    """One office of the route: what happened there and when, or what is expected."""

    office: Office
    what: str
    at: datetime | None
    tone: str
    waited: timedelta | None = None
    alarm: str = ""
    reason: str = ""

    @property
    def minutes(self) -> int | None:
        """How long the truck waited there, in minutes."""
        return None if self.waited is None else int(self.waited.total_seconds() // 60)


@dataclass(frozen=True, slots=True)
class Mark:
    """A stop on the drawn line; `lines` is its name, broken to fit."""

    stop: Stop
    x: int
    lines: Sequence[tuple[int, str]]
    time_y: int
    what_y: int
    reached: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """Where everything stands in the picture; `reached_x` is how far the solid line goes."""

    marks: Sequence[Mark]
    reached_x: int
    height: int
    width: int = WIDTH
    start: int = MARGIN
    end: int = WIDTH - MARGIN


def stops(movement: Movement, declared: Sequence[Stop] = ()) -> list[Stop]:
    """The offices in order. Before release there are no passages yet: then those `declared` stand between the ends."""
    found = []
    if movement.office_of_departure is not None:
        waiting = "missed" if movement.state in TERMINAL else "next"
        what, tone = ("released", "done") if movement.released_at else ("not released", waiting)
        found.append(Stop(movement.office_of_departure, what, movement.released_at, tone))
    found += [_passage(row) for row in movement.route] or declared
    if movement.office_of_destination is not None:
        found.append(_destination(movement))
    return _with_next(found)


def declared(movement: Movement) -> list[Stop]:
    """The offices of transit as declared, as long as the movement is not released: one query; then nothing."""
    if movement.released_at is not None:
        return []
    rows = facts.rows(movement.declaration.offices_of_transit)
    offices = selectors.offices_by_code(codes=[str(row.get("office")) for row in rows])
    return [
        Stop(offices[str(row.get("office"))], "declared", _instant(row.get("expected_at")), "ahead")
        for row in rows
        if row.get("office") in offices
    ]


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _passage(row: Passage) -> Stop:
    waited = row.crossed_at - row.presented_at if row.crossed_at and row.presented_at else None
    tone = "done" if row.state in _DONE else "stuck" if row.state in _STUCK else "ahead"
    if row.state in _MISSED:
        tone = "missed"
    if row.state == PassageState.PRESENTED:
        tone = "next"
    at = row.crossed_at or row.presented_at or row.expected_at
    reason = row.reason if row.state in _STUCK else ""
    return Stop(row.office, row.state.lower().replace("_", " "), at, tone, waited, row.alarm, reason)


def _destination(movement: Movement) -> Stop:
    office = movement.office_of_destination
    arrival = getattr(movement, "arrival", None)
    if office is None or arrival is None:
        return Stop(office or Office(), "destination", None, "ahead")
    state = ArrivalState(arrival.state)
    tone = "done" if arrival.arrived_at else "ahead" if state == ArrivalState.EXPECTED else "missed"
    if state == ArrivalState.DISCREPANT:
        tone = "stuck"
    return Stop(office, state.lower().replace("_", " "), arrival.arrived_at or arrival.expected_at, tone)


def _with_next(found: list[Stop]) -> list[Stop]:
    """The first stop still ahead is the next, unless the truck stands somewhere, has arrived or sets out no more."""
    over = found and (found[-1].tone == "done" or found[0].tone == "missed")
    if over or any(stop.tone in ("next", "stuck") for stop in found):
        return found
    for index, stop in enumerate(found):
        if stop.tone == "ahead":
            found[index] = Stop(stop.office, stop.what, stop.at, "next", stop.waited, stop.alarm, stop.reason)
            break
    return found


def draw(found: Sequence[Stop]) -> Drawing | None:
    """The picture of a route; None if it has too few stops or too many to be read on a line."""
    if not 2 <= len(found) <= MOST:
        return None
    step = (WIDTH - 2 * MARGIN) / (len(found) - 1)
    room = max(8, int(min(step, 2 * MARGIN + 20) / _LETTERS))
    reached = max((index for index, stop in enumerate(found) if stop.tone in ("done", "stuck")), default=0)
    marks, deepest = [], 0
    for index, stop in enumerate(found):
        names = textwrap.wrap(stop.office.name, room, max_lines=3, placeholder=" …") or [stop.office.pk]
        lines = [(64 + 17 * line, text) for line, text in enumerate(names)]
        deepest = max(deepest, len(lines))
        marks.append((index, stop, lines))
    time_y = 64 + 17 * deepest + 1
    drawn = [
        Mark(stop, round(MARGIN + step * index), lines, time_y, time_y + 16, index <= reached)
        for index, stop, lines in marks
    ]
    return Drawing(drawn, drawn[reached].x, time_y + 24)
