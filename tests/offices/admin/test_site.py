"""Who gets through the admin's door, and what is not behind it (spec section 1)."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, reverse

from offices.admin.site import site
from offices.models import Holiday, User
from tests.factories import offices as factory
from tests.offices.admin.browsing import page, url

pytestmark = pytest.mark.django_db


def test_stranger_is_led_to_the_pages_log_in_and_back(client: Client) -> None:
    answer = client.get("/admin/offices/country/")
    assert (answer.status_code, answer["Location"]) == (302, "/login/?next=/admin/offices/country/")


@pytest.mark.parametrize("who", ["trader", "bank_user", "ended_officer"])
def test_admin_does_not_exist_for_who_holds_no_duty_in_customs(who: str, request: pytest.FixtureRequest) -> None:
    person = request.getfixturevalue(who)
    User.objects.filter(pk=person.pk).update(is_staff=True)
    assert {page(person).get(path).status_code for path in ("/admin/", "/admin/offices/", url(Holiday))} == {404}


@pytest.mark.parametrize("who", ["departure_officer", "national_admin", "central", "auditor"])
def test_admin_is_open_to_who_is_posted_or_appointed(who: str, request: pytest.FixtureRequest) -> None:
    answer = page(request.getfixturevalue(who)).get("/admin/")
    assert answer.status_code == 200
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_locked_account_is_out_at_once(central: User) -> None:
    client = page(central)
    User.objects.filter(pk=central.pk).update(is_active=False)
    assert client.get("/admin/")["Location"] == "/login/?next=/admin/"


@pytest.mark.parametrize("name", ["login", "logout", "password_change", "jsi18n", "autocomplete", "view_on_site"])
def test_site_has_no_second_log_in_and_nothing_unasked(name: str, central: User) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(f"admin:{name}")
    assert page(central).get(f"/admin/{name}/").status_code == 404


@pytest.mark.parametrize("parameter", ["_popup=1", "_to_field=id", "q=%00"])
def test_popups_and_what_no_database_takes_are_not_found(parameter: str, national_admin: User) -> None:
    client = page(national_admin)
    assert client.get(f"{url(Holiday, 'changelist')}?{parameter}").status_code == 404
    assert client.post(url(Holiday), {"_popup": "1"}).status_code == 404


def test_tables_of_libraries_and_of_secrets_have_no_page() -> None:
    names = {model._meta.label for model in site._registry}
    assert names & {model._meta.label for model in admin.site._registry} == set()
    assert names & {"auth.Group", "guarantees.AccessCode", "sessions.Session", "knox.AuthToken"} == set()


def test_superuser_is_led_to_the_admin_and_finds_the_way_back() -> None:
    client = page(factory.user(username="root", is_superuser=True))
    assert client.get("/")["Location"] == "/admin/"
    assert '<a href="/admin/"' in client.get("/messages/").content.decode()


def test_superuser_without_a_duty_sets_up_people_but_sees_no_movement() -> None:
    client = page(factory.user(username="root", is_superuser=True))
    assert client.get("/admin/offices/user/").status_code == 200
    assert {client.get(f"/admin/{path}/").status_code for path in ("transit/movement", "guarantees/guarantee")} == {403}


def test_front_page_names_ones_duties_and_what_waits(national_admin: User, second_admin: User) -> None:
    page(national_admin).post(url(Holiday), {"country": "SG", "day": "2027-03-01", "name": "Test Day"})
    shown = page(second_admin).get(reverse("admin:index")).content.decode()
    assert "National administrator, Singapore" in shown
    assert "1 change waits for a second administrator" in shown
