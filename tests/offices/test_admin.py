"""Who edits reference data and people, and that every change is history (spec sections 1 and 17)."""

from datetime import date, datetime, timedelta

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from acts.common import clock
from acts.common.models import HistoryEntry
from offices import audit
from offices.enums import AppointmentKind, OfficerRole
from offices.models import Appointment, Country, CountryProfile, Holiday, Office, Posting, User
from tests.factories import offices as factory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.offices.admin_urls")]
MODELS = sorted(model._meta.model_name or "" for model in admin.site._registry if model._meta.app_label == "offices")
HOLIDAY = {"country": "SG", "day": "2027-03-01", "name": "Test Day"}


def page(user: User) -> Client:
    client = Client()
    User.objects.filter(pk=user.pk).update(is_staff=True)
    client.force_login(user)
    return client


def url(model: str, action: str = "add", *key: object) -> str:
    return reverse(f"admin:offices_{model}_{action}", args=key)


@pytest.mark.parametrize(("who", "status"), [("trader", 403), ("auditor", 200)])
def test_lists_are_read_by_the_appointed_only(who: str, status: int, request: pytest.FixtureRequest) -> None:
    client = page(request.getfixturevalue(who))
    answers = {model: client.get(url(model, "changelist"), {"q": "a"}).status_code for model in MODELS}
    assert answers == dict.fromkeys(MODELS, status)


def test_auditor_adds_nothing(auditor: User) -> None:
    client = page(auditor)
    assert {client.get(url(model)).status_code for model in MODELS} == {403}


@pytest.mark.parametrize(("who", "status"), [("auditor", 403), ("central", 403), ("national_admin", 302)])
def test_holiday_is_the_national_administrators(who: str, status: int, request: pytest.FixtureRequest) -> None:
    client = page(request.getfixturevalue(who))
    assert client.post(url("holiday"), HOLIDAY).status_code == status
    assert Holiday.objects.filter(day="2027-03-01").exists() == (status == 302)


def test_holiday_of_another_country_is_refused(national_admin: User) -> None:
    answer = page(national_admin).post(url("holiday"), HOLIDAY | {"country": "TH"}, follow=True)
    assert "another country" in answer.content.decode()
    assert not Holiday.objects.filter(day="2027-03-01").exists()


def test_foreign_holidays_are_not_deleted_in_bulk(national_admin: User) -> None:
    foreign = Holiday.objects.filter(country="TH")
    data = {"action": "delete_selected", "_selected_action": list(foreign.values_list("pk", flat=True)), "post": "yes"}
    page(national_admin).post(url("holiday", "changelist"), data)
    assert foreign.exists()


def test_change_is_recorded_with_what_differed(central: User) -> None:
    country = Country.objects.get(pk="LA")
    data = {"code": "LA", "name": "Laos", "currency": "LAK", "language": "lo", "time_zone": "Asia/Vientiane"}
    assert page(central).post(url("country", "change", "LA"), data).status_code == 302
    entry = HistoryEntry.objects.get(subject=audit.subject_of(country))
    assert (entry.verb, entry.actor, entry.address) == ("change", "test-central", "127.0.0.1")
    assert (entry.data["before"], entry.data["after"]) == ({"name": "Lao PDR"}, {"name": "Laos"})


def test_deletion_is_recorded(national_admin: User) -> None:
    day = Holiday.objects.filter(country="SG").first()
    assert day is not None
    assert page(national_admin).post(url("holiday", "delete", day.pk), {"post": "yes"}).status_code == 302
    assert HistoryEntry.objects.get(subject=audit.subject_of(day)).verb == "delete"


def test_deadline_edited_in_its_profile_is_recorded(national_admin: User) -> None:
    profile = CountryProfile.objects.get(country="SG")
    client = page(national_admin)
    form = client.get(url("countryprofile", "change", profile.pk)).context["adminform"].form
    data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    setting = profile.deadlines.get(kind="ENQUIRY")
    inline = {"id": setting.pk, "profile": profile.pk, "kind": "ENQUIRY", "amount": 9, "unit": "DAYS", "mark": "N"}
    data |= {"deadlines-TOTAL_FORMS": 1, "deadlines-INITIAL_FORMS": 1}
    data |= {f"deadlines-0-{name}": value for name, value in inline.items()}
    assert client.post(url("countryprofile", "change", profile.pk), data).status_code == 302
    assert HistoryEntry.objects.get(subject=audit.subject_of(setting)).data["after"] == {"amount": 9}


