"""Beginning and ending rows that hold for a period: the same rules for postings, duties, rights and mandates."""

from datetime import date, datetime, timedelta

from acts.common.refusals import RulesBroken
from offices import audit
from offices.actors import Actor
from offices.models.periods import Period


def check_new(*, valid_from: date, valid_until: date | None, today: date) -> None:
    """Refuse a period that starts before today (nobody had the right then) or ends before it starts."""
    if valid_from < today:
        raise RulesBroken.one("R-PERIOD-01", "valid_from", f"lies before today, {today}", valid_from)
    if valid_until is not None and valid_until < valid_from:
        raise RulesBroken.one("R-PERIOD-02", "valid_until", f"lies before the first day, {valid_from}", valid_until)


def shorten(*, row: Period, last_day: date, today: date) -> None:
    """Set an earlier last day: yesterday at the earliest, which ends the row at once.

    Refused are a day before that (what was done is done), a day before the first, and one not earlier than now set.
    """
    if last_day < today - timedelta(days=1):
        raise RulesBroken.one("R-PERIOD-03", "last_day", "lies before yesterday", last_day)
    if last_day < row.valid_from:
        raise RulesBroken.one("R-PERIOD-04", "last_day", f"lies before the first day, {row.valid_from}", last_day)
    if row.valid_until is not None and last_day >= row.valid_until:
        raise RulesBroken.one("R-PERIOD-05", "last_day", f"it ends on {row.valid_until} already", last_day)
    row.valid_until = last_day


def begin(*, row: Period, verb: str, actor: Actor, at: datetime) -> None:
    """Save a new row and write it into the history."""
    row.save(force_insert=True)
    _record(row, verb, actor, at)


def end(*, row: Period, last_day: date, today: date, verb: str, actor: Actor, at: datetime, reason: str = "") -> None:
    """Shorten a locked row, save it and write it into the history."""
    before = audit.values(row)
    shorten(row=row, last_day=last_day, today=today)
    row.save(update_fields=["valid_until"])
    _record(row, verb, actor, at, before=before, data={"reason": reason} if reason else None)


def _record(row: Period, verb: str, actor: Actor, at: datetime, **more: dict[str, object] | None) -> None:
    audit.record(row=row, verb=verb, actor=actor.name, posting=actor.posting_name, address=actor.address, at=at, **more)
