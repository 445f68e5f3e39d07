"""The samples are real: corridors as registered, nothing to find, lodgeable at any instant."""

from datetime import UTC, datetime, timedelta

import pytest

from offices.models import Corridor
from tests.transit.checks import base
from transit import checks, samples

CORRIDORS = {
    "singapore-bangkok": "North-South road: Singapore to Bangkok",
    "bangkok-ho-chi-minh-city": "Southern: Bangkok to Ho Chi Minh City",
    "yangon-da-nang": "East-West: Yangon to Da Nang",
    "vientiane-ha-noi": "Vientiane to Ha Noi",
    "singapore-ho-chi-minh-city": "Full length: Singapore to Ho Chi Minh City",
    "port-klang-phnom-penh": "Port Klang to Phnom Penh",
}


def test_names_are_those_of_the_corridors() -> None:
    assert samples.names() == sorted(CORRIDORS)


def test_load_refuses_an_unknown_name(at: datetime) -> None:
    with pytest.raises(FileNotFoundError):
        samples.load("singapore-london", at=at)


@pytest.mark.django_db
@pytest.mark.parametrize("name", CORRIDORS)
def test_sample_follows_its_corridor(name: str, at: datetime) -> None:
    content = samples.load(name, at=at)
    stops = [stop["office"] for stop in content["offices_of_transit"]]
    corridor = Corridor.objects.get(name=CORRIDORS[name])
    expected = list(corridor.stops.order_by("position").values_list("office", flat=True))
    assert [content["office_of_departure"], *stops, content["office_of_destination"]] == expected


@pytest.mark.django_db
@pytest.mark.parametrize("name", CORRIDORS)
@pytest.mark.parametrize("instant", [datetime(2026, 11, 23, tzinfo=UTC), datetime(2029, 6, 1, 23, 59, tzinfo=UTC)])
def test_sample_has_nothing_to_find(name: str, instant: datetime) -> None:
    content = samples.load(name, at=instant)
    facts = base.facts(content, at=instant)
    assert checks.run(facts) == []
    assert checks.warnings(facts) == []


def test_load_moves_all_instants_together(at: datetime) -> None:
    early, late = (samples.load("vientiane-ha-noi", at=at + timedelta(days=days)) for days in (0, 3))
    spans = [
        datetime.fromisoformat(content["expected_arrival_at"])
        - datetime.fromisoformat(content["offices_of_transit"][0]["expected_at"])
        for content in (early, late)
    ]
    assert spans[0] == spans[1] == timedelta(hours=10)
    assert datetime.fromisoformat(late["offices_of_transit"][0]["expected_at"]) == at + timedelta(days=3, hours=2)


def test_load_gives_a_new_dict_with_overrides(at: datetime) -> None:
    samples.load("vientiane-ha-noi", at=at)["vehicle"].clear()
    content = samples.load("vientiane-ha-noi", at=at, lrn="OTHER-1")
    assert content["lrn"] == "OTHER-1"
    assert content["vehicle"]["registration"] == "LA8841"


@pytest.mark.django_db
def test_large_has_nothing_to_find(at: datetime) -> None:
    content = samples.large(at=at)
    facts = base.facts(content, at=at)
    assert [item.number for item in facts.items] == list(range(1, 2000))
    assert checks.run(facts) == []
