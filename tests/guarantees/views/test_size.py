"""The pages of guarantees ask as often for 1,999 rows as for one, and stay small."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from acts.common.models import HistoryEntry
from acts.notices.models import Delivery, Event, Webhook
from guarantees.models import AccessCode, Claim, Guarantee, GuarantorApproval, Reservation
from guarantees.models import Client as Program
from guarantees.services import clients
from offices import register
from offices.actors import Actor
from tests.factories import guarantees as factory

LARGEST = 100_000
Enter = Callable[[Actor], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("count", [1, 25, 1999])]


@pytest.fixture
def row() -> Guarantee:
    # The registers are read once a process; that is not what is counted.
    register.current()
    return factory.guarantee()


@pytest.fixture
def clerk(row: Guarantee) -> Actor:
    assert row.guarantor is not None
    return factory.employee_of(row.guarantor.firm)


def page_of(browser: Client, target: str) -> str:
    """The page; it is no heavier than a slow line takes."""
    answer = browser.get(target)
    assert answer.status_code == 200
    assert len(answer.content) < LARGEST
    return answer.content.decode()


@pytest.mark.parametrize(("role", "queries"), [("office", 9), ("bank", 10), ("principal", 10)])
def test_guarantees(
    count: int, role: str, queries: int, row: Guarantee, clerk: Actor, enter: Enter, django_assert_num_queries: Any
) -> None:
    factory.copies(row, count, id=lambda number: uuid.uuid4(), grn=lambda number: f"26SG{number:013d}")
    who = {"office": factory.officer_of, "bank": lambda: clerk, "principal": lambda: factory.employee_of(row.principal)}
    browser = enter(who[role]())
    with django_assert_num_queries(queries):
        page = page_of(browser, reverse("guarantees"))
    assert page.count('class="what"') == min(count, 25)


def test_uses(count: int, row: Guarantee, office: Client, django_assert_num_queries: Any) -> None:
    factory.reserve(row, amount="1", reference="26SGUSE0")
    factory.copies(Reservation.objects.get(), count, id=lambda number: uuid.uuid4(), reference=lambda n: f"26SGUSE{n}")
    with django_assert_num_queries(16):
        page = page_of(office, reverse("guarantee", args=[row.pk]))
    assert page.count("26SGUSE") == min(count, 25)


def test_history(count: int, row: Guarantee, office: Client, django_assert_num_queries: Any) -> None:
    last = HistoryEntry.objects.filter(subject=row.pk).order_by("-sequence")[0]
    factory.copies(
        last, count, sequence=lambda number: last.sequence + number, data=lambda number: {"reason": f"{number}"}
    )
    with django_assert_num_queries(14):
        page = page_of(office, reverse("guarantee", args=[row.pk]))
    assert page.count('<li class="done">') == min(count + last.sequence - 1, 25)
    assert ("?history=2#history" in page) == (count + last.sequence - 1 > 25)
    oldest = page_of(office, reverse("guarantee", args=[row.pk]) + "?history=999")
    assert "<b>Issued</b>" in oldest


def test_approvals(count: int, row: Guarantee, office: Client, django_assert_num_queries: Any) -> None:
    factory.copies(GuarantorApproval.objects.get(), count)
    with django_assert_num_queries(9):
        page = page_of(office, reverse("guarantors"))
    assert page.count('class="what"') == min(count, 25)


def test_claims(count: int, row: Guarantee, clerk: Actor, enter: Enter, django_assert_num_queries: Any) -> None:
    claim = factory.demanded(row, debt="10", held="100")[0]
    factory.copies(claim, count, state=lambda number: "WITHDRAWN")
    bank = enter(clerk)
    with django_assert_num_queries(9):
        page = page_of(bank, reverse("claims-page"))
    assert page.count(reverse("claim", args=[claim.pk])[:-37]) >= min(count, 25)
    assert Claim.objects.count() == count


def test_programs(count: int, clerk: Actor, enter: Enter, django_assert_num_queries: Any) -> None:
    made = clients.make(name="core", scopes=["events:read"], expires_at=None, actor=clerk, at=factory.AT)
    factory.copies(made.client, count, client_id=lambda number: f"core-{number}", name=lambda number: f"core {number}")
    bank = enter(clerk)
    with django_assert_num_queries(9):
        page = page_of(bank, reverse("programs"))
    assert page.count('aria-label="Withdraw core') == min(count, 25)
    assert Program.objects.count() == count


def test_webhooks(count: int, clerk: Actor, enter: Enter, django_assert_num_queries: Any) -> None:
    first = Webhook.objects.create(firm=clerk.firm_number, url="https://bank.example/", made_at=factory.AT)
    factory.copies(first, count)
    bank = enter(clerk)
    with django_assert_num_queries(9):
        page = page_of(bank, reverse("webhooks-page"))
    assert page.count("https://bank.example/") == min(count, 25)


def test_deliveries(count: int, clerk: Actor, enter: Enter, django_assert_num_queries: Any) -> None:
    hook = Webhook.objects.create(firm=clerk.firm_number, url="https://bank.example/", made_at=factory.AT)
    rows = [Event(kind="GUARANTEE_ACCEPTED", firm=clerk.firm_number, at=factory.AT) for _ in range(count)]
    events = Event.objects.bulk_create(rows, batch_size=500)
    Delivery.objects.bulk_create(
        [Delivery(event=event, webhook=hook, due_at=factory.AT, last_error="late") for event in events], batch_size=500
    )
    bank = enter(clerk)
    with django_assert_num_queries(12):
        page = page_of(bank, reverse("webhook-page", args=[hook.pk]))
    assert page.count("<small>late</small>") == min(count, 25)


def test_access_codes(count: int, row: Guarantee, enter: Enter, django_assert_num_queries: Any) -> None:
    factory.copies(row.access_codes.get(), count)
    trader = enter(factory.employee_of(row.principal))
    with django_assert_num_queries(16):
        page = page_of(trader, reverse("guarantee", args=[row.pk]))
    assert page.count('aria-label="Renew the code for first"') == min(count, 25)
    assert AccessCode.objects.count() == count
