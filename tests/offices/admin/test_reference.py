"""Profiles, offices, roads as people edit them (spec section 15)."""

from typing import Any

import pytest

from acts.common.models import HistoryEntry
from offices import audit
from offices.models import Corridor, CountryProfile, Office, RoadDistance, User
from tests.offices.admin.browsing import confirmed, page, url

pytestmark = pytest.mark.django_db


def typed(form: Any) -> dict[str, Any]:
    """What a browser would send back of a form untouched."""
    shown = {name: form[name].field.prepare_value(form[name].value()) for name in form.fields}
    return {name: value for name, value in shown.items() if value not in (None, False)}


@pytest.fixture
def profile() -> CountryProfile:
    found: CountryProfile = CountryProfile.objects.get(country="SG")
    return found


def test_profile_sent_back_untouched_stays_as_it_is(national_admin: User, profile: CountryProfile) -> None:
    client, before = page(national_admin), audit.values(profile)
    data = typed(client.get(url(CountryProfile, "change", profile.pk)).context["adminform"].form)
    data |= {"deadlines-TOTAL_FORMS": 0, "deadlines-INITIAL_FORMS": 0}
    assert client.post(url(CountryProfile, "change", profile.pk), data).status_code == 302
    profile.refresh_from_db()
    assert audit.values(profile) == before


def test_reader_finds_words_for_what_is_kept_as_codes(central: User, profile: CountryProfile, auditor: User) -> None:
    client = page(auditor)
    told = client.get(url(CountryProfile, "change", profile.pk)).content.decode()
    assert "Saturday, Sunday" in told
    assert "100<br>50 after 2 with CLEAN_RECORD<br>" in told
    assert "<img" not in told
    told = client.get(url(Office, "change", "SGSIN001")).content.decode()
    assert "Departure, destination, guarantee" in told
    assert "08:00-17:00<br>" in told
    assert "Departure, transit, destination" in client.get(url(Office, "changelist")).content.decode()
    assert 'name="opening_hours"' in page(central).get(url(Office, "change", "SGSIN001")).content.decode()


@pytest.mark.parametrize(("typed_in", "kept"), [("invoice", []), ("INVOICE\n\nINVOICE\nFORM_D", ["INVOICE", "FORM_D"])])
def test_document_types_of_a_profile_are_typed_a_line_each(
    typed_in: str, kept: list[str], national_admin: User, second_admin: User, profile: CountryProfile
) -> None:
    client = page(national_admin)
    data = typed(client.get(url(CountryProfile, "change", profile.pk)).context["adminform"].form)
    data |= {"deadlines-TOTAL_FORMS": 0, "deadlines-INITIAL_FORMS": 0, "document_types": typed_in}
    client.post(url(CountryProfile, "change", profile.pk), data)
    confirmed(second_admin)
    profile.refresh_from_db()
    assert profile.document_types == kept


def test_deadline_edited_in_its_profile_is_recorded(
    national_admin: User, second_admin: User, profile: CountryProfile
) -> None:
    client = page(national_admin)
    data = typed(client.get(url(CountryProfile, "change", profile.pk)).context["adminform"].form)
    setting = profile.deadlines.get(kind="ENQUIRY")
    inline = {"id": setting.pk, "profile": profile.pk, "kind": "ENQUIRY", "amount": 9, "unit": "DAYS", "mark": "N"}
    data |= {"deadlines-TOTAL_FORMS": 1, "deadlines-INITIAL_FORMS": 1}
    data |= {f"deadlines-0-{name}": value for name, value in inline.items()}
    assert client.post(url(CountryProfile, "change", profile.pk), data).status_code == 302
    confirmed(second_admin)
    assert HistoryEntry.objects.get(subject=audit.subject_of(setting)).data["after"] == {"amount": 9}


def test_second_profile_in_the_same_days_is_refused(national_admin: User) -> None:
    data = {"country": "SG", "valid_from": "2026-01-01", "deadlines-TOTAL_FORMS": 0, "deadlines-INITIAL_FORMS": 0}
    assert "end that one first" in page(national_admin).post(url(CountryProfile), data).content.decode()


def test_office_sent_back_untouched_stays_as_it_is(central: User) -> None:
    client, office = page(central), Office.objects.get(pk="SGTUA001")
    before = audit.values(office)
    data = typed(client.get(url(Office, "change", office.pk)).context["adminform"].form)
    assert client.post(url(Office, "change", office.pk), data).status_code == 302
    office.refresh_from_db()
    assert {name for name, value in audit.values(office).items() if value != before[name]} == set()


@pytest.mark.parametrize(("name", "value"), [("opening_hours", "08:00-17:00"), ("roles", "X"), ("faces", "SGSIN001")])
def test_office_that_could_not_work_is_refused(name: str, value: str, central: User) -> None:
    client = page(central)
    data = typed(client.get(url(Office, "change", "SGTUA001")).context["adminform"].form)
    answer = client.post(url(Office, "change", "SGTUA001"), data | {name: value})
    assert answer.context["adminform"].form.errors.keys() == {name}


def test_office_is_the_central_teams(central: User, national_admin: User) -> None:
    assert page(national_admin).post(url(Office, "change", "SGSIN001"), {}).status_code == 403
    assert page(central).get(url(Office, "change", "SGSIN001")).status_code == 200


def test_corridor_gets_a_stop_by_its_form(central: User) -> None:
    data = {"name": "Short", "stops-TOTAL_FORMS": 1, "stops-INITIAL_FORMS": 0}
    data |= {"stops-0-position": 1, "stops-0-office": "SGSIN001"}
    assert page(central).post(url(Corridor), data).status_code == 302
    assert [stop.office_id for stop in Corridor.objects.get(name="Short").stops.all()] == ["SGSIN001"]


def test_road_is_stored_once_whichever_way_it_is_named(central: User) -> None:
    RoadDistance.objects.filter(one="SGSIN001").delete()
    data = {"one": "THBKK001", "other": "SGSIN001", "kilometres": 1900}
    assert page(central).post(url(RoadDistance), data).status_code == 302
    again = page(central).post(url(RoadDistance), {"one": "SGSIN001", "other": "THBKK001", "kilometres": 1})
    assert b"already exists" in again.content
    assert RoadDistance.objects.get(one="SGSIN001", other="THBKK001").kilometres == 1900
