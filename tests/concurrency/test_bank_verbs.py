"""Verbs of banks, offices, recovery and journeys at once on one guarantee (spec section 9: never over-committed)."""

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction

from acts.common.refusals import Refusal
from guarantees.models import Claim, Guarantee, GuarantorApproval
from guarantees.services import amounts, audit, claims, cover, life
from offices.actors import Actor
from tests.concurrency.conftest import WithoutLock
from tests.factories import guarantees as factory

pytestmark = pytest.mark.postgres
AT = factory.AT
WORKERS, STEPS = 6, 25


@contextmanager
def at_once(works: list[Callable[[], None]]) -> Iterator[list[Exception]]:
    """Run these in threads of their own; what none of them should have raised."""
    raised: list[Exception] = []

    def run(work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    yield raised


class Worker:
    """One client that does whatever comes to its mind, each verb in a transaction of its own."""

    def __init__(self, seed: int, number: int, row: Guarantee, bank: Actor, recovery: Actor) -> None:
        self.dice, self.row, self.bank, self.recovery = random.Random(f"{seed} {number}"), row, bank, recovery
        self.number, self.count = number, 0

    def __call__(self) -> None:
        for _ in range(STEPS):
            act = self.dice.choice([self.reserve, self.reserve, self.free, self.change, self.claim, self.pay])
            try:
                with transaction.atomic():
                    act()
            except Refusal:
                continue

    def reserve(self) -> None:
        self.count += 1
        amount = str(self.dice.randrange(1, 500))
        factory.reserve(self.row, amount=amount, reference=f"J{self.number}-{self.count}")

    def anybodys(self) -> str:
        return f"J{self.dice.randrange(WORKERS)}-{self.dice.randrange(1, 12)}"

    def free(self) -> None:
        end = self.dice.choice([cover.release, cover.cancel])
        end(reference=self.anybodys(), at=AT)

    def change(self) -> None:
        act = self.dice.choice([amounts.raise_amount, amounts.lower_amount])
        amount = Decimal(self.dice.randrange(100, 3000))
        act(guarantee=self.row.pk, amount=amount, currency="SGD", actor=self.bank, at=AT)

    def claim(self) -> None:
        debt: dict[str, Any] = {"debt": Decimal(self.dice.randrange(1, 400)), "currency": "SGD", "fixed_on": AT.date()}
        made = claims.notify(reference=self.anybodys(), **debt, office="SGSIN001", actor=self.recovery, at=AT)
        for claim in made.claims:
            claims.demand(claim=claim.pk, due_on=AT.date() + timedelta(days=9), actor=self.recovery, at=AT)

    def pay(self) -> None:
        self.count += 1
        claim = Claim.objects.order_by("?").first()
        if claim is not None:
            wire = {"currency": "SGD", "payment_reference": f"P{self.number}-{self.count}"}
            amount = Decimal(self.dice.randrange(1, 300))
            claims.pay(claim=claim.pk, amount=amount, **wire, actor=self.bank, at=AT)


def workers(row: Guarantee, seed: int) -> list[Callable[[], None]]:
    assert row.guarantor is not None
    bank, recovery = factory.employee_of(row.guarantor.firm), factory.recovery_officer()
    return [Worker(seed, number, row, bank, recovery) for number in range(WORKERS)]


@pytest.mark.parametrize("seed", [0, 1])
def test_any_verbs_at_once_never_over_commit(race: None, seed: int) -> None:
    row = factory.guarantee(reference_amount=Decimal(1500))
    with at_once(workers(row, seed)) as raised:
        assert raised == []
    fresh = Guarantee.objects.get(pk=row.pk)
    assert fresh.ledger_sequence > 20
    assert 0 <= fresh.reserved + fresh.paid <= fresh.reference_amount
    assert [*audit.ledger_faults(), *audit.history_faults()] == []


def test_verbs_at_once_collide_without_the_lock(race: None, without_lock: WithoutLock) -> None:
    row = factory.guarantee(reference_amount=Decimal(1500))
    without_lock(Guarantee)
    with at_once(workers(row, 2)) as raised:
        # The nets of the database hold where the lock does not: constraints refuse what two have done at once.
        assert raised


def test_two_acceptances_at_once_keep_the_guarantors_limit(race: None) -> None:
    first = factory.issued(reference_amount=Decimal(10000))
    assert first.guarantor is not None
    second = factory.issued(bank=first.guarantor.firm, reference_amount=Decimal(10000))
    GuarantorApproval.objects.update(limit=15000)
    officer, refused = factory.officer_of(), []

    def accept(row: Guarantee) -> None:
        try:
            life.accept(guarantee=row.pk, actor=officer, at=AT)
        except Refusal as error:
            refused.append(error)

    with at_once([lambda: accept(first), lambda: accept(second)]) as raised:
        assert raised == []
    assert len(refused) == 1
    assert Guarantee.objects.filter(state="ACTIVE").count() == 1
