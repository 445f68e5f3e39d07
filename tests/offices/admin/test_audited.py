"""What every page of the admin keeps: reads, writes, filters, the history (spec sections 1 and 17)."""

from typing import Any

import pytest

from acts.common.models import HistoryEntry
from offices import audit
from offices.models import Country, Firm, Holiday, Office, User
from tests.offices.admin.browsing import page, url

pytestmark = pytest.mark.django_db
HOLIDAY = {"country": "SG", "day": "2027-03-01", "name": "Test Day"}


@pytest.mark.parametrize(("who", "status"), [("auditor", 403), ("central", 403), ("national_admin", 302)])
def test_holiday_is_the_national_administrators(who: str, status: int, request: pytest.FixtureRequest) -> None:
    client = page(request.getfixturevalue(who))
    assert client.post(url(Holiday), HOLIDAY).status_code == status
    assert Holiday.objects.filter(day="2027-03-01").exists() == (status == 302)


def test_holiday_of_another_country_is_refused(national_admin: User) -> None:
    answer = page(national_admin).post(url(Holiday), HOLIDAY | {"country": "TH"})
    assert "Select a valid choice" in answer.content.decode()
    assert not Holiday.objects.filter(day="2027-03-01").exists()


def test_foreign_holidays_are_not_deleted_in_bulk(national_admin: User) -> None:
    foreign = Holiday.objects.filter(country="TH")
    data = {"action": "delete_selected", "_selected_action": list(foreign.values_list("pk", flat=True)), "post": "yes"}
    page(national_admin).post(url(Holiday, "changelist"), data)
    assert foreign.exists()


def test_change_is_recorded_with_what_differed(central: User) -> None:
    country = Country.objects.get(pk="LA")
    data = {"name": "Laos", "currency": "LAK", "language": "lo", "time_zone": "Asia/Vientiane"}
    assert page(central).post(url(Country, "change", "LA"), data).status_code == 302
    entry = HistoryEntry.objects.get(subject=audit.subject_of(country))
    assert (entry.verb, entry.actor, entry.address) == ("change", "test-central", "127.0.0.1")
    assert (entry.data["before"], entry.data["after"]) == ({"name": "Lao PDR"}, {"name": "Laos"})


def test_deletion_is_recorded(national_admin: User) -> None:
    day = Holiday.objects.filter(country="SG").first()
    assert day is not None
    assert page(national_admin).post(url(Holiday, "delete", day.pk), {"post": "yes"}).status_code == 302
    assert HistoryEntry.objects.get(subject=audit.subject_of(day)).verb == "delete"


def test_deletion_in_bulk_asks_first_and_is_recorded_row_by_row(national_admin: User) -> None:
    keys = list(Holiday.objects.filter(country="SG").values_list("pk", flat=True)[:2])
    client, data = page(national_admin), {"action": "delete_selected", "_selected_action": keys}
    assert b"gone for good" in client.post(url(Holiday, "changelist"), data).content
    assert client.post(url(Holiday, "changelist"), data | {"post": "yes"}).status_code == 302
    assert not Holiday.objects.filter(pk__in=keys).exists()
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


@pytest.mark.parametrize("rows", [1, 25, 60])
def test_list_asks_as_often_for_60_rows_as_for_one(
    rows: int, national_admin: User, django_assert_num_queries: Any
) -> None:
    Holiday.objects.all().delete()
    Holiday.objects.bulk_create(
        Holiday(country_id="SG", day=f"2027-{1 + number // 28:02d}-{1 + number % 28:02d}", name="x")
        for number in range(rows)
    )
    client = page(national_admin)
    with django_assert_num_queries(9):
        client.get(url(Holiday, "changelist"))
