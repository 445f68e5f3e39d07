"""The principal on the page of its guarantee: codes shown once, thresholds, journeys, the days ahead."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from guarantees.enums import ReservationState
from guarantees.models import AccessCode, Guarantee, Reservation
from guarantees.services import access
from offices import actors
from offices.actors import Actor
from offices.enums import EmployeeRole
from tests.factories import guarantees as factory
from tests.factories import offices

Enter = Callable[[Actor], Client]


@pytest.fixture
def row(db: None) -> Guarantee:
    return factory.active()


@pytest.fixture
def principal(enter: Enter, row: Guarantee) -> Client:
    return enter(factory.employee_of(row.principal))


def send(client: Client, row: Guarantee, act: str, *more: int, **body: object) -> str:
    version = Guarantee.objects.get(pk=row.pk).version
    answer = client.post(reverse(f"guarantee-{act}", args=[row.pk, *more]), {"version": version, **body}, follow=True)
    return answer.content.decode()


def shown(page: str) -> list[str]:
    return re.findall(r'class="secret num">([^<]*)<', page)


def test_acts_are_for_who_administers_the_principal(enter: Enter, row: Guarantee) -> None:
    viewer = actors.of(offices.user(firm=row.principal, duties=[EmployeeRole.VIEW]), at=factory.AT)
    assert row.guarantor is not None
    for actor in (viewer, factory.employee_of(row.guarantor.firm), factory.officer_of()):
        client = enter(actor)
        assert "Access codes" not in client.get(reverse("guarantee", args=[row.pk])).content.decode()
        for act, args in (("make-code", []), ("alerts", []), ("renew-code", [1]), ("withdraw-code", [1])):
            assert client.post(reverse(f"guarantee-{act}", args=[row.pk, *args])).status_code == 403
    assert not AccessCode.objects.exists()


def test_code_is_shown_once_and_a_second_sending_makes_no_other(principal: Client, row: Guarantee) -> None:
    version = {"version": row.version, "given_to": "Tuas branch"}
    url = reverse("guarantee-make-code", args=[row.pk])
    codes = shown(principal.post(url, version).content.decode())
    kept = AccessCode.objects.get()
    assert [access.digest(grn=row.grn or "", code=code) for code in codes] == [kept.digest]
    again = principal.post(url, version, follow=True).content.decode()
    assert "has changed since" in again
    assert (AccessCode.objects.count(), shown(again)) == (1, [])
    assert codes[0] not in again


def test_code_without_a_name_is_asked_for_one(principal: Client, row: Guarantee) -> None:
    page = send(principal, row, "make-code", given_to="")
    assert "This field is required." in page
    assert not AccessCode.objects.exists()


def test_renewed_code_ends_and_the_new_one_is_shown(principal: Client, row: Guarantee) -> None:
    send(principal, row, "make-code", given_to="Tuas branch")
    old = AccessCode.objects.get()
    page = send(principal, row, "renew-code", old.pk)
    assert len(shown(page)) == 1
    assert AccessCode.objects.filter(withdrawn_at=None).exclude(pk=old.pk).count() == 1
    assert send(principal, row, "renew-code", old.pk).count("secret") == 0


def test_withdrawn_code_is_gone_from_the_page(principal: Client, row: Guarantee) -> None:
    send(principal, row, "make-code", given_to="Tuas branch")
    page = send(principal, row, "withdraw-code", AccessCode.objects.get().pk)
    assert "The code has ended." in page
    assert "Withdraw the code for" not in page


def test_thresholds_are_kept_and_given_back_to_the_country(principal: Client, row: Guarantee) -> None:
    assert "Ensure this value" in send(principal, row, "alerts", low_balance_percent="101", expiry_days="")
    send(principal, row, "alerts", low_balance_percent="40", expiry_days="")
    assert Guarantee.objects.values_list("alert_percent", "alert_days").get() == (40, None)
    send(principal, row, "alerts", low_balance_percent="", expiry_days="10")
    assert Guarantee.objects.values_list("alert_percent", "alert_days").get() == (None, 10)


def test_days_ahead_show_when_cover_is_free_again(principal: Client, row: Guarantee) -> None:
    access.new_code(guarantee=row, label="x", at=factory.AT, code=factory.CODE)
    factory.reserve(row, amount="4000")
    page = principal.get(reverse("guarantee", args=[row.pk])).content.decode()
    assert page.count('<td class="num r">6\u202f000.00</td>') == 3
    assert page.count('<td class="num r">10\u202f000.00</td>') == 28
    assert "lowest 6\u202f000.00 on 23 Nov" in page


def test_use_past_its_day_is_marked_late(principal: Client, row: Guarantee) -> None:
    access.new_code(guarantee=row, label="x", at=factory.AT, code=factory.CODE)
    factory.reserve(row, amount="4000")
    Reservation.objects.filter(state=ReservationState.LIVE).update(expected_release_at=factory.AT.replace(day=1))
    assert 'badge-bad">late' in principal.get(reverse("guarantee", args=[row.pk])).content.decode()
