"""How much the pages ask of the database and of the line, with few rows and with many; and what hostile text does."""

import gzip
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from tests.factories import sessions
from tests.factories import transit as factory
from transit.enums import State
from transit.models import Item, Movement
from transit.rehearsal import scenes
from transit.rehearsal.stage import Stage

MARKUP = "<script>alert(1)</script>\"'><b>{{ x }}"
LARGEST = 100_000


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("acts.common.clock.now", lambda: factory.AT + timedelta(hours=3))


def _as(who: str) -> Client:
    return sessions.browser(who)


@pytest.mark.parametrize("items", [1, 25, 1999])
@pytest.mark.parametrize(("who", "queries"), [("trader", 17), ("transit", 17)])
def test_movement_page_asks_as_often_for_1999_items_as_for_one(
    stage: Stage, django_assert_num_queries: Any, items: int, who: str, queries: int
) -> None:
    movement, _ = factory.movement_in(State.IN_TRANSIT, stage)
    factory.fill(movement, items, description="x" * 512)
    client = _as(who)
    with django_assert_num_queries(queries):
        answer = client.get(reverse("movement", args=[movement.pk]))
    assert len(answer.content) < LARGEST


def test_goods_are_paged(stage: Stage) -> None:
    movement, _ = factory.movement_in(State.IN_TRANSIT, stage)
    factory.fill(movement, 60)
    page = _as("transit").get(reverse("movement", args=[movement.pk]), {"goods": "3"}).content.decode()
    assert "51–60 of 60" in page
    assert page.count("<td>crates</td>") == 10


def test_markup_in_every_text_is_shown_as_text(stage: Stage) -> None:
    movement = scenes.held(factory.play(stage))
    declaration = movement.declaration
    declaration.driver = {"name": MARKUP, "document_number": MARKUP}
    declaration.containers = [{"number": MARKUP, "seals": [MARKUP]}]
    declaration.save()
    factory.fill(movement, 3, description=MARKUP)
    Item.objects.filter(declaration=movement.pk).update(packages=[{"kind": MARKUP, "count": 1, "marks": MARKUP}])
    movement.passages.update(alarm=MARKUP, reason=MARKUP)
    Movement.objects.filter(pk=movement.pk).update(seals=[MARKUP], trailer_registration=MARKUP[:20])
    movement.principal.name = MARKUP
    movement.principal.save()
    for who in ("trader", "transit", "departure"):
        admin = "/admin/transit/movement/"
        seen = [admin, f"{admin}{movement.pk}/change/"] if who != "trader" else []
        for target in ("/", reverse("movement", args=[movement.pk]), "/find/?q=" + MARKUP, *seen):
            answer = _as(who).get(target)
            page = answer.content.decode()
            assert answer.status_code == 200, (who, target)
            assert not re.search(r"<script(?! src=)|<b>\{\{|\sstyle=|\son[a-z]+=", page), (who, target)


def test_styles_and_scripts_are_small() -> None:
    page = Client().get("/login/").content.decode()
    named = re.findall(r'(?:src|href)="/static/([^"]+)"', page)
    sent = [gzip.compress(Path(finders.find(name)).read_bytes()) for name in named]
    assert {Path(name).suffix for name in named} == {".css", ".js", ".svg"}
    assert sum(map(len, sent)) < LARGEST