def test_second_profile_in_the_same_days_is_refused(national_admin: User) -> None:
    data = {"country": "SG", "valid_from": "2026-01-01", "deadlines-TOTAL_FORMS": 0, "deadlines-INITIAL_FORMS": 0}
    answer = page(national_admin).post(url("countryprofile"), data)
    assert "end that one first" in answer.content.decode()


def test_office_is_the_central_teams(central: User, national_admin: User) -> None:
    assert page(national_admin).post(url("office", "change", "SGSIN001"), {}).status_code == 403
    assert page(central).get(url("office", "change", "SGSIN001")).status_code == 200
    assert Office.objects.filter(pk="SGSIN001").exists()


def test_new_account_is_recorded_without_its_password(national_admin: User) -> None:
    secret = "truck on the road"
    data = {"username": "fresh", "language": "en", "usable_password": "true", "password1": secret, "password2": secret}
    assert page(national_admin).post(url("user"), data).status_code == 302
    fresh = User.objects.get(username="fresh")
    assert fresh.check_password(secret)
    assert not fresh.is_superuser
    assert "password" not in HistoryEntry.objects.get(subject=audit.subject_of(fresh)).data["after"]


def test_superuser_is_not_edited_by_the_appointed(central: User) -> None:
    root = factory.user(username="root", is_superuser=True)
    assert page(central).post(url("user", "change", root.pk), {"is_active": ""}).status_code == 403


@pytest.mark.parametrize(("who", "status"), [("stranger", 403), ("destination_officer", 403), ("trader", 200)])
def test_account_is_edited_in_its_own_country_only(
    who: str, status: int, request: pytest.FixtureRequest, national_admin: User
) -> None:
    person = request.getfixturevalue(who)
    assert page(national_admin).post(url("user", "change", person.pk), {"email": "wrong"}).status_code == status


def test_nobody_appoints_himself(central: User) -> None:
    data = {"user": central.pk, "kind": "AUDITOR", "valid_from": "2026-11-23"}
    answer = page(central).post(url("appointment"), data, follow=True)
    assert "appoints himself" in answer.content.decode()
    assert Appointment.objects.get().kind == AppointmentKind.CENTRAL_TEAM


@pytest.fixture
def today() -> date:
    """The day the admin, a face with its own clock, counts in Singapore."""
    return (clock.now() + timedelta(hours=8)).date()


def test_posting_goes_through_the_service(supervisor: User, today: date) -> None:
    person, client = factory.user(username="newcomer"), page(supervisor)
    data = {"user": person.pk, "office": "SGSIN001", "roles": ["DEPARTURE"], "valid_from": str(today)}
    refused = client.post(url("posting"), data | {"office": "THBKK001"}, follow=True)
    assert "Only a supervisor of the office" in refused.content.decode()
    assert client.post(url("posting"), data).status_code == 302
    row = Posting.objects.get(user=person)
    assert row.roles == ["DEPARTURE"]
    assert HistoryEntry.objects.get(subject=audit.subject_of(row)).posting == "SGSIN001"


def test_posting_is_ended_through_the_service(supervisor: User, departure_officer: User, today: date) -> None:
    row = departure_officer.postings.get()
    answer = page(supervisor).post(url("posting", "change", row.pk), {"valid_until": str(today)})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.valid_until == today
    assert row.allows(OfficerRole.DEPARTURE, today)


def test_registration_is_approved_by_its_action(national_admin: User, at: datetime) -> None:
    own, foreign = (factory.firm(country=code, status="REQUESTED") for code in ("SG", "TH"))
    data = {"action": "approve", "_selected_action": [own.pk, foreign.pk]}
    page(national_admin).post(url("firm", "changelist"), data)
    own.refresh_from_db()
    foreign.refresh_from_db()
    assert (own.status, foreign.status) == ("APPROVED", "REQUESTED")
