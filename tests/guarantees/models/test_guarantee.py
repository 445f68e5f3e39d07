"""What the database itself refuses, whatever a service may have forgotten."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from guarantees.models import Guarantee, Reservation
from tests.factories import guarantees as factory

pytestmark = pytest.mark.django_db


@contextmanager
def refused() -> Iterator[None]:
    with pytest.raises(IntegrityError), transaction.atomic():
        yield


@pytest.mark.parametrize(
    "fields",
    [
        {"reserved": Decimal("10000.01")},
        {"reserved": 6000, "paid": 5000},
        {"reserved": -1},
        {"paid": -1},
        {"reference_amount": 0},
        {"percentage": 101},
        {"guarantor": None},
        {"grn": None},
        {"state": "LOST"},
    ],
)
def test_row_is_refused(fields: dict[str, Any]) -> None:
    row = factory.guarantee()
    with refused():
        Guarantee.objects.filter(pk=row.pk).update(**fields)


def test_two_live_reservations_of_one_journey_are_refused() -> None:
    row = factory.guarantee()
    factory.reserve(row, amount="1")
    with refused():
        Reservation.objects.create(
            guarantee=row,
            reference="26SGSIN0010000000J0",
            amount=1,
            currency="SGD",
            country="MY",
            reserved_at=factory.AT,
        )


def test_number_of_another_guarantee_is_refused() -> None:
    one, other = factory.guarantee(), factory.guarantee()
    with refused():
        Guarantee.objects.filter(pk=one.pk).update(grn=other.grn)


def test_state_cannot_be_assigned() -> None:
    row = factory.guarantee()
    with pytest.raises(AttributeError):
        row.state = "USED"


def test_guarantee_in_use_cannot_be_deleted() -> None:
    row = factory.guarantee()
    factory.reserve(row, amount="1")
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()
