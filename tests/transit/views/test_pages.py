"""The thin pages: who gets in, who sees what, and that nothing inline is needed."""

import re
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from offices.models import Firm, User
from tests.factories import sessions
from transit.enums import State
from transit.models import Declaration, Movement


def _movement(principal: Firm, at: datetime, *, number: int = 1, **fields: Any) -> Movement:
    row: Movement = Movement.objects.create(
        lrn=f"L-{number}",
        principal=principal,
        created_at=at,
        changed_at=at + timedelta(minutes=number),
        **fields,
    )
    Declaration.objects.create(movement=row)
    return row


@pytest.mark.parametrize("path", ["/", f"/movements/{uuid.UUID(int=1)}/"])
def test_pages_lead_to_the_login(client: Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (302, f"/login/?next={path}")


def test_login_leads_to_the_page_asked_for(client: Client, trader: User, settings: Any) -> None:
    trader.set_password("open-the-gate-2026")
    trader.save()
    body = {"username": trader.username, "password": "open-the-gate-2026", "next": "/?page=2"}
    answer = client.post(reverse("login"), body)
    assert (answer.status_code, answer["Location"]) == (302, "/?page=2")


def test_login_refuses_a_wrong_password_and_a_foreign_next(client: Client, trader: User) -> None:
    trader.set_password("open-the-gate-2026")
    trader.save()
    assert b"do not match" in client.post(reverse("login"), {"username": trader.username, "password": "x"}).content
    body = {"username": trader.username, "password": "open-the-gate-2026", "next": "https://evil.example/"}
    assert client.post(reverse("login"), body)["Location"] == "/"


def test_login_is_locked_after_five_wrong_tries(client: Client, trader: User, settings: Any) -> None:
    settings.AXES_ENABLED = True
    trader.set_password("open-the-gate-2026")
    trader.save()
    for _ in range(5):
        client.post(reverse("login"), {"username": trader.username, "password": "wrong"})
    answer = client.post(reverse("login"), {"username": trader.username, "password": "open-the-gate-2026"})
    assert answer.status_code == 429
    assert b"locked for 15 minutes" in answer.content


def test_logout_needs_a_post(client: Client, trader: User) -> None:
    sessions.browser(trader, client)
    assert client.get(reverse("logout")).status_code == 405
    assert client.post(reverse("logout"))["Location"] == "/login/"
    assert client.get("/").status_code == 302


def test_home_shows_own_movements_only(client: Client, trader: User, stranger: User, at: datetime) -> None:
    assert trader.firm is not None
    _movement(trader.firm, at)
    sessions.browser(trader, client)
    assert b"L-1" in client.get("/").content
    sessions.browser(stranger, client)
    assert b"There is no movement for you yet" in client.get("/").content


def test_home_shows_an_officer_what_was_lodged_at_the_own_office(
    client: Client, principal: Firm, departure_officer: User, wrong_office_officer: User, at: datetime
) -> None:
    _movement(principal, at, number=1, office_of_departure_id="SGSIN001", state=State.SUBMITTED)
    _movement(principal, at, number=2, office_of_departure_id="SGSIN001")
    sessions.browser(departure_officer, client)
    page = client.get("/").content
    assert b"L-1" in page
    assert b"L-2" not in page
    sessions.browser(wrong_office_officer, client)
    assert b"L-1" not in client.get("/").content


@pytest.mark.parametrize("rows", [1, 3])
def test_home_asks_as_often_for_three_rows_as_for_one(
    client: Client, trader: User, principal: Firm, at: datetime, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        _movement(principal, at, number=number, office_of_departure_id="SGSIN001")
    sessions.browser(trader, client)
    with django_assert_num_queries(10):
        client.get("/")


def test_home_turns_pages_of_25_last_changed_first(client: Client, trader: User, principal: Firm, at: datetime) -> None:
    for number in range(27):
        _movement(principal, at, number=number)
    sessions.browser(trader, client)
    first, second = client.get("/").content.decode(), client.get("/?page=2").content.decode()
    assert re.findall(r">(L-\d+)</a>", first) == [f"L-{number}" for number in range(26, 1, -1)]
    assert re.findall(r">(L-\d+)</a>", second) == ["L-1", "L-0"]


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", "%00", "1e9"])
def test_home_takes_any_page_number(client: Client, trader: User, page: str) -> None:
    sessions.browser(trader, client)
    assert client.get(f"/?page={page}").status_code == 200


def test_movement_of_another_firm_is_not_found(client: Client, principal: Firm, stranger: User, at: datetime) -> None:
    row = _movement(principal, at)
    sessions.browser(stranger, client)
    answer = client.get(reverse("movement", args=[row.pk]))
    assert answer.status_code == 404
    assert b"L-1" not in answer.content


def test_movement_shows_where_it_stands(client: Client, principal: Firm, trader: User, at: datetime) -> None:
    row = _movement(
        principal,
        at,
        state=State.IN_TRANSIT,
        limit_date=at - timedelta(days=300),
        seals=["SG1", "<SG2>"],
        released_at=at,
    )
    sessions.browser(trader, client)
    page = client.get(reverse("movement", args=[row.pk])).content.decode()
    assert "in transit" in page
    assert "overdue" in page
    assert 'SG1,</span> <span class="id">&lt;SG2&gt;</span>' in page


def test_pages_need_nothing_inline(client: Client, principal: Firm, trader: User, at: datetime) -> None:
    row = _movement(principal, at)
    sessions.browser(trader, client)
    for path in ["/", reverse("movement", args=[row.pk]), "/nothing/"]:
        answer = client.get(path)
        assert "'unsafe-inline'" not in answer["Content-Security-Policy"]
        assert not re.search(r"<script(?! src=)|<style|\sstyle=|\son[a-z]+=", answer.content.decode())


@pytest.mark.parametrize(
    ("who", "where"), [("bank_user", "/guarantees/"), ("national_admin", "/admin/"), ("central", "/admin/")]
)
def test_front_page_is_where_ones_work_is(who: str, where: str, request: pytest.FixtureRequest) -> None:
    """Movements are none of a bank's business, nor of who only administers."""
    client = sessions.browser(request.getfixturevalue(who))
    assert client.get("/")["Location"] == where
    assert "All movements" not in client.get(where).content.decode()
