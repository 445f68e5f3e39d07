"""Reads of offices and profiles, each under a literal query count."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from pytest_django import DjangoAssertNumQueries

from offices import register, selectors
from offices.enums import DeadlineKind, Mark, TimeUnit
from offices.models import Country, CountryProfile, Office
from offices.selectors import NoProfile

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)
# Monday, ten in the morning in Singapore
START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

# Spec section 10, written out by hand.
DEADLINES = {
    DeadlineKind.DRAFT_REMINDER: (23, TimeUnit.DAYS, Mark.P),
    DeadlineKind.DRAFT_UNTOUCHED: (30, TimeUnit.DAYS, Mark.P),
    DeadlineKind.PRESENTATION: (30, TimeUnit.DAYS, Mark.P),
    DeadlineKind.ACCEPTANCE: (2, TimeUnit.WORKING_HOURS, Mark.P),
    DeadlineKind.GUARANTEE_AMENDMENT: (24, TimeUnit.HOURS, Mark.P),
    DeadlineKind.RELEASE: (30, TimeUnit.DAYS, Mark.P),
    DeadlineKind.AUTOMATIC_RELEASE: (60, TimeUnit.MINUTES, Mark.P),
    DeadlineKind.CONTROL_EXTENSION: (2, TimeUnit.DAYS, Mark.A_VN),
    DeadlineKind.DOCUMENT_CONTROL: (2, TimeUnit.WORKING_HOURS, Mark.A_VN),
    DeadlineKind.PHYSICAL_CONTROL: (8, TimeUnit.WORKING_HOURS, Mark.A_VN),
    DeadlineKind.PROPOSAL: (24, TimeUnit.HOURS, Mark.P),
    DeadlineKind.HELD_PASSAGE: (24, TimeUnit.HOURS, Mark.P),
    DeadlineKind.LIMIT_DATE_REMINDER: (24, TimeUnit.HOURS, Mark.P),
    DeadlineKind.ENQUIRY: (7, TimeUnit.DAYS, Mark.N),
    DeadlineKind.CONTROL_RESULT: (6, TimeUnit.DAYS, Mark.N),
    DeadlineKind.CONTROL_RESULT_ENQUIRY: (7, TimeUnit.DAYS, Mark.N),
    DeadlineKind.UNLOADING_REMARKS: (3, TimeUnit.DAYS, Mark.N),
    DeadlineKind.DISCREPANCY_RESOLUTION: (10, TimeUnit.WORKING_DAYS, Mark.P),
    DeadlineKind.PROOF_OF_COMPLETION: (30, TimeUnit.DAYS, Mark.A_VN),
    DeadlineKind.GUARANTEE_ANSWER: (5, TimeUnit.WORKING_DAYS, Mark.P),
    DeadlineKind.BANK_NOTICE: (30, TimeUnit.DAYS, Mark.P),
    DeadlineKind.REGISTRATION_ANSWER: (3, TimeUnit.WORKING_DAYS, Mark.A_VN),
}


def office(code: str) -> Office:
    return selectors.offices_by_code(codes=[code])[code]


def test_profile_of_a_day_before_the_start_is_refused() -> None:
    with pytest.raises(NoProfile, match="MM has no profile on 2024-02-29"):
        selectors.profile_on(country="MM", day=date(2024, 2, 29))


@pytest.mark.parametrize("country", ["KH", "LA", "MM", "MY", "SG", "TH", "VN"])
def test_profile_sets_every_deadline_of_the_spec(country: str) -> None:
    profile = selectors.profile_on(country=country, day=DAY)
    assert {
        DeadlineKind(row.kind): (row.amount, TimeUnit(row.unit), Mark(row.mark)) for row in profile.deadlines.all()
    } == DEADLINES
    assert set(DEADLINES) == set(DeadlineKind)


def test_newer_profile_replaces_the_older_from_its_day() -> None:
    CountryProfile.objects.filter(country="SG").update(valid_until=date(2026, 11, 30))
    CountryProfile.objects.create(country_id="SG", valid_from=date(2026, 12, 1), road_speed_kmh=55)
    speeds = [selectors.profile_on(country="SG", day=date(2026, *day)).road_speed_kmh for day in ((11, 30), (12, 1))]
    assert speeds == [40, 55]


def test_profile_with_its_deadlines_is_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    register.current()
    with django_assert_num_queries(1):
        profile = selectors.profile_on(country="SG", day=DAY)
        selectors.deadline_setting(profile=profile, kind=DeadlineKind.ENQUIRY)


def test_deadline_that_is_not_set_is_refused() -> None:
    profile = CountryProfile.objects.create(country=Country.objects.get(pk="SG"), valid_from=date(2030, 1, 1))
    with pytest.raises(NoProfile, match="ENQUIRY"):
        selectors.deadline_setting(profile=profile, kind=DeadlineKind.ENQUIRY)


def test_unknown_office_is_left_out() -> None:
    assert list(selectors.offices_by_code(codes=["SGSIN001", "SGXXX999"])) == ["SGSIN001"]


@pytest.mark.parametrize(("kind", "queries"), [(DeadlineKind.ENQUIRY, 0), (DeadlineKind.PHYSICAL_CONTROL, 1)])
def test_due_reads_holidays_only_for_working_time(
    kind: DeadlineKind, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    place, profile = office("SGSIN001"), selectors.profile_on(country="SG", day=DAY)
    with django_assert_num_queries(queries):
        selectors.due_at(office=place, profile=profile, kind=kind, start=START)


def test_due_skips_a_national_holiday() -> None:
    start = datetime(2026, 12, 24, 8, 0, tzinfo=UTC)  # Thursday, four in the afternoon; Friday is Christmas
    profile = selectors.profile_on(country="SG", day=DAY)
    due = selectors.due_at(office=office("SGSIN001"), profile=profile, kind=DeadlineKind.ACCEPTANCE, start=start)
    assert due == datetime(2026, 12, 28, 1, 0, tzinfo=UTC)


def test_kilometres_come_from_the_table_either_way(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    one, other = office("MYTKP001"), office("MYBKH001")
    with django_assert_num_queries(2):
        assert [selectors.route_kilometres(offices=pair) for pair in ([one, other], [other, one])] == [805, 805]


def test_kilometres_without_a_row_are_estimated() -> None:
    one, other = office("THBKK001"), office("THMDH001")
    estimated = selectors.estimated_kilometres(one=one, other=other)
    assert selectors.route_kilometres(offices=[one, other]) == estimated == 695


def test_route_is_the_sum_of_its_legs_in_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    codes = selectors.corridors()["North-South road: Singapore to Bangkok"]
    found = selectors.offices_by_code(codes=codes)
    with django_assert_num_queries(1):
        assert selectors.route_kilometres(offices=[found[code] for code in codes]) == 24 + 6 + 805 + 2 + 975


def test_corridors_are_chains_of_facing_posts(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        chains = selectors.corridors()
    assert len(chains) == 8
    found = selectors.offices_by_code(codes=[code for chain in chains.values() for code in chain])
    for chain in chains.values():
        for one, other in pairwise(chain):
            assert one[:2] == other[:2] or found[one].faces_id == other


def test_open_offices_are_those_of_the_day_by_country_and_name() -> None:
    Office.objects.filter(pk="SGTUA001").update(open_until=date(2026, 1, 1))
    found = selectors.open_offices(day=DAY)
    assert "SGTUA001" not in [row.pk for row in found]
    assert len(found) == 53
    assert [(row.country.name, row.name) for row in found] == sorted((row.country.name, row.name) for row in found)
    assert [row.pk for row in selectors.member_states()] == ["KH", "LA", "MY", "MM", "SG", "TH", "VN"]
