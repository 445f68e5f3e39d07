"""The fixtures themselves: reference data is there, also after a test that commits."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from acts.common import history
from acts.common.models import HistoryEntry
from offices.actors import Actor
from offices.models import (
    CorridorStop,
    Country,
    CountryProfile,
    DeadlineSetting,
    Holiday,
    Office,
    RoadDistance,
    User,
    VehiclePermit,
)
from tests.conftest import ONCE, asks_for_a_database, refuse_asking_late

MODELS = (Country, CountryProfile, DeadlineSetting, Holiday, Office, CorridorStop, RoadDistance, VehiclePermit)
DAY = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.mark.django_db
def test_reference_loaded_again_changes_nothing_that_people_did() -> None:
    CountryProfile.objects.filter(country="SG").update(road_speed_kmh=55)
    VehiclePermit.objects.filter(pk="SG-AGV-00017").update(status="WITHDRAWN")
    Holiday.objects.filter(country="SG").delete()
    before = [list(model.objects.order_by("pk").values()) for model in MODELS]
    call_command("load_reference", samples=True, verbosity=0)
    assert [list(model.objects.order_by("pk").values()) for model in MODELS] == before
    assert [len(rows) for rows in before[:2]] == [7, 7]
    assert len(before[4]) == 54


@pytest.mark.django_db
def test_samples_are_loaded_only_if_asked_for() -> None:
    VehiclePermit.objects.all().delete()
    for samples, permits in ((False, 0), (True, 15)):
        call_command("load_reference", samples=samples, verbosity=0)
        assert VehiclePermit.objects.count() == permits


@pytest.mark.django_db
def test_offices_face_each_other() -> None:
    for office in Office.objects.filter(kind="BORDER").select_related("faces"):
        assert office.faces is not None
        assert office.faces.faces_id == office.pk
        assert office.faces.country_id != office.country_id


@pytest.mark.parametrize("run", ["first", "second"])
def test_race_finds_reference_data_and_no_history(race: None, run: str) -> None:
    assert Office.objects.count() == 54
    assert not HistoryEntry.objects.exists()
    history.record(subject=uuid.uuid4(), at=DAY, verb="test", actor=run)


def test_race_leaves_the_guards_up(race: None) -> None:
    history.record(subject=uuid.uuid4(), at=DAY, verb="test", actor="x")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        HistoryEntry.objects.all().delete()
    statement = (
        "TRUNCATE common_historyentry" if connection.vendor == "postgresql" else "DELETE FROM common_historyentry"
    )
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_race_takes_new_reference_rows(race: None) -> None:
    holiday = Holiday.objects.create(country_id="SG", day=DAY.date(), name="Test Day")
    assert holiday.pk > max(Holiday.objects.exclude(pk=holiday.pk).values_list("pk", flat=True))


def test_people_asked_for_by_name_find_reference_data(request: pytest.FixtureRequest) -> None:
    assert request.getfixturevalue("departure_officer").postings.get().office.country.name == "Singapore"


def test_ended_posting_gives_no_power(ended_officer: User, actor_of: Callable[..., Actor]) -> None:
    assert actor_of(ended_officer).postings == ()


def test_once_names_what_exists() -> None:
    assert [name for name in ONCE if not (Path(__file__).parent / name).exists()] == []


def served(live_server: object) -> None:
    """No test: a shape of one."""


def _item(request: pytest.FixtureRequest, test: Callable[..., None]) -> pytest.Function:
    return pytest.Function.from_parent(request.node.parent, name=test.__name__, callobj=test)


def test_database_that_a_fixture_takes_by_name_fails_its_test(request: pytest.FixtureRequest) -> None:
    with pytest.raises(pytest.fail.Exception, match="PostgreSQL would leave it out"):
        refuse_asking_late(_item(request, test_once_names_what_exists), ["request", "db"])
    refuse_asking_late(_item(request, test_once_names_what_exists), ["request"])


@pytest.mark.parametrize(
    ("test", "asks"),
    [
        (test_once_names_what_exists, False),
        (test_offices_face_each_other, True),  # by its mark
        (test_race_leaves_the_guards_up, True),  # by its fixture
        (test_ended_posting_gives_no_power, True),  # by a fixture of its fixture
        (test_people_asked_for_by_name_find_reference_data, True),  # while it runs
        (served, True),  # by pytest-django itself, while it is set up
    ],
)
def test_what_may_reach_a_database_is_told_from_what_cannot(
    request: pytest.FixtureRequest, test: Callable[..., None], asks: bool
) -> None:
    assert asks_for_a_database(_item(request, test)) is asks
