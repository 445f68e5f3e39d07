"""Verbs of banks, offices, recovery and journeys at once on one guarantee (spec section 9: never over-committed)."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import partial

import pytest
from django.db import connection, transaction

from acts.common.refusals import Refusal
from guarantees.models import Guarantee, GuarantorApproval
from guarantees.services import audit, life
from tests.concurrency.conftest import WithoutLock
from tests.concurrency.tellers import AT, Teller
from tests.factories import guarantees as factory

pytestmark = pytest.mark.postgres
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


def workers(row: Guarantee, seed: int) -> list[Callable[[], None]]:
    assert row.guarantor is not None
    bank, recovery = factory.employee_of(row.guarantor.firm), factory.recovery_officer()
    tellers = [Teller(seed, number, row, bank, recovery) for number in range(WORKERS)]
    return [partial(teller.work, STEPS) for teller in tellers]


@pytest.mark.parametrize("seed", [0, 1])
def test_any_verbs_at_once_never_over_commit(race: None, seed: int) -> None:
    row = factory.guarantee(reference_amount=Decimal(1500))
    with at_once(workers(row, seed)) as raised:
        assert raised == []
    fresh = Guarantee.objects.get(pk=row.pk)
    assert fresh.ledger_sequence > 20
    assert 0 <= fresh.reserved + fresh.paid <= fresh.reference_amount
    assert [*audit.ledger_faults(), *audit.history_faults()] == []


def test_audit_among_verbs_reports_nothing_that_is_no_fault(race: None) -> None:
    row = factory.guarantee(reference_amount=Decimal(1500))
    found: list[str] = []

    def look() -> None:
        for _ in range(30):
            found.extend(audit.ledger_faults())

    with at_once([look, *workers(row, 3)[:3]]) as raised:
        assert (raised, found) == ([], [])


def test_audit_holds_no_guarantee_that_it_suspects(race: None) -> None:
    row = factory.guarantee()
    Guarantee.objects.update(paid=Decimal(1))

    def lock() -> None:
        with transaction.atomic():
            Guarantee.objects.select_for_update(nowait=True).get(pk=row.pk)

    with transaction.atomic():
        assert audit.nightly(at=AT) > 0
        with at_once([lock]) as raised:
            assert raised == []


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
