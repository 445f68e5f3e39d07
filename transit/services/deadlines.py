"""Deadlines as rows: when they fall due, and when they are moot (spec section 10). What they do: `deadline_work`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from acts.common import prepared
from offices import calendar
from offices import selectors as offices
from offices.actors import local_day
from offices.enums import DeadlineKind as D
from offices.enums import TimeUnit
from offices.models import CountryProfile, Office
from transit.enums import DeadlineOutcome, State
from transit.models import Deadline, Movement

_BEFORE_RELEASE = frozenset({State.ACCEPTED, State.UNDER_CONTROL, State.GUARANTEE_REFUSED})
_UNDER_WAY = frozenset({State.IN_TRANSIT, State.UNDER_ENQUIRY})

LIVE: dict[D, frozenset[State]] = {
    D.DRAFT_REMINDER: frozenset({State.DRAFT}),
    D.DRAFT_UNTOUCHED: frozenset({State.DRAFT}),
    D.PRESENTATION: frozenset({State.PRE_LODGED}),
    D.ACCEPTANCE: frozenset({State.SUBMITTED}),
    D.GUARANTEE_AMENDMENT: frozenset({State.GUARANTEE_REFUSED}),
    D.RELEASE: _BEFORE_RELEASE,
    D.AUTOMATIC_RELEASE: frozenset({State.ACCEPTED}),
    D.DOCUMENT_CONTROL: frozenset({State.UNDER_CONTROL}),
    D.PHYSICAL_CONTROL: frozenset({State.UNDER_CONTROL}),
    D.HELD_PASSAGE: _UNDER_WAY,
    D.LIMIT_DATE_REMINDER: _UNDER_WAY,
    D.CONTROL_RESULT: frozenset({State.ARRIVED, State.UNDER_ENQUIRY}),
    D.UNLOADING_REMARKS: frozenset({State.ARRIVED, State.UNDER_ENQUIRY}),
    D.DISCREPANCY_RESOLUTION: frozenset({State.AWAITING_RESOLUTION}),
}
"""In which states a deadline is still of interest; in any other it is moot."""


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline to be written with the act that starts it."""

    movement: Movement
    kind: D
    counts_from: datetime
    due_at: datetime
    reference: str = ""


def due(
    movement: Movement,
    kind: D,
    *,
    office: Office,
    profile: CountryProfile,
    counts_from: datetime,
    reference: str = "",
) -> Due:
    """The deadline of `kind` by the responsible office's profile, calendar and time zone."""
    due_at = offices.due_at(office=office, profile=profile, kind=kind, start=counts_from)
    return Due(movement, kind, counts_from, due_at, reference)


def of_draft(movement: Movement, *, at: datetime) -> list[Due]:
    """Reminder and deletion of a draft left untouched; counted where the principal is at home."""
    country = offices.country(code=movement.principal.country_id)
    profile = offices.profile_on(country=country.code, day=local_day(at, country.time_zone))
    home = calendar.Calendar(time_zone=country.time_zone)
    rows = []
    for kind in (D.DRAFT_REMINDER, D.DRAFT_UNTOUCHED):
        setting = offices.deadline_setting(profile=profile, kind=kind)
        due_at = calendar.add(start=at, amount=setting.amount, unit=TimeUnit(setting.unit), calendar=home)
        rows.append(Due(movement, kind, at, due_at))
    return rows


def reminders(movement: Movement, *, profile: CountryProfile, limit_date: datetime, at: datetime) -> list[Due]:
    """The reminders before and at the limit date; those already past are skipped."""
    setting = offices.deadline_setting(profile=profile, kind=D.LIMIT_DATE_REMINDER)
    rows = [
        Due(movement, D.LIMIT_DATE_REMINDER, limit_date, limit_date - setting.span, "before"),
        Due(movement, D.LIMIT_DATE_REMINDER, limit_date, limit_date, "reached"),
    ]
    return [row for row in rows if row.due_at > at]


def write(rows: Iterable[Due]) -> None:
    """Insert deadlines; one already open for the same kind and reference stays as it is ("same deadline")."""
    prepared.insert(
        [
            Deadline(
                movement=row.movement,
                kind=row.kind,
                reference=row.reference,
                counts_from=row.counts_from,
                due_at=row.due_at,
            )
            for row in rows
        ],
        ignore_conflicts=True,
    )


def close_passed(movement: Movement, *, at: datetime) -> None:
    """Close as moot every open deadline that the movement's new state has overtaken."""
    passed = [kind for kind, live in LIVE.items() if movement.state not in live]
    Deadline.objects.filter(movement=movement, done_at=None, kind__in=passed).update(
        done_at=at, outcome=DeadlineOutcome.MOOT
    )


def close(movement: Movement, kind: D, *, at: datetime, reference: str = "") -> None:
    """Close as moot the open deadline of one kind: what it waited for has happened."""
    Deadline.objects.filter(movement=movement, done_at=None, kind=kind, reference=reference).update(
        done_at=at, outcome=DeadlineOutcome.MOOT
    )


def restart(movement: Movement, rows: Iterable[Due], *, at: datetime) -> None:
    """Start deadlines anew: open ones of the same kind and reference are closed first."""
    rows = list(rows)
    for row in rows:
        close(movement, row.kind, at=at, reference=row.reference)
    write(rows)
