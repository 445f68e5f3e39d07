"""Deadlines counted in an office's own time (spec section 10)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acts.common.refusals import Refusal
from offices import calendar
from offices.calendar import Calendar, NeverOpen
from offices.enums import TimeUnit

MONDAY_TEN = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
OFFICE = Calendar(
    time_zone="Asia/Singapore",
    holidays=frozenset({date(2026, 11, 25), date(2026, 12, 25)}),
    opening_hours=(*[("08:00", "17:00")] * 5, None, None),
)
ALWAYS = Calendar(time_zone="Asia/Singapore", opening_hours=(("00:00", "24:00"),) * 7)
CHECKPOINT = Calendar(time_zone="Asia/Yangon", weekend=frozenset(), opening_hours=(("06:00", "22:00"),) * 7)

instants = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))
amounts = st.integers(0, 60)
calendars = st.sampled_from([OFFICE, ALWAYS, CHECKPOINT])


def local(at: datetime, counted: Calendar = OFFICE) -> datetime:
    return at.astimezone(ZoneInfo(counted.time_zone))


def test_naive_start_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        calendar.add(start=datetime(2026, 11, 23), amount=1, unit=TimeUnit.DAYS, calendar=OFFICE)


def test_negative_amount_is_refused() -> None:
    with pytest.raises(ValueError, match="ahead"):
        calendar.add(start=MONDAY_TEN, amount=-1, unit=TimeUnit.DAYS, calendar=OFFICE)


@pytest.mark.parametrize("unit", sorted(calendar.WORKING_UNITS))
def test_office_that_never_works_is_refused(unit: TimeUnit) -> None:
    closed = Calendar(time_zone="Asia/Singapore", weekend=frozenset(range(7)))
    with pytest.raises(NeverOpen) as refused:
        calendar.add(start=MONDAY_TEN, amount=1, unit=unit, calendar=closed)
    assert isinstance(refused.value, Refusal)


@pytest.mark.parametrize(
    ("amount", "unit", "due"),
    [
        (60, TimeUnit.MINUTES, "2026-11-23T11:00"),
        (24, TimeUnit.HOURS, "2026-11-24T10:00"),
        (7, TimeUnit.DAYS, "2026-11-30T10:00"),
        (2, TimeUnit.WORKING_DAYS, "2026-11-26T10:00"),
        (5, TimeUnit.WORKING_DAYS, "2026-12-01T10:00"),
        (7, TimeUnit.WORKING_HOURS, "2026-11-23T17:00"),
        (8, TimeUnit.WORKING_HOURS, "2026-11-24T09:00"),
        (17, TimeUnit.WORKING_HOURS, "2026-11-26T09:00"),
        (3, TimeUnit.MONTHS, "2027-02-23T10:00"),
    ],
)
def test_deadline_falls_where_the_office_counts(amount: int, unit: TimeUnit, due: str) -> None:
    found = calendar.add(start=MONDAY_TEN, amount=amount, unit=unit, calendar=OFFICE)
    assert local(found).strftime("%Y-%m-%dT%H:%M") == due


def test_month_without_the_day_ends_on_its_last() -> None:
    start = datetime(2027, 7, 31, 2, 0, tzinfo=UTC)
    found = calendar.add(start=start, amount=7, unit=TimeUnit.MONTHS, calendar=OFFICE)
    assert local(found).date() == date(2028, 2, 29)


def test_working_hours_asked_at_night_start_in_the_morning() -> None:
    night = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)  # Friday, 23:00 in Singapore
    found = calendar.add(start=night, amount=2, unit=TimeUnit.WORKING_HOURS, calendar=OFFICE)
    assert local(found).isoformat() == "2026-11-30T10:00:00+08:00"


def test_days_near_midnight_count_local_days() -> None:
    start = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)  # already Tuesday 24th in Singapore
    found = calendar.add(start=start, amount=1, unit=TimeUnit.WORKING_DAYS, calendar=OFFICE)
    assert local(found).date() == date(2026, 11, 26)


@given(instants, amounts, st.sampled_from(list(TimeUnit)), calendars)
def test_more_is_never_earlier(start: datetime, amount: int, unit: TimeUnit, counted: Calendar) -> None:
    first = calendar.add(start=start, amount=amount, unit=unit, calendar=counted)
    assert start <= first <= calendar.add(start=start, amount=amount + 1, unit=unit, calendar=counted)


@given(instants, amounts, st.integers(0, 10_000), st.sampled_from(list(TimeUnit)), calendars)
def test_later_start_is_never_due_earlier(
    start: datetime, amount: int, minutes: int, unit: TimeUnit, counted: Calendar
) -> None:
    later = start + timedelta(minutes=minutes)
    due = calendar.add(start=start, amount=amount, unit=unit, calendar=counted)
    if unit in (TimeUnit.MONTHS, TimeUnit.WORKING_DAYS):
        # Two starts may share a due day (31st and 30th, Saturday and Sunday) at differing hours of it.
        assert (
            local(due, counted).date()
            <= local(calendar.add(start=later, amount=amount, unit=unit, calendar=counted), counted).date()
        )
    else:
        assert due <= calendar.add(start=later, amount=amount, unit=unit, calendar=counted)


@given(instants, st.integers(1, 60), st.sampled_from(sorted(calendar.WORKING_UNITS)), calendars)
def test_working_time_never_ends_on_a_holiday(start: datetime, amount: int, unit: TimeUnit, counted: Calendar) -> None:
    due = calendar.add(start=start, amount=amount, unit=unit, calendar=counted) - timedelta(microseconds=1)
    if unit is TimeUnit.WORKING_DAYS:
        assert counted.is_working_day(local(due + timedelta(microseconds=1), counted).date())
    else:
        hours = counted.open_between(local(due, counted).date())
        assert hours is not None
        assert hours[0] <= due < hours[1]


@given(instants, st.integers(1, 60), st.integers(1, 60), calendars)
def test_working_hours_add_up(start: datetime, one: int, other: int, counted: Calendar) -> None:
    step = calendar.add(start=start, amount=one, unit=TimeUnit.WORKING_HOURS, calendar=counted)
    twice = calendar.add(start=step, amount=other, unit=TimeUnit.WORKING_HOURS, calendar=counted)
    once = calendar.add(start=start, amount=one + other, unit=TimeUnit.WORKING_HOURS, calendar=counted)
    assert twice == once


@given(instants, st.integers(0, 400), calendars)
def test_days_are_undone_by_subtracting_them_locally(start: datetime, amount: int, counted: Calendar) -> None:
    due = local(calendar.add(start=start, amount=amount, unit=TimeUnit.DAYS, calendar=counted), counted)
    assert due.replace(tzinfo=None) - timedelta(days=amount) == local(start, counted).replace(tzinfo=None)


@given(instants, amounts, calendars)
def test_working_days_between_are_as_many_as_asked(start: datetime, amount: int, counted: Calendar) -> None:
    first, last = (
        local(at, counted).date()
        for at in (start, calendar.add(start=start, amount=amount, unit=TimeUnit.WORKING_DAYS, calendar=counted))
    )
    days = [first + timedelta(days=number) for number in range(1, (last - first).days + 1)]
    assert sum(counted.is_working_day(day) for day in days) == amount
