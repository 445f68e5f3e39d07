"""A country's own reference data: one administrator proposes, another confirms (spec section 1)."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from acts.common.models import HistoryEntry, Proposal
from offices.enums import AppointmentKind
from offices.models import Holiday, RestrictedGoods, User
from offices.services import reference
from tests.factories import offices as factory
from tests.offices.admin.browsing import confirmed, page, url

pytestmark = pytest.mark.django_db
HOLIDAY = {"country": "SG", "day": "2027-03-01", "name": "Test Day"}


@pytest.fixture
def day() -> Holiday:
    return Holiday.objects.create(country_id="SG", day="2027-03-01", name="Test Day")


def decide(user: User, name: str, proposal: Proposal) -> int:
    return page(user).post(reverse(f"admin:{name}-change", args=[proposal.pk]), {"reason": "no"}).status_code


def test_nothing_is_changed_by_one_person_however_often(national_admin: User, day: Holiday) -> None:
    client = page(national_admin)
    for _ in range(2):
        said = client.post(url(Holiday, "change", day.pk), {"day": "2027-03-02", "name": "Moved"}, follow=True)
    assert "another administrator of your country must confirm" in said.content.decode()
    assert "You proposed this" in said.content.decode()
    assert decide(national_admin, "confirm", Proposal.objects.get()) == 403
    day.refresh_from_db()
    assert (day.name, Proposal.objects.get().status) == ("Test Day", "OPEN")


def test_row_is_added_when_another_confirms_and_history_names_both(national_admin: User, second_admin: User) -> None:
    page(national_admin).post(url(Holiday), HOLIDAY)
    shown = page(second_admin).get(reverse("admin:changes")).content.decode()
    assert "<b>Test Day</b>" in shown
    assert confirmed(second_admin) == ["Confirmed and saved."]
    assert Holiday.objects.get(day="2027-03-01").name == "Test Day"
    entry = HistoryEntry.objects.get(verb="create")
    assert (entry.actor, entry.data["proposed_by"]) == ("test-second", "test-national")


def test_deletion_waits_too(national_admin: User, second_admin: User, day: Holiday) -> None:
    asked = page(national_admin).get(url(Holiday, "delete", day.pk)).content.decode()
    assert ("It stays until another administrator" in asked, "gone for good" in asked) == (True, False)
    page(national_admin).post(url(Holiday, "delete", day.pk), {"post": "yes"})
    assert Holiday.objects.filter(pk=day.pk).exists()
    assert confirmed(second_admin) == ["Confirmed and saved."]
    assert not Holiday.objects.filter(pk=day.pk).exists()


def test_rows_are_not_deleted_in_bulk(national_admin: User, day: Holiday) -> None:
    chosen = {"action": "delete_selected", "_selected_action": [day.pk], "post": "yes"}
    page(national_admin).post(url(Holiday, "changelist"), chosen)
    assert Holiday.objects.filter(pk=day.pk).exists()


def test_row_changed_since_is_not_overwritten(national_admin: User, second_admin: User, day: Holiday) -> None:
    page(national_admin).post(url(Holiday, "change", day.pk), {"day": "2027-03-02", "name": "Moved"})
    Holiday.objects.filter(pk=day.pk).update(name="Corrected")
    assert confirmed(second_admin) == ["Nothing was changed: what it is about has changed since."]
    day.refresh_from_db()
    assert (day.name, str(day.day)) == ("Corrected", "2027-03-01")


def test_form_no_longer_right_changes_nothing(national_admin: User, second_admin: User) -> None:
    page(national_admin).post(url(Holiday), HOLIDAY)
    Holiday.objects.create(country_id="SG", day="2027-03-01", name="Imported meanwhile")
    assert confirmed(second_admin) == ["Nothing was changed: the form is no longer right: propose it anew."]
    assert Holiday.objects.get(day="2027-03-01").name == "Imported meanwhile"


def test_other_change_of_the_same_row_is_refused_while_one_waits(
    national_admin: User, second_admin: User, day: Holiday
) -> None:
    page(national_admin).post(url(Holiday, "change", day.pk), {"day": "2027-03-02", "name": "Moved"})
    answer = page(second_admin).post(url(Holiday, "change", day.pk), {"day": "2027-03-03", "name": "Moved"})
    assert "is open until it is confirmed" in answer.content.decode()
    assert Proposal.objects.count() == 1


@pytest.mark.both
@pytest.mark.parametrize(
    ("typed", "kept"), [("", "no reason given"), (" a\0b ", "ab"), ("\0", "no reason given"), ("x" * 2001, "x" * 2000)]
)
def test_proposal_is_refused_whatever_is_typed_as_reason(national_admin: User, typed: str, kept: str) -> None:
    client = page(national_admin)
    client.post(url(Holiday), HOLIDAY)
    row = Proposal.objects.get()
    client.post(reverse("admin:refuse-change", args=[row.pk]), {"reason": typed})
    row.refresh_from_db()
    assert (row.status, row.reason) == ("REFUSED", kept)


@pytest.mark.both
def test_nothing_that_no_form_asked_for_stops_a_proposal(national_admin: User, second_admin: User) -> None:
    page(national_admin).post(url(Holiday), HOLIDAY | {"stray": "a\0b", "str\0ay": "a", "_save": "Save"})
    assert Proposal.objects.get().data["form"] == {name: [value] for name, value in HOLIDAY.items()}
    assert confirmed(second_admin) == ["Confirmed and saved."]


def test_history_names_the_proposal_until_it_is_decided(national_admin: User, second_admin: User) -> None:
    page(national_admin).post(url(Holiday), HOLIDAY)
    row = Proposal.objects.get()
    assert decide(second_admin, "refuse", row) == 302
    told = HistoryEntry.objects.filter(subject=row.subject).order_by("sequence")
    assert [entry.verb for entry in told] == ["propose_add_reference", "refuse_add_reference"]
    kept = {"proposal": str(row.pk), "kind": "offices.holiday", "data_hash": row.data_hash}
    assert [entry.data for entry in told] == [kept, kept | {"reason": "no"}]


def test_change_of_what_has_gone_is_not_shown_as_an_addition(
    national_admin: User, second_admin: User, day: Holiday
) -> None:
    page(national_admin).post(url(Holiday, "change", day.pk), {"day": "2027-03-02", "name": "Moved"})
    day.delete()
    shown = page(second_admin).get(reverse("admin:changes")).content.decode()
    assert "To be changed: holiday" in shown
    assert "Moved" not in shown


@pytest.mark.parametrize("rows", [1, 4])
def test_list_asks_the_database_the_same_for_one_change_as_for_many(
    rows: int, national_admin: User, second_admin: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first, second = page(national_admin), page(second_admin)
    for number in range(rows):
        stored = Holiday.objects.create(country_id="SG", day=f"2027-04-0{number + 1}", name="Old")
        first.post(url(Holiday, "change", stored.pk), {"day": stored.day, "name": "New"})
        first.post(url(Holiday), HOLIDAY | {"day": f"2027-03-0{number + 1}"})
    # Eight of them read the registers, which the holiday of the test has changed.
    with django_assert_num_queries(17):
        shown = second.get(reverse("admin:changes")).content.decode()
    assert shown.count("<b>New</b>") == rows


def test_proposal_is_taken_back_or_refused_once(national_admin: User, second_admin: User) -> None:
    client = page(national_admin)
    for user in (national_admin, second_admin):
        client.post(url(Holiday), HOLIDAY)
        row = Proposal.objects.get(status="OPEN")
        assert [decide(user, "refuse", row) for _ in range(2)] == [302, 302]
    assert [row.status for row in Proposal.objects.all()] == ["REFUSED", "REFUSED"]
    assert not Holiday.objects.filter(day="2027-03-01").exists()


@pytest.mark.parametrize("who", ["foreign", "central", "auditor"])
def test_proposal_of_another_country_is_nobodys(who: str, national_admin: User, request: pytest.FixtureRequest) -> None:
    page(national_admin).post(url(Holiday), HOLIDAY)
    user = (
        factory.appointed(kind=AppointmentKind.NATIONAL_ADMINISTRATOR, country="TH")
        if who == "foreign"
        else request.getfixturevalue(who)
    )
    assert {decide(user, name, Proposal.objects.get()) for name in ("confirm", "refuse")} == {404}
    assert Proposal.objects.get().status == "OPEN"


def test_proposal_lapses_after_a_day(national_admin: User, second_admin: User, at: datetime) -> None:
    page(national_admin).post(url(Holiday), HOLIDAY)
    Proposal.objects.update(lapses_at=at)
    assert "lapsed" in confirmed(second_admin)[0]
    assert [reference.sweep(at=at + timedelta(days=1)) for _ in range(2)] == [1, 0]
    assert Proposal.objects.get().status == "LAPSED"


def test_bans_wait_as_well(national_admin: User, second_admin: User) -> None:
    data = {"country": "SG", "code_prefix": "2402", "rule": "PROHIBITED", "valid_from": "2027-01-01", "text": "tobacco"}
    page(national_admin).post(url(RestrictedGoods), data)
    assert not RestrictedGoods.objects.filter(valid_from="2027-01-01").exists()
    assert confirmed(second_admin) == ["Confirmed and saved."]
    assert RestrictedGoods.objects.get(valid_from="2027-01-01").code_prefix == "2402"
