"""The ledger after any sequence of what can happen: totals equal entries, and nothing is ever over-committed."""

import os
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from acts.common.refusals import Refusal
from guarantees import selectors
from guarantees.enums import OPEN_CLAIM, EntryKind, GuaranteeKind, GuaranteeState
from guarantees.models import Claim, Guarantee, LedgerEntry, Reservation
from guarantees.services import amounts, audit, claims, cover, ledger, life
from offices.actors import Actor
from tests.factories import guarantees as factory
from tests.factories import offices

pytestmark = pytest.mark.django_db
# Walks of up to 40 steps; CI asks for 60 of them, so that they are 2,000 steps.
WALKS, EACH_AT_LEAST = int(os.environ.get("LEDGER_WALKS", "8")), 34
AMOUNTS = st.decimals("0.00", "800.00", places=2)


def locked(row: Guarantee) -> Guarantee:
    return Guarantee.objects.get(pk=row.pk)


def test_payment_lowers_the_reservation_and_raises_what_is_paid() -> None:
    factory.reserve(factory.guarantee(), amount="100")
    row, held = Guarantee.objects.get(), Reservation.objects.get()
    ledger.write(
        entries=[ledger.post(guarantee=row, kind=EntryKind.PAY, amount=Decimal(40), at=factory.AT, reservation=held)]
    )
    assert (locked(row).reserved, locked(row).paid, locked(row).available) == (60, 40, 9900)


def test_reversing_entry_undoes_the_one_it_names() -> None:
    factory.reserve(factory.guarantee(), amount="100")
    row, first = Guarantee.objects.get(), LedgerEntry.objects.get()
    entry = ledger.post(guarantee=row, kind=EntryKind.RESERVE, amount=first.amount, at=factory.AT, reverses=first)
    ledger.write(entries=[entry])
    assert (locked(row).reserved, LedgerEntry.objects.count()) == (0, 2)


def test_adjust_restores_what_was_paid() -> None:
    factory.reserve(factory.guarantee(), amount="100")
    row, held = Guarantee.objects.get(), Reservation.objects.get()
    pay = ledger.post(guarantee=row, kind=EntryKind.PAY, amount=Decimal(100), at=factory.AT, reservation=held)
    restore = ledger.post(guarantee=row, kind=EntryKind.ADJUST, amount=Decimal(100), at=factory.AT)
    ledger.write(entries=[pay, restore])
    assert locked(row).available == 10000


