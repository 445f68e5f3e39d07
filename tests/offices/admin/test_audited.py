"""What every page of the admin keeps: reads, writes, filters, the history (spec sections 1 and 17)."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from acts.common.models import HistoryEntry, Proposal
from offices import audit
from offices.models import Country, Firm, Holiday, Office, RoadDistance, User
from tests.offices.admin.browsing import page, url

pytestmark = pytest.mark.django_db
HOLIDAY = {"country": "SG", "day": "2027-03-01", "name": "Test Day"}


@pytest.mark.parametrize(("who", "status"), [("auditor", 403), ("central", 403), ("national_admin", 302)])
def test_holiday_is_the_national_administrators(who: str, status: int, request: pytest.FixtureRequest) -> None:
    assert page(request.getfixturevalue(who)).post(url(Holiday), HOLIDAY).status_code == status
    assert Proposal.objects.exists() == (status == 302)


def test_holiday_of_another_country_is_refused(national_admin: User) -> None:
    answer = page(national_admin).post(url(Holiday), HOLIDAY | {"country": "TH"})
    assert "Select a valid choice" in answer.content.decode()
    assert not Holiday.objects.filter(day="2027-03-01").exists()


def test_change_is_recorded_with_what_differed(central: User) -> None:
    country = Country.objects.get(pk="LA")
    data = {"name": "Laos", "currency": "LAK", "language": "lo", "time_zone": "Asia/Vientiane"}
    assert page(central).post(url(Country, "change", "LA"), data).status_code == 302
    entry = HistoryEntry.objects.get(subject=audit.subject_of(country))
    assert (entry.verb, entry.actor, entry.address) == ("change", "test-central", "127.0.0.1")
    assert (entry.data["before"], entry.data["after"]) == ({"name": "Lao PDR"}, {"name": "Laos"})


def test_deletion_is_recorded(central: User) -> None:
    road = RoadDistance.objects.first()
    assert road is not None
    assert page(central).post(url(RoadDistance, "delete", road.pk), {"post": "yes"}).status_code == 302
    assert HistoryEntry.objects.get(subject=audit.subject_of(road)).verb == "delete"


def test_deletion_in_bulk_asks_first_and_is_recorded_row_by_row(central: User) -> None:
    keys = list(RoadDistance.objects.values_list("pk", flat=True)[:2])
    client, data = page(central), {"action": "delete_selected", "_selected_action": keys}
    assert b"gone for good" in client.post(url(RoadDistance, "changelist"), data).content
    assert client.post(url(RoadDistance, "changelist"), data | {"post": "yes"}).status_code == 302
    assert not RoadDistance.objects.filter(pk__in=keys).exists()
    assert list(HistoryEntry.objects.values_list("verb", flat=True).filter(verb="delete")) == ["delete"] * 2


def test_history_is_the_chain_and_not_djangos_log(central: User) -> None:
    client = page(central)
    data = {"name": "Laos", "currency": "LAK", "language": "lo", "time_zone": "Asia/Vientiane"}
    client.post(url(Country, "change", "LA"), data)
    shown = client.get(url(Country, "history", "LA")).content.decode()
    assert "<b>name</b> Lao PDR" in shown
    assert "<b>name</b> Laos" in shown


@pytest.mark.parametrize("lookup", ["password__startswith=a", "name__startswith=a", "country__currency=SGD", "x=1"])
def test_lookup_that_no_filter_offers_is_not_answered(lookup: str, national_admin: User) -> None:
    assert page(national_admin).get(f"{url(Firm, 'changelist')}?{lookup}").status_code in (302, 400)


@pytest.mark.parametrize("key", ["ZZ", "x/y", "_00", "9" * 40])
@pytest.mark.parametrize("action", ["change", "history", "delete"])
def test_row_that_does_not_exist_is_not_found(key: str, action: str, central: User) -> None:
    client = page(central)
    assert {client.get(url(model, action, key)).status_code for model in (Country, Holiday, User)} <= {404, 403}


@pytest.mark.parametrize("query", ["p=0", "p=x", "p=99", "o=99.x", "day__year=x", "e=1", "country__code__exact=ZZ"])
def test_list_takes_any_question(query: str, national_admin: User) -> None:
    assert page(national_admin).get(f"{url(Holiday, 'changelist')}?{query}").status_code in (200, 302)


def test_key_is_given_once(central: User) -> None:
    client, office = page(central), Office.objects.get(pk="SGSIN001")
    form = client.get(url(Office, "change", office.pk)).context["adminform"].form
    assert {"code", "country"} & set(form.fields) == set()


@pytest.mark.parametrize("rows", [1, 25, 1999])
def test_list_asks_as_often_for_1999_rows_as_for_one(
    rows: int, national_admin: User, django_assert_num_queries: Any
) -> None:
    Holiday.objects.all().delete()
    Holiday.objects.bulk_create(
        Holiday(country_id="SG", day=date(2027, 1, 1) + timedelta(days=number), name="x") for number in range(rows)
    )
    client = page(national_admin)
    with django_assert_num_queries(10):
        client.get(url(Holiday, "changelist"))


def test_cells_of_a_list_carry_the_names_of_their_columns(national_admin: User) -> None:
    listed = page(national_admin).get(url(User, "changelist")).content.decode()
    assert '<td data-label="First name" class="field-first_name">' in listed
    assert "<td data-label" not in re.sub(r'<td data-label="[A-Z]', "", listed)
    assert '<td class="action-checkbox">' in listed
