from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from acts.common import jobs
from acts.common.models import Job
from acts.notices.models import Notice
from guarantees.models import Claim, Guarantee, LedgerEntry, Reservation
from guarantees.services import audit, cover
from tests.factories import guarantees as factory

pytestmark = pytest.mark.django_db


@pytest.fixture
def used() -> Guarantee:
    """A guarantee with one journey over and one under way."""
    row = factory.guarantee()
    factory.reserve(row, amount="100", reference="ONE")
    factory.reserve(row, amount="50", reference="TWO")
    with transaction.atomic():
        cover.release(reference="ONE", at=factory.AT)
    return Guarantee.objects.get(pk=row.pk)


def add(row: Guarantee, *, sequence: int, reserved_after: int) -> None:
    """An entry that no service has written."""
    LedgerEntry.objects.create(
        guarantee=row,
        sequence=sequence,
        kind="CLAIM",
        amount=1,
        currency="SGD",
        at=factory.AT,
        reserved_after=reserved_after,
        paid_after=0,
    )


def test_ledger_in_order_has_no_faults(used: Guarantee) -> None:
    assert list(audit.ledger_faults()) == []


def test_total_moved_without_an_entry_is_named(used: Guarantee) -> None:
    Guarantee.objects.update(reserved=Decimal(60))
    faults = list(audit.ledger_faults())
    assert len(faults) == 2
    assert all(str(used.grn) in fault and "60" in fault for fault in faults)


def test_paid_without_an_entry_is_named(used: Guarantee) -> None:
    Guarantee.objects.update(paid=Decimal(1))
    assert [fault for fault in audit.ledger_faults() if "paid" in fault]


def test_cut_off_ledger_is_named(used: Guarantee) -> None:
    Guarantee.objects.update(ledger_sequence=4)
    assert list(audit.ledger_faults()) == [f"{used.grn}: has 3 entries, not 4"]


def test_missing_entry_is_named(used: Guarantee) -> None:
    LedgerEntry.objects.create(
        guarantee=used,
        sequence=5,
        kind="CLAIM",
        amount=1,
        currency="SGD",
        at=factory.AT,
        reserved_after=50,
        paid_after=0,
    )
    assert f"{used.grn}: entry 4 is missing" in list(audit.ledger_faults())


def test_entry_with_wrong_totals_is_named(used: Guarantee) -> None:
    LedgerEntry.objects.create(
        guarantee=used,
        sequence=4,
        kind="CLAIM",
        amount=1,
        currency="SGD",
        at=factory.AT,
        reserved_after=49,
        paid_after=0,
    )
    assert [fault for fault in audit.ledger_faults() if "entry 4 says 49" in fault]


def test_reservation_ended_without_an_entry_is_named(used: Guarantee) -> None:
    Reservation.objects.filter(reference="TWO").update(state="RELEASED")
    assert [fault for fault in audit.ledger_faults() if "TWO is RELEASED" in fault]


def test_faults_are_found_in_every_batch(used: Guarantee, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "_AT_ONCE", 1)
    factory.guarantee()
    Guarantee.objects.update(ledger_sequence=9)
    assert len(list(audit.ledger_faults())) == 2


def test_history_in_order_has_no_faults(used: Guarantee) -> None:
    assert list(audit.history_faults()) == []


def test_history_that_does_not_end_where_it_should_is_named(used: Guarantee) -> None:
    Guarantee.objects.update(history_hash="0" * 64)
    assert list(audit.history_faults()) == [f"{used.grn}: the history does not end where the guarantee says it does"]


def test_claim_that_says_more_than_its_payments_is_named() -> None:
    [claim] = factory.demanded(factory.guarantee(), debt="100", held="300")
    Claim.objects.filter(pk=claim.pk).update(paid=40)
    [fault] = audit.ledger_faults()
    assert "says 40" in fault


def test_nightly_run_alarms_and_tells_the_office(used: Guarantee, caplog: pytest.LogCaptureFixture) -> None:
    Guarantee.objects.update(paid=Decimal(1))
    found = audit.nightly(at=factory.AT)
    assert found == len([row for row in caplog.records if row.levelname == "ERROR"]) > 0
    assert Notice.objects.filter(kind="LEDGER_FAULT", addressee="office:SGSIN001").count() == found


def test_nightly_run_is_ordered_once_and_orders_the_next() -> None:
    assert [audit.sweep(at=factory.AT), audit.sweep(at=factory.AT)] == [0, 0]
    job = Job.objects.get()
    assert job.due_at == factory.AT.replace(hour=18)
    jobs.work_off(at=job.due_at)
    assert list(Job.objects.filter(done_at=None).values_list("due_at", flat=True)) == [job.due_at + timedelta(days=1)]
    audit.sweep(at=job.due_at)
    assert Job.objects.count() == 2
