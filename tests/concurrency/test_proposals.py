"""Two supervisors decide one proposal at the same time (spec section 5, "+ supervisor")."""

import pytest
from django.db import IntegrityError

from acts.common.models import HistoryEntry, Proposal
from acts.common.refusals import WrongState
from guarantees.enums import EntryKind
from guarantees.models import LedgerEntry
from offices.enums import OfficerRole
from tests.concurrency.conftest import WithoutLock
from tests.concurrency.overtaking import Act, overtake
from tests.concurrency.stage import DEPARTURE, Stage, faults
from transit.enums import State
from transit.models import Movement
from transit.services import closure

pytestmark = pytest.mark.postgres

BEFORE_DECIDING = 'UPDATE "common_proposal"'
BEFORE_INVALIDATING = 'UPDATE "transit_passage"'


def _proposed(stage: Stage) -> tuple[Movement, Proposal]:
    movement = stage.released()
    proposal = closure.propose_invalidation(
        actor=stage.officer, movement=movement.pk, reason="typed twice", where_goods="in the yard", at=stage.at
    )
    return movement, proposal


def _confirm(stage: Stage, proposal: Proposal) -> Act:
    supervisor = stage.posted(DEPARTURE, OfficerRole.SUPERVISOR)
    return lambda: closure.confirm(actor=supervisor, proposal=proposal.pk, at=stage.at)


def _refuse(stage: Stage, proposal: Proposal) -> Act:
    supervisor = stage.posted(DEPARTURE, OfficerRole.SUPERVISOR)
    return lambda: closure.refuse(actor=supervisor, proposal=proposal.pk, reason="no", at=stage.at)


def _now(movement: Movement, proposal: Proposal) -> tuple[str, str]:
    return Movement.objects.get(pk=movement.pk).state, Proposal.objects.get(pk=proposal.pk).status


def _cancelled() -> int:
    return LedgerEntry.objects.filter(kind=EntryKind.CANCEL).count()


def test_refusal_runs_into_the_history_chain_without_lock(stage: Stage, without_lock: WithoutLock) -> None:
    """Both decide at once; only the chain's own constraint keeps a refusal off the confirmation."""
    movement, proposal = _proposed(stage)
    without_lock(Movement, Proposal)
    race = overtake(_refuse(stage, proposal), _confirm(stage, proposal), before=BEFORE_DECIDING)
    assert not race.waited
    assert isinstance(race.slow, IntegrityError)
    assert _now(movement, proposal) == (State.INVALIDATED, Proposal.Status.CONFIRMED)


def test_confirmation_after_refusal_is_refused(stage: Stage) -> None:
    movement, proposal = _proposed(stage)
    race = overtake(_refuse(stage, proposal), _confirm(stage, proposal), before=BEFORE_DECIDING)
    assert race.waited
    assert isinstance(race.fast, WrongState)
    assert _now(movement, proposal) == (State.IN_TRANSIT, Proposal.Status.REFUSED)
    assert (_cancelled(), faults()) == (0, [])


def test_refusal_after_confirmation_is_refused(stage: Stage) -> None:
    movement, proposal = _proposed(stage)
    race = overtake(_confirm(stage, proposal), _refuse(stage, proposal), before=BEFORE_INVALIDATING)
    assert race.waited
    assert isinstance(race.fast, WrongState)
    assert _now(movement, proposal) == (State.INVALIDATED, Proposal.Status.CONFIRMED)
    assert (_cancelled(), faults()) == (1, [])


def test_two_confirmations_without_lock_are_refused_by_the_database(stage: Stage, without_lock: WithoutLock) -> None:
    movement, proposal = _proposed(stage)
    without_lock(Movement, Proposal)
    race = overtake(_confirm(stage, proposal), _confirm(stage, proposal), before=BEFORE_INVALIDATING)
    assert not race.waited
    assert isinstance(race.slow, IntegrityError)
    assert "history_one_per_step" in str(race.slow)
    assert _now(movement, proposal) == (State.INVALIDATED, Proposal.Status.CONFIRMED)


def test_one_of_two_confirmations_counts(stage: Stage) -> None:
    movement, proposal = _proposed(stage)
    race = overtake(_confirm(stage, proposal), _confirm(stage, proposal), before=BEFORE_INVALIDATING)
    assert race.waited
    assert race.slow.state == State.INVALIDATED
    assert isinstance(race.fast, WrongState)
    assert HistoryEntry.objects.filter(verb="invalidate_after_release").count() == 1
    assert _now(movement, proposal) == (State.INVALIDATED, Proposal.Status.CONFIRMED)
    assert (_cancelled(), faults()) == (1, [])
