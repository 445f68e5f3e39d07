"""Two officers at once at one reduction, one approval, one deposit (spec section 9): each done once."""

import uuid
from decimal import Decimal

import pytest
from django.db import IntegrityError

from acts.common.models import HistoryEntry, Proposal
from acts.common.refusals import RulesBroken, WrongState
from guarantees.models import Guarantee, Guarantor, GuarantorApproval
from guarantees.services import guarantors, life, relief
from offices.enums import FirmKind
from tests.concurrency.conftest import WithoutLock
from tests.concurrency.overtaking import Act, overtake
from tests.factories import guarantees as factory
from tests.factories import offices

pytestmark = pytest.mark.postgres
BEFORE_DECIDING = 'UPDATE "common_proposal"'
BEFORE_APPROVING = 'INSERT INTO "guarantees_guarantorapproval"'
BEFORE_NUMBERING = 'UPDATE "guarantees_guarantee"'


@pytest.fixture
def pending(race: None) -> Proposal:
    return factory.proposed(factory.active())


def confirm(pending: Proposal) -> Act:
    actor = factory.supervisor_of()
    return lambda: relief.confirm(proposal=pending.pk, actor=actor, at=factory.AT)


def refuse(pending: Proposal) -> Act:
    actor = factory.supervisor_of()
    return lambda: relief.refuse(proposal=pending.pk, reason="no", actor=actor, at=factory.AT)


def now(pending: Proposal) -> tuple[int, str]:
    row = Guarantee.objects.get(pk=pending.subject)
    return row.percentage, Proposal.objects.get(pk=pending.pk).status


def test_two_confirmations_without_lock_are_refused_by_the_chain(pending: Proposal, without_lock: WithoutLock) -> None:
    without_lock(Guarantee, Proposal)
    race = overtake(confirm(pending), confirm(pending), before=BEFORE_DECIDING)
    assert isinstance(race.slow, IntegrityError) or isinstance(race.fast, IntegrityError)


@pytest.mark.parametrize(("first", "second", "after"), [("confirm", "confirm", 50), ("refuse", "confirm", 100)])
def test_second_decision_waits_and_is_refused(pending: Proposal, first: str, second: str, after: int) -> None:
    acts = {"confirm": confirm, "refuse": refuse}
    race = overtake(acts[first](pending), acts[second](pending), before=BEFORE_DECIDING)
    assert race.waited
    assert isinstance(race.fast, WrongState)
    assert now(pending)[0] == after
    assert HistoryEntry.objects.filter(subject=pending.subject, verb="grant_reduction").count() == (after == 50)


def approve(firm: str) -> Act:
    actor = factory.officer_of()
    asked = {"firm": firm, "office": "SGSIN001", "valid_from": factory.SINCE, "limit": Decimal(1000)}
    return lambda: guarantors.approve(**asked, actor=actor, at=factory.AT)


def test_approval_sent_twice_at_once_is_two_without_lock(race: None, without_lock: WithoutLock) -> None:
    bank = factory.guarantor(office="MYPJY001", firm=offices.firm(kind=FirmKind.BANK)).firm
    without_lock(Guarantor)
    overtake(approve(bank.number), approve(bank.number), before=BEFORE_APPROVING)
    assert GuarantorApproval.objects.filter(office="SGSIN001").count() == 2


def test_approval_sent_twice_at_once_is_one(race: None) -> None:
    bank = factory.guarantor(office="MYPJY001", firm=offices.firm(kind=FirmKind.BANK)).firm
    found = overtake(approve(bank.number), approve(bank.number), before=BEFORE_APPROVING)
    assert found.waited
    assert isinstance(found.fast, RulesBroken)
    assert GuarantorApproval.objects.filter(office="SGSIN001").count() == 1


def test_deposit_sent_twice_at_once_is_one(race: None) -> None:
    terms, actor, key = factory.terms(kind="CASH_DEPOSIT"), factory.officer_of(), uuid.uuid4()

    def book() -> Guarantee:
        return life.book_cash_deposit(terms=terms, key=key, actor=actor, at=factory.AT)

    found = overtake(book, book, before=BEFORE_NUMBERING)
    assert found.waited
    assert isinstance(found.fast, WrongState)
    assert Guarantee.objects.get().pk == key
