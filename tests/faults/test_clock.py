"""The clock goes wrong: a stop of forty days, a bad row among many, a clock that is behind (spec section 10)."""

from datetime import datetime, timedelta

import pytest

from acts.common import jobs
from acts.common.models import HistoryEntry, Job
from acts.notices.models import Notice
from guarantees.enums import EntryKind
from guarantees.models import LedgerEntry
from offices.enums import DeadlineKind
from tests.concurrency.stage import Stage, faults
from transit.enums import DeadlineOutcome, Kind, State
from transit.models import Deadline, Declaration, Movement
from transit.services import deadline_work, declaration

STOP = timedelta(days=40)


def _draft(stage: Stage, days: int) -> Movement:
    """A draft made some days later than the rest."""
    at = stage.at + timedelta(days=days)
    return declaration.create(actor=stage.trader, content=stage.content(), at=at)


@pytest.fixture
def stopped(stage: Stage) -> dict[str, Movement]:
    """Movements in four states, drafts made last first; nobody works their deadlines for forty days."""
    rows = {f"draft {days}": _draft(stage, days) for days in (6, 0, 3)}
    return rows | {
        "pre-lodged": stage.accepted(kind=Kind.PRE_LODGED),
        "accepted": stage.accepted(),
        "released": stage.released(stage.second),
    }


def _told(kind: str) -> list[tuple[str, str, str]]:
    rows = Notice.objects.filter(kind=kind).order_by("id").values_list("subject", "addressee", "body")
    return [(str(subject), addressee, body["due_at"]) for subject, addressee, body in rows]


def _states(rows: dict[str, Movement]) -> dict[str, str]:
    now = dict(Movement.objects.values_list("pk", "state"))
    return {name: now.get(row.pk, "deleted") for name, row in rows.items()}


def test_everything_due_is_worked_after_a_stop(stage: Stage, stopped: dict[str, Movement]) -> None:
    deadline_work.sweep(at=stage.at + STOP)
    assert _states(stopped) == {
        "draft 0": "deleted",
        "draft 3": "deleted",
        "draft 6": "deleted",
        "pre-lodged": State.REJECTED,
        "accepted": State.NOT_RELEASED,
        "released": State.IN_TRANSIT,
    }
    assert not Deadline.objects.filter(done_at=None, due_at__lte=stage.at + STOP).exists()
    assert faults() == []


def test_oldest_is_worked_first(stage: Stage, stopped: dict[str, Movement]) -> None:
    deadline_work.sweep(at=stage.at + STOP)
    due = [due_at for _subject, _addressee, due_at in _told("DEADLINE_DRAFT_REMINDER")]
    assert len(due) == 3
    assert due == sorted(due)
    deleted = HistoryEntry.objects.filter(verb="delete_draft").order_by("id").values_list("subject", flat=True)
    assert list(deleted) == [stopped[name].pk for name in ("draft 0", "draft 3", "draft 6")]


def test_each_is_worked_once_however_often_the_worker_sweeps(stage: Stage, stopped: dict[str, Movement]) -> None:
    deadline_work.sweep(at=stage.at + STOP)
    told, done = Notice.objects.count(), list(Deadline.objects.order_by("id").values())
    reminders = _told("DEADLINE_LIMIT_DATE_REMINDER")
    assert len(reminders) == len(set(reminders))
    for minutes in (0, 1, 60):
        assert deadline_work.sweep(at=stage.at + STOP + timedelta(minutes=minutes)) == 0
    assert Notice.objects.count() == told
    assert list(Deadline.objects.order_by("id").values()) == done


@pytest.fixture
def reminders(stage: Stage) -> list[Deadline]:
    """The reminders of two movements, due at the same instant."""
    rows = [stage.released(), stage.released(stage.second)]
    return [row.deadlines.get(kind=DeadlineKind.LIMIT_DATE_REMINDER, reference="before") for row in rows]


def _damage(row: Deadline) -> Declaration:
    """The reminder finds nothing to write from; what it misses is returned."""
    kept = Declaration.objects.get(pk=row.movement_id)
    Declaration.objects.filter(pk=kept.pk).delete()
    return kept


def test_bad_row_never_blocks_the_others(reminders: list[Deadline]) -> None:
    bad, good = reminders
    _damage(bad)
    deadline_work.sweep(at=bad.due_at)
    bad.refresh_from_db()
    good.refresh_from_db()
    assert good.outcome == DeadlineOutcome.WORKED
    assert (bad.done_at, bad.attempts) == (None, 1)
    assert "no declaration" in bad.last_error
    assert {subject for subject, *_ in _told("DEADLINE_LIMIT_DATE_REMINDER")} == {str(good.movement_id)}


def test_bad_row_is_tried_again_later_and_worked_once(reminders: list[Deadline]) -> None:
    bad = reminders[0]
    kept = _damage(bad)
    deadline_work.sweep(at=bad.due_at)
    assert deadline_work.sweep(at=bad.due_at + timedelta(seconds=1)) == 0
    kept.save(force_insert=True)
    bad.refresh_from_db()
    assert bad.retry_at is not None
    assert [deadline_work.sweep(at=bad.retry_at), deadline_work.sweep(at=bad.retry_at)] == [1, 0]
    told = [row for row in _told("DEADLINE_LIMIT_DATE_REMINDER") if row[0] == str(bad.movement_id)]
    assert told
    assert len(told) == len(set(told))


def test_bad_row_of_long_ago_is_put_off_further_each_time(reminders: list[Deadline]) -> None:
    bad, waits = reminders[0], []
    _damage(bad)
    at: datetime = bad.due_at
    for _ in range(4):
        deadline_work.sweep(at=at)
        bad.refresh_from_db()
        assert bad.retry_at is not None
        waits.append(bad.retry_at - at)
        at = bad.retry_at
    assert waits == [timedelta(seconds=seconds) for seconds in (30, 60, 120, 240)]


def test_worker_whose_clock_is_behind_works_nothing(stage: Stage, reminders: list[Deadline]) -> None:
    before, told = list(Deadline.objects.order_by("id").values()), Notice.objects.count()
    early = reminders[0].due_at - timedelta(microseconds=1)
    assert [deadline_work.sweep(at=early), deadline_work.sweep(at=stage.at)] == [0, 0]
    assert list(Deadline.objects.order_by("id").values()) == before
    assert Notice.objects.count() == told


def test_worker_whose_clock_is_behind_leaves_jobs_alone(stage: Stage) -> None:
    stage.discharged()
    assert jobs.work_off(at=stage.at - timedelta(microseconds=1)) == 0
    assert Job.objects.get().attempts == 0
    assert not LedgerEntry.objects.filter(kind=EntryKind.RELEASE).exists()


def test_bad_job_never_blocks_the_others_and_is_tried_again(stage: Stage) -> None:
    jobs.order(kind="guarantees.release", key="bad", at=stage.at - STOP, payload={"no": "reference"})
    stage.discharged()
    assert jobs.work_off(at=stage.at) == 2
    bad, good = Job.objects.get(key="bad"), Job.objects.exclude(key="bad").get()
    assert good.done_at == stage.at
    assert (bad.done_at, bad.attempts, bad.due_at) == (None, 1, stage.at + timedelta(seconds=5))
    assert "TypeError" in bad.last_error
    assert jobs.work_off(at=stage.at) == 0
