"""SQL built once: reads only by their key, locks only in a transaction; the same rows read and written as Django's."""

import uuid
from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.db.transaction import TransactionManagementError
from pytest_django import DjangoAssertNumQueries

from acts.common import clock, prepared
from acts.common.models import HistoryEntry, Job
from transit import locks
from transit.enums import State
from transit.models import Movement


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        lambda key: Movement.objects.filter(pk=key, created_at__lt=clock.now()),
        lambda key: Movement.objects.filter(pk=key, principal=7),
        lambda key: Movement.objects.filter(pk=key, lrn="ONE"),
        lambda key: Movement.objects.filter(Q(pk=key) | Q(pk=key)),
        lambda _key: Movement.objects.filter(state=State.DRAFT),
    ],
)
def test_by_key_refuses_what_would_be_asked_as_it_was_the_first_time(query: Any) -> None:
    with pytest.raises(TypeError, match="more than its key"):
        prepared.by_key(query)(uuid.uuid4())


@pytest.mark.django_db
def test_by_key_takes_a_text_between_choices(principal: Any, at: datetime) -> None:
    common = {"principal": principal, "created_at": at, "changed_at": at}
    for lrn, state in (("ONE", State.DRAFT), ("TWO", State.DRAFT), ("0", State.PRE_LODGED)):
        Movement.objects.create(lrn=lrn, state=state, **common)
    chosen = Movement.objects.filter(state=State.DRAFT)
    read = prepared.by_key(lambda key: chosen.filter(lrn=key).exclude(state=State.PRE_LODGED))
    assert [[row.lrn for row in read(key)] for key in ("TWO", "ONE", "0", "'")] == [["TWO"], ["ONE"], [], []]


@pytest.mark.django_db(transaction=True)
def test_a_lock_outside_a_transaction_is_refused() -> None:
    with pytest.raises(TransactionManagementError):
        locks.movement(uuid.uuid4())


@pytest.mark.django_db
def test_by_key_builds_its_query_once_and_reads_each_time(
    principal: Any, at: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    built = []

    def movement(key: uuid.UUID) -> QuerySet[Movement]:
        built.append(key)
        return Movement.objects.filter(pk=key)

    read = prepared.by_key(movement)
    rows = [
        Movement.objects.create(principal=principal, lrn=lrn, created_at=at, changed_at=at, seals=[lrn])
        for lrn in ("ONE", "TWO")
    ]
    with django_assert_num_queries(2):
        found = [read(row.pk) for row in rows]
    assert [(row.lrn, row.seals, row.created_at) for [row] in found] == [("ONE", ["ONE"], at), ("TWO", ["TWO"], at)]
    assert len(built) == 1


@pytest.fixture
def draft(principal: Any, at: datetime) -> Movement:
    return Movement.objects.create(principal=principal, lrn="ONE", created_at=at, changed_at=at, seals=["A1"])


@pytest.mark.django_db
def test_update_refuses_a_row_somebody_else_changed(draft: Movement) -> None:
    Movement.objects.filter(pk=draft.pk).update(state=State.PRE_LODGED)
    draft.lrn = "TWO"
    with pytest.raises(DatabaseError, match="changed by somebody else"):
        prepared.update(draft, ["lrn"], was={"state": State.DRAFT})
    assert Movement.objects.get(pk=draft.pk).lrn == "ONE"


@pytest.mark.django_db
def test_update_writes_the_named_fields_of_its_row_only(draft: Movement, principal: Any, at: datetime) -> None:
    other = Movement.objects.create(principal=principal, lrn="OTHER", created_at=at, changed_at=at)
    draft.lrn, draft.seals, draft.mrn, draft.ended_at = "TWO", ["B1", "B2"], "not named", None
    prepared.update(draft, ["lrn", "seals", "ended_at"], was={"state": State.DRAFT})
    found = Movement.objects.get(pk=draft.pk)
    assert (found.lrn, found.seals, found.mrn, found.ended_at) == ("TWO", ["B1", "B2"], None, None)
    assert Movement.objects.get(pk=other.pk).lrn == "OTHER"


@pytest.mark.django_db
def test_insert_refuses_a_row_that_is_there(at: datetime) -> None:
    rows = [HistoryEntry(subject=uuid.uuid4(), sequence=1, at=at, verb="one", actor="a", hash="h")]
    prepared.insert(rows)
    with pytest.raises(IntegrityError), transaction.atomic():
        prepared.insert(rows)
    assert HistoryEntry.objects.filter(subject=rows[0].subject).count() == 1


@pytest.mark.django_db
def test_insert_writes_what_bulk_create_writes(at: datetime) -> None:
    subjects = [uuid.uuid4() for _ in range(4)]
    rows = [
        HistoryEntry(subject=one, sequence=1, at=at, verb="v", actor="a", hash="h", data={"n": [1, "ខ្មែរ"]})
        for one in subjects
    ]
    prepared.insert([])
    prepared.insert(rows[:2])
    HistoryEntry.objects.bulk_create(rows[2:])
    found = HistoryEntry.objects.filter(subject__in=subjects).values()
    assert len({repr({**row, "id": None, "subject": None}) for row in found}) == 1
    assert len(found) == 4


@pytest.mark.django_db
def test_insert_leaves_what_is_there_where_conflicts_are_ignored(at: datetime) -> None:
    rows = [Job(kind="k", key="twice", payload={"n": n}, due_at=at) for n in (1, 2)]
    prepared.insert(rows[:1], ignore_conflicts=True)
    prepared.insert(rows, ignore_conflicts=True)
    assert [job.payload for job in Job.objects.filter(key="twice")] == [{"n": 1}]
