"""`manage.py demo`: every state of rows 1 to 17 by real verbs, again without harm, nothing of the samples occupied."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from pytest_django import DjangoDbBlocker

from acts.common.models import HistoryEntry, Job, Proposal
from acts.notices.models import Notice
from guarantees import selectors as guarantees
from guarantees.models import Guarantee, Guarantor, LedgerEntry
from guarantees.services import audit, two_persons
from offices.models import User
from offices.services import demo
from transit import samples
from transit.enums import PassageState, State
from transit.models import Deadline, Movement, Passage
from transit.rehearsal import journey, scenes
from transit.rehearsal import stage as stages
from transit.rehearsal.stage import Stage
from transit.selectors import chains

ROWS_1_TO_17 = {
    State.DRAFT, State.PRE_LODGED, State.SUBMITTED, State.REJECTED, State.ACCEPTED, State.UNDER_CONTROL,
    State.GUARANTEE_REFUSED, State.NOT_RELEASED, State.IN_TRANSIT, State.ARRIVED, State.AWAITING_RESOLUTION,
    State.DISCHARGED, State.INVALIDATED,
}  # fmt: skip
EVERYTHING = (User, Movement, HistoryEntry, Notice, Deadline, Guarantee, LedgerEntry, Proposal, Job)


@pytest.fixture(scope="module")
def played(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    """The demonstration played once for all tests of this module, and taken back behind the last."""
    at = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    with django_db_blocker.unblock(), transaction.atomic():
        stage = stages.of(demo.people(at=at), at=at)
        list(stage.guarantees())
        list(scenes.play_all(stage))
        yield stage
        transaction.set_rollback(True)


@pytest.fixture
def stage(played: Stage, db: None) -> Stage:
    return played


def counts() -> list[int]:
    return [model.objects.count() for model in EVERYTHING]


@pytest.mark.django_db
def test_demo_run_again_adds_nothing() -> None:
    out = StringIO()
    call_command("demo", stdout=out)
    assert {row.state for row in Movement.objects.all()} == ROWS_1_TO_17
    before = counts()
    call_command("demo", stdout=out)
    assert counts() == before
    assert out.getvalue().count("there already") == len(scenes.SCENES) + 14
    assert User.objects.get(username="trader").check_password("open-the-gate-2026")


def test_bank_of_the_demo_has_a_second_person_to_confirm(stage: Stage) -> None:
    bank = two_persons.choose(two_persons=True, actor=stage.actors["bank"], at=stage.at)
    asked = two_persons.choose(two_persons=False, actor=stage.actors["bank"], at=stage.at)
    assert isinstance(asked, Proposal)
    two_persons.confirm(proposal=asked.pk, actor=stage.actors["teller"], at=stage.at)
    assert not Guarantor.objects.get(pk=bank.pk).two_persons


def test_demo_plays_every_state_and_keeps_the_books(stage: Stage) -> None:
    assert {row.state for row in Movement.objects.all()} == ROWS_1_TO_17
    assert list(chains.faults()) == []
    assert list(audit.ledger_faults()) == []
    assert list(audit.history_faults()) == []


def test_demo_shows_passages_done_held_and_a_movement_overdue(stage: Stage) -> None:
    states = Counter(Passage.objects.filter(movement__state=State.IN_TRANSIT).values_list("state", flat=True))
    assert states[PassageState.CROSSED] == 4
    assert states[PassageState.HELD] == 1
    overdue = Movement.objects.filter(state=State.IN_TRANSIT, limit_date__lt=stage.at)
    assert [row.lrn for row in overdue] == ["DEMO-OVERDUE"]


def test_demo_leaves_proposals_open(stage: Stage) -> None:
    rows = Proposal.objects.filter(status=Proposal.Status.OPEN, lapses_at__gt=stage.at)
    assert {row.verb for row in rows} == {"resolve", "invalidate_after_release", "grant_reduction"}


def test_demo_has_a_bank_asked_to_pay_and_a_waiver_to_be_granted(stage: Stage) -> None:
    claims = guarantees.claims(actor=stage.actors["bank"])
    assert {(row.state, row.outstanding) for row in claims} == {("NOTIFIED", scenes.DEBT), ("DEMANDED", scenes.DEBT)}
    assert Guarantee.objects.get(kind="WAIVER").state == "ISSUED"


def test_demo_happens_in_the_past(stage: Stage) -> None:
    assert not HistoryEntry.objects.filter(at__gt=stage.at).exists()
    assert not Notice.objects.filter(at__gt=stage.at).exists()


@pytest.mark.parametrize("name", samples.names())
def test_samples_go_through_as_they_are_after_the_demo(stage: Stage, name: str) -> None:
    content = samples.load(name, at=stage.at)
    cast = stage.cast(name, principal=content["principal"])
    movement = journey.whole(content, cast, tick=lambda: stage.at + timedelta(minutes=1))
    assert movement.state == State.DISCHARGED
    assert guarantees.held(references=[str(movement.mrn)]) == 1


def test_sample_guarantees_are_free_and_named_as_written(stage: Stage) -> None:
    for name in samples.names():
        named = samples.load(name, at=stage.at)["guarantees"][0]
        row = Guarantee.objects.get(grn=named["grn"])
        assert (row.state, row.reserved) == ("ACTIVE", 0)


@pytest.mark.parametrize("command", ["demo", "drive"])
def test_rehearsal_is_refused_where_work_is_in_earnest(settings: Any, command: str) -> None:
    settings.PUBLIC_URL, settings.DEMO = "https://acts.example", False
    with pytest.raises(CommandError, match="in earnest"):
        call_command(command)