def test_entries_beyond_the_reference_are_refused_by_the_database() -> None:
    row = factory.guarantee()
    entry = ledger.post(guarantee=row, kind=EntryKind.RESERVE, amount=Decimal(10001), at=factory.AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        ledger.write(entries=[entry])


class LedgerMachine(RuleBasedStateMachine):
    """Journeys come and go on two guarantees of one principal, while bank and office change them."""

    steps = 0
    """Of all walks together."""

    def __init__(self) -> None:
        super().__init__()
        # The invariants are also looked at before the first step.
        LedgerMachine.steps -= 1
        self.point = transaction.atomic()
        self.point.__enter__()
        firm = offices.firm()
        self.rows = [
            factory.guarantee(principal=firm, reference_amount=Decimal(1000)),
            factory.guarantee(principal=firm, reference_amount=Decimal(500), kind=GuaranteeKind.SINGLE_JOURNEY),
        ]
        self.banks: list[Actor] = [factory.employee_of(row.guarantor.firm) for row in self.rows if row.guarantor]
        self.officer = factory.officer_of()
        self.count = 0
        self.live: set[str] = set()
        self.ended: set[str] = set()
        self.recovery = factory.recovery_officer()

    def teardown(self) -> None:
        assert list(audit.history_faults()) == []
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)

    def refused(self, act: Callable[..., Any], **arguments: Any) -> bool:
        """Run a verb in a savepoint; whether it was refused. Anything but a refusal is a failure of the test."""
        try:
            with transaction.atomic():
                act(**arguments)
        except Refusal:
            return True
        return False

    @rule(amount=AMOUNTS, both=st.booleans(), first=st.integers(0, 1))
    def reserve(self, amount: Decimal, both: bool, first: int) -> None:
        self.count += 1
        reference = f"J{self.count}"
        chosen = [self.rows[first], self.rows[1 - first]] if both else [self.rows[first]]
        known = [locked(row) for row in chosen]
        enough = sum(row.available for row in known) >= amount
        usable = all(row.state == GuaranteeState.ACTIVE for row in known)
        refused = self.refused(lambda: factory.reserve(*chosen, amount=str(amount), reference=reference))
        assert refused == (not (enough and usable))
        if not refused:
            self.live.add(reference)

    @precondition(lambda self: self.live)
    @rule(data=st.data(), twice=st.booleans())
    def release(self, data: st.DataObject, twice: bool) -> None:
        reference = data.draw(st.sampled_from(sorted(self.live)))
        claimed = Claim.objects.filter(reference=reference, state__in=OPEN_CLAIM).count()
        held = Reservation.objects.filter(reference=reference, state="LIVE").count()
        assert cover.release(reference=reference, at=factory.AT) == held - claimed
        if twice:
            assert cover.release(reference=reference, at=factory.AT) == 0
        self.ended.add(reference)
        self.forget_freed()

    @precondition(lambda self: self.live)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        reference = data.draw(st.sampled_from(sorted(self.live)))
        cover.cancel(reference=reference, at=factory.AT)
        self.ended.add(reference)
        self.forget_freed()

    @rule(which=st.integers(0, 1), amount=st.decimals("1.00", "2000.00", places=2), up=st.booleans())
    def change_amount(self, which: int, amount: Decimal, up: bool) -> None:
        act = amounts.raise_amount if up else amounts.lower_amount
        row = self.rows[which]
        self.refused(act, guarantee=row.pk, amount=amount, currency="SGD", actor=self.banks[which], at=factory.AT)

    @rule(which=st.integers(0, 1), on=st.booleans())
    def suspend_or_resume(self, which: int, on: bool) -> None:
        row = self.rows[which]
        if on:
            self.refused(life.resume, guarantee=row.pk, actor=self.officer, at=factory.AT)
        else:
            self.refused(life.suspend, guarantee=row.pk, reason="drill", actor=self.officer, at=factory.AT)

    @rule(which=st.integers(0, 1), back=st.booleans())
    def notice(self, which: int, back: bool) -> None:
        act = life.withdraw_notice if back else life.give_notice
        self.refused(act, guarantee=self.rows[which].pk, actor=self.banks[which], at=factory.AT)

    @precondition(lambda self: self.live)
    @rule(data=st.data(), amount=AMOUNTS)
    def claim(self, data: st.DataObject, amount: Decimal) -> None:
        """A debt is claimed on a journey and demanded; it may be claimed already."""
        reference = data.draw(st.sampled_from(sorted(self.live)))
        self.refused(lambda: self.demand(factory.notified(reference, str(amount)).claims))

    def demand(self, found: Iterable[Claim]) -> None:
        for row in found:
            claims.demand(claim=row.pk, due_on=factory.AT.date(), actor=self.recovery, at=factory.AT)

    @rule(which=st.integers(0, 1), amount=AMOUNTS)
    def pay(self, which: int, amount: Decimal) -> None:
        self.count += 1
        row = Claim.objects.filter(guarantee=self.rows[which], state__in=("DEMANDED", "PARTLY_PAID")).first()
        if row is not None:
            wire = {"currency": "SGD", "payment_reference": f"P{self.count}"}
            bank = self.banks[which]
            self.refused(lambda: claims.pay(claim=row.pk, amount=amount, **wire, actor=bank, at=factory.AT))
            self.forget_freed()

    @precondition(lambda self: self.live)
    @rule(data=st.data(), back=st.booleans())
    def withdraw(self, data: st.DataObject, back: bool) -> None:
        reference = data.draw(st.sampled_from(sorted(self.live)))
        if back:
            claims.undo(reference=reference, reason="proof", actor=self.recovery, at=factory.AT)
        else:
            for row in Claim.objects.filter(reference=reference):
                self.refused(claims.withdraw, claim=row.pk, reason="x", actor=self.recovery, at=factory.AT)
        self.forget_freed()

    def forget_freed(self) -> None:
        """A journey that had ended is freed with its last claim."""
        held = Reservation.objects.filter(state="LIVE").values_list("reference", flat=True)
        for reference in self.live - set(held):
            assert reference in self.ended
            self.live.remove(reference)

    @invariant()
    def steps_are_counted(self) -> None:
        LedgerMachine.steps += 1

    @invariant()
    def no_more_is_paid_than_the_guarantor_owes(self) -> None:
        for row in Guarantee.objects.all():
            assert row.paid + selectors.outstanding(guarantee=row) <= row.guarantee_amount

    @invariant()
    def ledger_adds_up(self) -> None:
        assert list(audit.ledger_faults()) == []

    @invariant()
    def never_over_committed(self) -> None:
        for row in Guarantee.objects.all():
            assert 0 <= row.reserved + row.paid <= row.reference_amount

    @invariant()
    def live_references_are_held(self) -> None:
        held = Reservation.objects.filter(state="LIVE").values_list("reference", flat=True)
        assert set(held) == self.live


def test_ledger_holds_after_any_sequence() -> None:
    """And the sequences are as many and as long as they are meant to be."""
    LedgerMachine.steps = 0
    run_state_machine_as_test(
        LedgerMachine,
        settings=settings(
            max_examples=WALKS,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert LedgerMachine.steps >= WALKS * EACH_AT_LEAST
