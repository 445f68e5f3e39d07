"""Deadlines as pure functions: an instant, a length and an office's calendar give the instant due (spec section 10)."""

import calendar as months
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from acts.common.refusals import Refusal
from offices.enums import TimeUnit

WORKING_UNITS = frozenset({TimeUnit.WORKING_DAYS, TimeUnit.WORKING_HOURS})
# An office that never opens would be counted for ever; no run of closed days is longer than this.
_LONGEST_CLOSURE = 366

Hours = tuple[str, str] | None


class NeverOpen(Refusal):
    """The calendar has no working time to count."""

    code = "never-open"
    title = "The office has no working time to count a deadline in."


@dataclass(frozen=True, slots=True)
class Calendar:
    """When an office works.

    `weekend` holds weekdays (Monday is 0), `opening_hours` seven of ("08:00", "17:00") or None, Monday first,
    in local time; "24:00" is midnight at the day's end. A holiday has no working time, whatever the hours say.
    """

    time_zone: str
    weekend: frozenset[int] = frozenset({5, 6})
    holidays: frozenset[date] = frozenset()
    opening_hours: tuple[Hours, ...] = ()

    def is_working_day(self, day: date) -> bool:
        """Neither weekend nor holiday."""
        return day.weekday() not in self.weekend and day not in self.holidays

    def open_between(self, day: date) -> tuple[datetime, datetime] | None:
        """The instants (UTC) at which the office opens and closes on a local day; None if it stays closed."""
        hours = self.opening_hours[day.weekday()] if self.opening_hours else None
        if hours is None or day in self.holidays:
            return None
        opens, closes = (_local_instant(day, text, self.time_zone) for text in hours)
        return (opens, closes) if opens < closes else None


def add(*, start: datetime, amount: int, unit: TimeUnit, calendar: Calendar) -> datetime:
    """The instant (UTC) `amount` units after `start`.

    Minutes and hours are plain time. Days and months fall at the same local time of a later local day (a month
    without that day: its last). Working days skip weekends and holidays; working hours are opening hours only.
    Raises NeverOpen if the calendar has no working time, ValueError for a naive `start` or a negative amount.
    """
    if start.tzinfo is None:
        raise ValueError("a deadline needs an aware start")
    if amount < 0:
        raise ValueError("a deadline lies ahead")
    match unit:
        case TimeUnit.MINUTES:
            return start.astimezone(UTC) + timedelta(minutes=amount)
        case TimeUnit.HOURS:
            return start.astimezone(UTC) + timedelta(hours=amount)
        case TimeUnit.WORKING_HOURS:
            return _add_open_time(start, timedelta(hours=amount), calendar)
        case _:
            local = start.astimezone(ZoneInfo(calendar.time_zone))
            day = _later_day(local.date(), amount, unit, calendar)
            return datetime.combine(day, local.time(), local.tzinfo).astimezone(UTC)


def _later_day(day: date, amount: int, unit: TimeUnit, calendar: Calendar) -> date:
    if unit is TimeUnit.DAYS:
        return day + timedelta(days=amount)
    if unit is TimeUnit.MONTHS:
        return _add_months(day, amount)
    for _, counted in zip(range(amount), _working_days(day, calendar), strict=False):
        day = counted
    return day


def _add_months(day: date, amount: int) -> date:
    years, month = divmod(day.month - 1 + amount, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, months.monthrange(year, month)[1]))


def _working_days(after: date, calendar: Calendar) -> Iterator[date]:
    day, closed = after, 0
    while closed < _LONGEST_CLOSURE:
        day += timedelta(days=1)
        if calendar.is_working_day(day):
            closed = 0
            yield day
        else:
            closed += 1
    raise NeverOpen(f"no working day within {_LONGEST_CLOSURE} days of {after}")


def _add_open_time(start: datetime, left: timedelta, calendar: Calendar) -> datetime:
    day, closed, now = start.astimezone(ZoneInfo(calendar.time_zone)).date(), 0, start.astimezone(UTC)
    while closed < _LONGEST_CLOSURE:
        hours = calendar.open_between(day)
        if hours is not None and now < hours[1]:
            closed, now = 0, max(now, hours[0])
            if now + left <= hours[1]:
                return now + left
            left -= hours[1] - now
        else:
            closed += 1
        day += timedelta(days=1)
    raise NeverOpen(f"no opening hours within {_LONGEST_CLOSURE} days of {day}")


def _local_instant(day: date, text: str, time_zone: str) -> datetime:
    hour, minute = (int(part) for part in text.split(":"))
    day += timedelta(days=hour // 24)
    return datetime.combine(day, time(hour % 24, minute), ZoneInfo(time_zone)).astimezone(UTC)
