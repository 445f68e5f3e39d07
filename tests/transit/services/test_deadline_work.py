"""What deadlines do when they fall due: each exactly once, oldest first, one bad row never in the way."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from acts.common.models import HistoryEntry
from acts.notices.models import Notice
from offices.enums import DeadlineKind as D
from tests.factories import transit as factory
from transit.enums import DeadlineOutcome, State
from transit.models import Deadline, Movement
from transit.rehearsal import scenes
from transit.rehearsal.stage import POOR, Play, Stage
from transit.services import deadline_work, declaration, departure, destination

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
TRADER, CARRIER, CONSIGNEE = "firm:SG-T-0001", "firm:SG-C-0001", "firm:TH-T-0001"


def scanned(play: Play) -> Movement:
    row = scenes.accepted(play)
    return departure.order_control(actor=factory.officer(play), movement=row.pk, kind="SCANNER", at=play.tick())


def unloading(play: Play) -> Movement:
    row = scenes.arrived(factory.to_premises(play))
    officer = factory.officer(play, at="office_of_destination")
    return destination.permit_unloading(actor=officer, movement=row.pk, at=play.tick())


def submitted(play: Play) -> Movement:
    return scenes.lodged(play)


FLAGS: list[tuple[D, str, Callable[[Play], Movement], str, list[str]]] = [
    (D.DRAFT_REMINDER, "", scenes.draft, "singapore-bangkok", [TRADER]),
    (D.ACCEPTANCE, "", submitted, "vientiane-ha-noi", ["office:LAVTE001"]),
    (D.DOCUMENT_CONTROL, "", scenes.under_control, "singapore-bangkok", ["office:SGSIN001:SUPERVISOR"]),
    (D.PHYSICAL_CONTROL, "", scanned, "singapore-bangkok", ["office:SGSIN001:SUPERVISOR"]),
    (
        D.HELD_PASSAGE,
        "SGTUA001",
        scenes.held,
        "singapore-bangkok",
        ["office:SGSIN001:SUPERVISOR", "office:SGTUA001:SUPERVISOR"],
    ),
    (D.LIMIT_DATE_REMINDER, "before", scenes.in_transit, "singapore-bangkok", [CARRIER, TRADER, CONSIGNEE]),
    (
        D.LIMIT_DATE_REMINDER,
        "reached",
        scenes.in_transit,
        "singapore-bangkok",
        [CARRIER, TRADER, CONSIGNEE, "office:SGSIN001", "office:THBKK001"],
    ),
    (D.CONTROL_RESULT, "", scenes.arrived, "singapore-bangkok", ["office:THBKK001"]),
    (D.UNLOADING_REMARKS, "", unloading, "singapore-bangkok", ["office:THBKK001"]),
    (D.DISCREPANCY_RESOLUTION, "", scenes.awaiting_resolution, "singapore-bangkok", ["office:SGSIN001"]),
]


def told(movement: Movement, kind: D, reference: str) -> list[str]:
    rows = Notice.objects.filter(subject=movement.pk, kind=f"DEADLINE_{kind}", body__reference=reference)
    return sorted(rows.values_list("addressee", flat=True))


@pytest.mark.parametrize(("kind", "reference", "plays", "sample", "addressees"), FLAGS)
def test_flag_is_told_once_when_due_and_changes_no_state(
    stage: Stage, kind: D, reference: str, plays: Callable[[Play], Movement], sample: str, addressees: list[str]
) -> None:
    movement = plays(factory.play(stage, sample))
    state = factory.row(movement).state
    due = Deadline.objects.get(movement=movement, kind=kind, reference=reference)
    deadline_work.sweep(at=due.due_at - SECOND)
    assert told(movement, kind, reference) == []
    for _ in range(2):
        deadline_work.sweep(at=due.due_at)
    assert told(movement, kind, reference) == addressees
    assert factory.row(movement).state == state
    due.refresh_from_db()
    assert (due.outcome, due.done_at) == (DeadlineOutcome.WORKED, due.due_at)


@pytest.mark.parametrize(
    ("kind", "plays", "grn", "state", "message"),
    [
        (D.PRESENTATION, scenes.pre_lodged, "", State.REJECTED, "IE056"),
        (D.GUARANTEE_AMENDMENT, scenes.lodged, POOR, State.NOT_RELEASED, "IE051"),
        (D.RELEASE, scenes.accepted, "", State.NOT_RELEASED, "IE051"),
        (D.RELEASE, scenes.under_control, "", State.NOT_RELEASED, "IE051"),
    ],
)
def test_deadline_that_ends_a_movement(
    stage: Stage, kind: D, plays: Callable[[Play], Movement], grn: str, state: State, message: str
) -> None:
    movement = plays(factory.play(stage, grn=grn))
    before = factory.row(movement).state
    due = Deadline.objects.get(movement=movement, kind=kind).due_at
    deadline_work.sweep(at=due - SECOND)
    assert factory.row(movement).state == before
    deadline_work.sweep(at=due)
    row = factory.row(movement)
    assert (row.state, row.ended_at) == (state, due)
    assert factory.told(movement, message) == [TRADER]
    assert HistoryEntry.objects.filter(subject=row.pk).order_by("-sequence")[0].actor == "system"
    assert not Deadline.objects.filter(movement=row, done_at=None).exists()


# Drafts


def test_untouched_draft_is_reminded_of_and_deleted_but_for_its_history(stage: Stage) -> None:
    movement, _ = factory.movement_in(State.DRAFT, stage)
    deadline_work.sweep(at=stage.at + 23 * DAY)
    assert told(movement, D.DRAFT_REMINDER, "") == [TRADER]
    deadline_work.sweep(at=stage.at + 30 * DAY)
    assert not Movement.objects.filter(pk=movement.pk).exists()
    assert factory.verbs(movement) == ["create", "delete_draft"]


def test_changed_draft_is_counted_again_from_its_last_change(stage: Stage) -> None:
    movement, play = factory.movement_in(State.DRAFT, stage)
    changed = stage.at + 20 * DAY
    declaration.update(actor=play.cast.trader, movement=movement.pk, content={"route_text": "x"}, at=changed)
    for days in (23, 30, 42):
        deadline_work.sweep(at=stage.at + days * DAY)
    assert told(movement, D.DRAFT_REMINDER, "") == []
    deadline_work.sweep(at=changed + 23 * DAY)
    assert told(movement, D.DRAFT_REMINDER, "") == [TRADER]
    deadline_work.sweep(at=changed + 30 * DAY - SECOND)
    assert factory.row(movement).state == State.DRAFT
    deadline_work.sweep(at=changed + 30 * DAY)
    assert not Movement.objects.filter(pk=movement.pk).exists()


def test_draft_changed_after_its_reminder_is_reminded_of_again_before_it_is_deleted(stage: Stage) -> None:
    movement, play = factory.movement_in(State.DRAFT, stage)
    deadline_work.sweep(at=stage.at + 23 * DAY)
    changed = stage.at + 25 * DAY
    declaration.update(actor=play.cast.trader, movement=movement.pk, content={"route_text": "x"}, at=changed)
    deadline_work.sweep(at=stage.at + 30 * DAY)
    deadline_work.sweep(at=changed + 23 * DAY)
    assert told(movement, D.DRAFT_REMINDER, "") == [TRADER, TRADER]
    deadline_work.sweep(at=changed + 30 * DAY)
    assert not Movement.objects.filter(pk=movement.pk).exists()


# The worker


def test_everything_due_is_worked_after_a_long_stop_oldest_first(stage: Stage) -> None:
    movement, _ = factory.movement_in(State.UNDER_CONTROL, stage)
    other, _ = factory.movement_in(State.DRAFT, stage)
    deadline_work.sweep(at=stage.at + 90 * DAY)
    kinds = [row.kind for row in Notice.objects.filter(kind__startswith="DEADLINE_").order_by("id")]
    assert kinds == ["DEADLINE_DOCUMENT_CONTROL", "DEADLINE_DRAFT_REMINDER"]
    assert factory.row(movement).state == State.NOT_RELEASED
    assert not Movement.objects.filter(pk=other.pk).exists()


def test_bad_row_never_blocks_the_others_and_is_tried_again_later(stage: Stage) -> None:
    movement, _ = factory.movement_in(State.IN_TRANSIT, stage)
    # Nobody works this kind for a released movement yet: working it fails.
    bad = Deadline.objects.create(
        movement=movement, kind=D.REGISTRATION_ANSWER, counts_from=stage.at, due_at=stage.at + DAY
    )
    limit = factory.row(movement).limit_date
    assert limit is not None
    deadline_work.sweep(at=limit)
    bad.refresh_from_db()
    assert (bad.done_at, bad.attempts, bad.retry_at) == (None, 1, limit + timedelta(seconds=30))
    assert "REGISTRATION_ANSWER" in bad.last_error
    assert told(movement, D.LIMIT_DATE_REMINDER, "reached") != []
    assert deadline_work.sweep(at=limit + SECOND) == 0
    assert deadline_work.sweep(at=limit + timedelta(seconds=30)) == 1


def test_deadline_worked_twice_has_one_effect(stage: Stage) -> None:
    movement, _ = factory.movement_in(State.PRE_LODGED, stage)
    due = Deadline.objects.get(movement=movement, kind=D.PRESENTATION)
    for _ in range(2):
        deadline_work.work(deadline=due.pk, movement=movement.pk, at=due.due_at)
    assert factory.told(movement, "IE056") == [TRADER]


@pytest.mark.parametrize("kind", D)
def test_name_of_every_flag_fits_its_column(kind: D) -> None:
    """SQLite would not notice: it keeps whatever is given."""
    assert len(f"DEADLINE_{kind}") <= Notice._meta.get_field("kind").max_length
