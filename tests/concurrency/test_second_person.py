"""Two colleagues confirm one proposal of their bank at the same time (spec section 9)."""

import pytest
from django.db import IntegrityError

from acts.common.models import HistoryEntry, Proposal
from acts.common.refusals import WrongState
from guarantees.models import Guarantee, Guarantor
from guarantees.services import two_persons
from offices.models import Firm
from tests.concurrency.conftest import WithoutLock
from tests.concurrency.overtaking import Act, overtake
from tests.factories import guarantees as factory
from tests.factories.guarantees import AT

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("race")]
BEFORE_DECIDING = 'UPDATE "common_proposal"'


def _proposed() -> tuple[Firm, Proposal]:
    row = factory.guarantor()
    Guarantor.objects.filter(pk=row.pk).update(two_persons=True)
    asked = two_persons.issue(terms=factory.terms(), actor=factory.employee_of(row.firm), at=AT)
    assert isinstance(asked, Proposal)
    return row.firm, asked


def _confirm(bank: Firm, proposal: Proposal) -> Act:
    colleague = factory.employee_of(bank)
    return lambda: two_persons.confirm(proposal=proposal.pk, actor=colleague, at=AT)


def _refuse(bank: Firm, proposal: Proposal) -> Act:
    colleague = factory.employee_of(bank)
    return lambda: two_persons.refuse(proposal=proposal.pk, reason="no", actor=colleague, at=AT)


def test_refused_proposal_is_issued_all_the_same_without_lock(without_lock: WithoutLock) -> None:
    bank, proposal = _proposed()
    without_lock(Proposal)
    race = overtake(_confirm(bank, proposal), _refuse(bank, proposal), before=BEFORE_DECIDING)
    assert not race.waited
    assert not isinstance(race.fast, Exception)
    assert Guarantee.objects.filter(pk=proposal.subject).exists()


def test_refusal_waits_for_the_confirmation() -> None:
    bank, proposal = _proposed()
    race = overtake(_confirm(bank, proposal), _refuse(bank, proposal), before=BEFORE_DECIDING)
    assert race.waited
    assert isinstance(race.fast, WrongState)
    assert Proposal.objects.get().status == Proposal.Status.CONFIRMED


def test_two_confirmations_without_lock_run_into_the_guarantees_key(without_lock: WithoutLock) -> None:
    bank, proposal = _proposed()
    without_lock(Proposal)
    race = overtake(_confirm(bank, proposal), _confirm(bank, proposal), before='INSERT INTO "guarantees_guarantee"')
    assert not race.waited
    assert isinstance(race.slow, IntegrityError)


def test_one_of_two_confirmations_issues() -> None:
    bank, proposal = _proposed()
    race = overtake(_confirm(bank, proposal), _confirm(bank, proposal), before=BEFORE_DECIDING)
    assert race.waited
    assert isinstance(race.fast, WrongState)
    assert (Guarantee.objects.count(), HistoryEntry.objects.filter(verb="issue").count()) == (1, 1)
