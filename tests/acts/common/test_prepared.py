"""Reads whose SQL is built once: only by their key, locks only in a transaction, the same rows as Django's own."""

import uuid
from datetime import datetime
from typing import Any

import pytest
from django.db.models import QuerySet
from django.db.transaction import TransactionManagementError
from pytest_django import DjangoAssertNumQueries

from acts.common import prepared
from transit import locks
from transit.enums import State
from transit.models import Movement


@pytest.mark.django_db
def test_by_key_refuses_a_query_with_more_parameters() -> None:
    drafts = prepared.by_key(lambda key: Movement.objects.filter(pk=key, state=State.DRAFT))
    with pytest.raises(TypeError, match="other parameters than its key"):
        drafts(uuid.uuid4())


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
