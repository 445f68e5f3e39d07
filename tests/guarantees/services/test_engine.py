"""Every kind of event is published when it happens, to the systems of bank and principal alike (spec section 16)."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from acts.notices.enums import EventKind
from acts.notices.models import Event
from guarantees.enums import GuaranteeKind
from guarantees.models import Guarantee
from guarantees.services import claims, cover, life
from tests.factories import guarantees as factory

pytestmark = pytest.mark.django_db
AT = factory.AT


def _reserved() -> Guarantee:
    row = factory.guarantee()
    factory.reserve(row, amount="9500", reference="26SGX")
    return row


def _released() -> Guarantee:
    row = _reserved()
    cover.release(reference="26SGX", at=AT)
    return row


def _refused() -> Guarantee:
    return life.refuse(guarantee=factory.issued().pk, reason="wrong form", actor=factory.officer_of(), at=AT)


def _suspended() -> Guarantee:
    return life.suspend(guarantee=factory.active().pk, reason="late", actor=factory.officer_of(), at=AT)


def _expiring() -> Guarantee:
    row = factory.active(valid_until=date(2026, 12, 20))
    life.sweep(at=AT)
    return row


def _cancelled() -> Guarantee:
    row = factory.active()
    assert row.guarantor is not None
    life.give_notice(guarantee=row.pk, actor=factory.employee_of(row.guarantor.firm), at=AT)
    life.sweep(at=AT + timedelta(days=31))
    return row


def _notified() -> Guarantee:
    row = _reserved()
    factory.notified("26SGX", "100")
    return row


def _demanded() -> Guarantee:
    row = factory.guarantee()
    factory.demanded(row, debt="100", held="100")
    return row


def _settled() -> Guarantee:
    row = factory.guarantee()
    [claim] = factory.demanded(row, debt="100", held="100")
    assert row.guarantor is not None
    bank, paid = factory.employee_of(row.guarantor.firm), {"currency": "SGD", "payment_reference": "P1"}
    claims.pay(claim=claim.pk, amount=Decimal(100), **paid, actor=bank, at=AT)
    return row


STORIES: dict[EventKind, Callable[[], Guarantee]] = {
    EventKind.GUARANTEE_ACCEPTED: factory.active,
    EventKind.GUARANTEE_REFUSED: _refused,
    EventKind.GUARANTEE_RESERVED: _reserved,
    EventKind.GUARANTEE_RELEASED: _released,
    EventKind.GUARANTEE_LOW_BALANCE: _reserved,
    EventKind.GUARANTEE_EXPIRING: _expiring,
    EventKind.GUARANTEE_SUSPENDED: _suspended,
    EventKind.GUARANTEE_CANCELLATION_EFFECTIVE: _cancelled,
    EventKind.CLAIM_NOTIFIED: _notified,
    EventKind.CLAIM_DEMANDED: _demanded,
    EventKind.CLAIM_SETTLED: _settled,
}


@pytest.mark.parametrize("kind", EventKind)
def test_event_is_told_to_bank_and_principal_once_each(kind: EventKind) -> None:
    row = STORIES[kind]()
    assert row.guarantor is not None
    told = Event.objects.filter(kind=kind, body__guarantee=str(row.pk))
    assert sorted(told.values_list("firm", flat=True)) == sorted([row.principal.number, row.guarantor.firm.number])


def test_event_of_a_cash_deposit_is_told_to_the_principal_alone() -> None:
    row = factory.active(kind=GuaranteeKind.CASH_DEPOSIT)
    assert list(Event.objects.values_list("firm", flat=True)) == [row.principal.number]
