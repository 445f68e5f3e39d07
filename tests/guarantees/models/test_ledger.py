"""Entries are only ever added: the database refuses the rest, on PostgreSQL and on SQLite."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from guarantees.models import LedgerEntry, Reservation
from tests.factories import guarantees as factory

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry() -> LedgerEntry:
    factory.reserve(factory.guarantee(), amount="100")
    return LedgerEntry.objects.get()


def test_entry_cannot_be_changed(entry: LedgerEntry) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        LedgerEntry.objects.filter(pk=entry.pk).update(amount=1)
    entry.refresh_from_db()
    assert entry.amount == 100


def test_entry_cannot_be_deleted(entry: LedgerEntry) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        LedgerEntry.objects.filter(pk=entry.pk).delete()
    assert LedgerEntry.objects.count() == 1


def test_entry_cannot_be_changed_by_bare_sql(entry: LedgerEntry) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE guarantees_ledgerentry SET amount = 1")


@pytest.mark.postgres
def test_ledger_cannot_be_truncated(entry: LedgerEntry) -> None:
    statement = "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE guarantees_ledgerentry CASCADE"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def _copy(entry: LedgerEntry, **fields: object) -> LedgerEntry:
    values = {
        field.attname: getattr(entry, field.attname)
        for field in LedgerEntry._meta.concrete_fields
        if field.name != "id"
    }
    return LedgerEntry(**(values | fields))


def test_step_taken_twice_is_refused(entry: LedgerEntry) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        _copy(entry, kind="CLAIM").save()


def test_second_release_of_a_reservation_is_refused(entry: LedgerEntry) -> None:
    _copy(entry, kind="RELEASE", sequence=2).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        _copy(entry, kind="RELEASE", sequence=3).save()


def test_negative_reservation_is_refused(entry: LedgerEntry) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Reservation.objects.update(amount=-1)
