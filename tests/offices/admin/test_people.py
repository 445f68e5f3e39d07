"""Accounts, appointments, postings in the admin: the services decide (spec section 1)."""

from datetime import date

import pytest

from acts.common.models import HistoryEntry
from offices import audit, identity
from offices.enums import AppointmentKind
from offices.models import Appointment, Authenticator, Posting, User
from offices.services import factors
from tests.factories import offices as factory
from tests.offices.admin.browsing import page, url

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
SECRET = "truck on the road"
ACCOUNT = {"username": "fresh", "first_name": "", "last_name": "", "email": "", "language": "en", "password": SECRET}


def test_new_account_is_recorded_without_its_password(national_admin: User) -> None:
    assert page(national_admin).post(url(User), ACCOUNT).status_code == 302
    fresh = User.objects.get(username="fresh")
    assert fresh.check_password(SECRET)
    assert (fresh.is_superuser, fresh.is_staff) == (False, False)
    entry = HistoryEntry.objects.get(subject=audit.subject_of(fresh))
    assert (entry.verb, "password" in entry.data["after"]) == ("create_user", False)


def test_account_takes_no_power_from_a_form(national_admin: User) -> None:
    page(national_admin).post(url(User), ACCOUNT | {"is_superuser": "on", "is_staff": "on", "groups": "1"})
    fresh = User.objects.get(username="fresh")
    assert (fresh.is_superuser, fresh.is_staff, fresh.postings.exists()) == (False, False, False)


@pytest.mark.parametrize(("changes", "text"), [({"password": "short"}, "too short"), ({"username": "a b"}, "valid")])
def test_account_that_is_refused_keeps_what_was_typed(changes: dict[str, str], text: str, national_admin: User) -> None:
    shown = page(national_admin).post(url(User), ACCOUNT | {"last_name": "Tan"} | changes).content.decode()
    assert text in shown
    assert 'value="Tan"' in shown
    assert SECRET not in shown


@pytest.mark.parametrize(
    ("who", "status"), [("stranger", 403), ("destination_officer", 403), ("auditor", 403), ("trader", 200)]
)
def test_account_is_edited_in_its_own_country_only(
    who: str, status: int, request: pytest.FixtureRequest, national_admin: User
) -> None:
    person = request.getfixturevalue(who)
    assert page(national_admin).post(url(User, "change", person.pk), {"email": "wrong"}).status_code == status


def test_own_account_is_not_edited(central: User) -> None:
    assert page(central).post(url(User, "change", central.pk), {"is_active": ""}).status_code == 403


def test_nobody_appoints_himself(central: User) -> None:
    data = {"user": central.username, "kind": "AUDITOR", "valid_from": "2099-11-23"}
    assert "appoints himself" in page(central).post(url(Appointment), data).content.decode()
    assert Appointment.objects.get().kind == AppointmentKind.CENTRAL_TEAM


def test_appointment_is_made_and_ended_through_the_service(central: User) -> None:
    person, client = factory.user(username="newcomer"), page(central)
    data = {"user": "newcomer", "kind": "NATIONAL_ADMINISTRATOR", "country": "SG", "valid_from": str(TODAY)}
    assert client.post(url(Appointment), data).status_code == 302
    row = Appointment.objects.get(user=person)
    assert client.post(url(Appointment, "change", row.pk), {"valid_until": str(TODAY)}).status_code == 302
    row.refresh_from_db()
    entries = HistoryEntry.objects.filter(subject=audit.subject_of(row)).order_by("sequence")
    assert (row.valid_until, [entry.verb for entry in entries]) == (TODAY, ["appoint", "end_appointment"])


def test_posting_goes_through_the_service(supervisor: User) -> None:
    person, client = factory.user(username="newcomer"), page(supervisor)
    data = {"user": "newcomer", "office": "SGSIN001", "roles": ["DEPARTURE"], "valid_from": str(TODAY)}
    refused = client.post(url(Posting), data | {"office": "THBKK001"})
    assert "only a supervisor of the office" in refused.content.decode()
    assert client.post(url(Posting), data).status_code == 302
    row = Posting.objects.get(user=person)
    assert row.roles == ["DEPARTURE"]
    assert HistoryEntry.objects.get(subject=audit.subject_of(row)).posting == "SGSIN001"


@pytest.mark.parametrize("name", ["nobody", "test-supervisor"])
def test_posting_of_nobody_and_of_oneself_is_refused(name: str, supervisor: User) -> None:
    data = {"user": name, "office": "SGSIN001", "roles": ["DEPARTURE"], "valid_from": str(TODAY)}
    answer = page(supervisor).post(url(Posting), data)
    assert answer.status_code == 200
    assert Posting.objects.count() == 1


def test_posting_is_ended_through_the_service(supervisor: User, departure_officer: User) -> None:
    row = departure_officer.postings.get()
    answer = page(supervisor).post(url(Posting, "change", row.pk), {"valid_until": str(TODAY)})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.valid_until == TODAY
    assert row.holds_on(TODAY)


def test_second_factor_is_reset_from_the_list_after_a_fresh_proof(national_admin: User, trader: User) -> None:
    factors.give(trader)
    client = page(national_admin)
    session = client.session
    del session[identity.SESSION_KEY]
    session.save()
    body = {"action": "reset_second_factor", "_selected_action": str(trader.pk)}
    asked = client.post(url(User, "changelist"), body)
    assert (asked.status_code, f'name="_selected_action" value="{trader.pk}"' in asked.content.decode()) == (403, True)
    national_admin.set_password(SECRET)
    national_admin.save()
    client = page(national_admin)
    assert client.post(url(User, "changelist"), body | {"step_up_password": SECRET}).status_code == 302
    assert not Authenticator.objects.exists()


def test_accounts_are_listed_in_words_and_ask_for_a_language_by_its_name(national_admin: User) -> None:
    browser = page(national_admin)
    listed = browser.get(url(User, "changelist")).content.decode()
    assert 'class="field-is_active">yes</td>' in listed
    assert "icon-yes" not in listed
    asked = browser.get(url(User, "add")).content.decode()
    for code, name in (("th", "Thai"), ("lo", "Lao")):
        assert f'<option value="{code}">{name}</option>' in asked
    assert "Select a valid choice" in browser.post(url(User), ACCOUNT | {"language": "xx"}).content.decode()
