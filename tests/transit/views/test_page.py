"""What the page of a movement tells of route, parties and history."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import transit as factory
from transit.enums import State
from transit.models import Movement
from transit.rehearsal import scenes
from transit.rehearsal.stage import Stage


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("acts.common.clock.now", lambda: factory.AT + timedelta(hours=3))


def _page(client: Client, movement: Movement, **query: str) -> str:
    return client.get(reverse("movement", args=[movement.pk]), query).content.decode()


def test_history_says_what_was_found_in_words(stage: Stage, as_: Callable[[str], Client]) -> None:
    movement = scenes.held(factory.play(stage))
    history = _page(as_("transit"), movement).partition('id="history"')[2]
    assert "{&#x27;" not in history
    assert "SGTUA001</span> presented" in history
    assert "seal SG204418 is broken" in history
    assert "seal SG204418 is broken" not in _page(as_("trader"), movement).partition('id="history"')[2]


def test_route_before_release_shows_the_declared_posts(stage: Stage, as_: Callable[[str], Client]) -> None:
    movement, _ = factory.movement_in(State.DRAFT, stage)
    page = _page(as_("trader"), movement)
    assert [name in page for name in ("Tuas Checkpoint", "Sadao")] == [True, True]


def test_route_survives_a_draft_with_unknown_and_missing_posts(stage: Stage, as_: Callable[[str], Client]) -> None:
    stops = [{"office": "XXNONE01"}, {}, {"office": "THSDO001"}]
    movement = scenes.draft(factory.play(stage, offices_of_transit=stops))
    page = _page(as_("trader"), movement)
    assert ("Sadao" in page, "XXNONE01" in page) == (True, False)


def test_goods_stand_under_consignor_and_consignee_by_name(stage: Stage, as_: Callable[[str], Client]) -> None:
    movement, _ = factory.movement_in(State.ACCEPTED, stage)
    page = _page(as_("departure"), movement)
    assert "Straits Haulage Pte Ltd → บริษัท เจ้าพระยาขนส่ง จำกัด" in page
    assert "Lat Krabang Printing Supply Co Ltd, Bangkok, TH" in page
    assert "shared with item 4" in page
