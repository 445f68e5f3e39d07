"""Uses with their movements' state, and whether a declaration would fit."""

from datetime import datetime

import pytest
from django.test import Client

from guarantees.models import Reservation
from tests.factories import sessions
from tests.permissions import world as worlds
from tests.permissions.world import World
from transit.models import Movement

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(at: datetime, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("acts.common.clock.now", lambda: at)
    return worlds.build(at=at)


def client_of(world: World, role: str) -> Client:
    client, user = Client(), world.people[role]
    assert user is not None
    sessions.browser(user, client)
    return client


def test_uses_show_the_movement_to_the_principal_and_not_to_the_bank(world: World) -> None:
    url = f"/api/v1/guarantees/{world.active}/uses/"
    movement = Movement.objects.get(pk=world.movement)
    [own] = client_of(world, "trader").get(url).json()["results"]
    assert (own["reference"], own["movement"], own["state"]) == (movement.mrn, str(movement.pk), "IN_TRANSIT")
    [banks] = client_of(world, "bank").get(url).json()["results"]
    assert (banks["reference"], banks["movement"], banks["state"]) == (movement.mrn, None, None)
    assert client_of(world, "stranger").get(url).status_code == 404


def test_cover_forecast_tells_the_computation_by_country_and_reserves_nothing(world: World) -> None:
    before = Reservation.objects.count()
    answer = (
        client_of(world, "trader")
        .post(f"/api/v1/declarations/{world.draft}/cover/", {}, content_type="application/json")
        .json()
    )
    assert {row["country"] for row in answer["totals"]} == {"SG", "MY", "TH"}
    assert (answer["fits"], answer["findings"]) == (True, [])
    assert [share["share"] for share in answer["shares"]] == [answer["amount"]]
    assert Reservation.objects.count() == before


def test_cover_forecast_with_a_wrong_code_tells_no_balance(world: World) -> None:
    client = client_of(world, "trader")
    declared = client.get(f"/api/v1/declarations/{world.draft}/").json()["guarantees"]
    wrong = [{"grn": row["grn"], "access_code": "ZZZZ"} for row in declared]
    client.patch(f"/api/v1/declarations/{world.draft}/", {"guarantees": wrong}, content_type="application/json")
    answer = client.post(f"/api/v1/declarations/{world.draft}/cover/", {}, content_type="application/json").json()
    assert (answer["fits"], answer["shares"]) == (False, [])
    assert [row["code"] for row in answer["findings"]] == ["R-GUARANTEE-01"]
