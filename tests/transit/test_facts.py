"""Facts: loading in few queries, paths as the JSON nests them, the route with implied posts."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from offices import register
from offices.models import CountryProfile
from tests.transit.checks import base
from transit import checks, samples
from transit import facts as factual
from transit.enums import State
from transit.models import Movement
from transit.selectors.reference import reference_for
from transit.services import content as contents


@pytest.fixture
def content(at: datetime) -> dict[str, Any]:
    return samples.load("singapore-bangkok", at=at)


def _stored(content: dict[str, Any], at: datetime) -> Movement:
    movement = Movement(principal=base.register(content), created_at=at, changed_at=at, lrn=content["lrn"])
    movement.save()
    contents.write(movement=movement, content=content, at=at)
    movement.save()
    return Movement.objects.get(pk=movement.pk)


@pytest.mark.django_db
def test_load_of_a_movement_without_declaration_is_empty(principal: Any, at: datetime) -> None:
    movement = Movement.objects.create(principal=principal, lrn="BARE", created_at=at, changed_at=at)
    parts = factual.load(movement)
    assert (parts.items, parts.consignments, parts.guarantees) == ([], [], [])
    assert parts.declaration.movement == movement


@pytest.mark.django_db
@pytest.mark.parametrize("items", [1, 3, 200])
def test_load_takes_four_queries_whatever_it_holds(
    items: int, at: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    movement = _stored(samples.large(items=items, at=at), at)
    with django_assert_num_queries(4):
        parts = factual.load(movement)
        assert {item.consignment.position for item in parts.items} == {0}
    assert len(parts.items) == items


@pytest.mark.django_db
@pytest.mark.parametrize("items", [1, 200])
def test_reference_takes_at_most_twelve_queries(items: int, at: datetime, django_assert_max_num_queries: Any) -> None:
    content = samples.large(items=items, at=at)
    parts = base.parts(content, principal=base.register(content), at=at)
    register.current()  # Its eight statements are sent once per process and change, not per declaration.
    with django_assert_max_num_queries(12):
        reference_for(parts, at)


@pytest.mark.django_db
def test_stored_declaration_has_nothing_to_find(content: dict[str, Any], at: datetime) -> None:
    parts = factual.load(_stored(content, at))
    assert checks.run(factual.Facts(parts, reference_for(parts, at), at)) == []


@pytest.mark.django_db
def test_item_path_counts_within_the_consignment(content: dict[str, Any], at: datetime) -> None:
    first, second = content["consignments"]
    first["items"][1]["number"], second["items"][0]["number"] = 4, 2
    parts = factual.load(_stored(content, at))
    facts = factual.Facts(parts, reference_for(parts, at), at)
    paths = [facts.item_path(index, "value") for index in range(5)]
    assert paths[1] == "consignments[1].items[0].value"
    assert paths[3] == "consignments[0].items[2].value"


@pytest.mark.django_db
def test_route_names_offices_and_countries_in_order(content: dict[str, Any], at: datetime) -> None:
    facts = base.facts(content, at=at)
    chain = factual.office_chain(facts.parts, facts.reference)
    assert chain == ("SGSIN001", "SGTUA001", "MYTKP001", "MYBKH001", "THSDO001", "THBKK001")
    assert facts.countries == ("SG", "MY", "TH")


@pytest.mark.django_db
def test_office_chain_implies_the_exit_where_exits_do_not_count(content: dict[str, Any], at: datetime) -> None:
    CountryProfile.objects.filter(country__in=["SG", "MY"]).update(exit_offices_count=False)
    del content["offices_of_transit"][2], content["offices_of_transit"][0]
    facts = base.facts(content, at=at)
    chain = factual.office_chain(facts.parts, facts.reference)
    assert chain == ("SGSIN001", "SGTUA001", "MYTKP001", "MYBKH001", "THSDO001", "THBKK001")
    assert checks.run(facts) == []


@pytest.mark.django_db
def test_day_is_that_of_the_office_of_departure(content: dict[str, Any]) -> None:
    late = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
    assert base.facts(content, at=late).day == date(2026, 11, 24)


@pytest.mark.django_db
def test_times_count_from_presentation_once_lodged(content: dict[str, Any], at: datetime) -> None:
    facts = base.facts(content, at=at)
    movement = Movement(state=State.ACCEPTED, lodged_at=at - timedelta(days=2), presented_at=at - timedelta(days=1))
    later = factual.Facts(replace(facts.parts, movement=movement), facts.reference, at)
    assert (facts.starts_at, later.starts_at) == (at, at - timedelta(days=1))


@pytest.mark.parametrize("value", [None, "", "soon", 7, "2026-11-23T10:00:00", date(2026, 11, 23)])
def test_as_instant_of_anything_else_is_nothing(value: object) -> None:
    assert factual.as_instant(value) is None


@pytest.mark.parametrize("value", [None, "31/12/2029", 7, datetime(2026, 11, 23, tzinfo=UTC)])
def test_as_date_of_anything_else_is_nothing(value: object) -> None:
    assert factual.as_date(value) is None
