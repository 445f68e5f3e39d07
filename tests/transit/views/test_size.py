"""How much the pages ask of the database and of the line, with few rows and with many; and what hostile text does."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from offices.models import User
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
    client = Client()
    client.force_login(User.objects.get(username=who))
    return client


@pytest.mark.parametrize("rows", [1, 25])
@pytest.mark.parametrize(
    ("who", "target", "queries"),
    [
        ("trader", "/", 9),
        ("departure", "/worklists/to-release/", 8),
        ("departure", "/", 8),
        ("transit", "/worklists/expected-today/", 8),
        ("destination", "/worklists/expected/", 8),
        ("trader", "/find/?q=JSV4821", 11),
    ],
)
def test_list_asks_as_often_for_25_rows_as_for_one(
    stage: Stage, django_assert_num_queries: Any, rows: int, who: str, target: str, queries: int
) -> None:
    released = target.startswith(("/worklists/expected", "/find"))
    movement, _ = factory.movement_in(State.IN_TRANSIT if released else State.ACCEPTED, stage)
    factory.again(movement, rows - 1)
    client = _as(who)
    with django_assert_num_queries(queries):
        answer = client.get(target)
    assert len(answer.content) < LARGEST


@pytest.mark.parametrize("items", [1, 25, 1999])
@pytest.mark.parametrize(("who", "queries"), [("trader", 27), ("transit", 21)])
def test_movement_page_asks_as_often_for_1999_items_as_for_one(
    stage: Stage, django_assert_num_queries: Any, items: int, who: str, queries: int
) -> None:
    movement, _ = factory.movement_in(State.IN_TRANSIT, stage)
    _fill(movement, items, description="x" * 512)
    client = _as(who)
    with django_assert_num_queries(queries):
        answer = client.get(reverse("movement", args=[movement.pk]))
    assert len(answer.content) < LARGEST


def _fill(movement: Movement, items: int, *, description: str) -> None:
    goods = list(Item.objects.filter(declaration=movement.pk))
    Item.objects.filter(declaration=movement.pk).delete()
    first = goods[0]
    Item.objects.bulk_create(
        Item(
            declaration_id=movement.pk,
            consignment_id=first.consignment_id,
            number=number,
            commodity_code=first.commodity_code,
            description=description,
            packages=first.packages,
        )
        for number in range(1, items + 1)
    )


def test_goods_are_paged(stage: Stage) -> None:
    movement, _ = factory.movement_in(State.IN_TRANSIT, stage)
    _fill(movement, 60, description="crates")
    page = _as("transit").get(reverse("movement", args=[movement.pk]), {"goods": "3"}).content.decode()
    assert "51–60 of 60" in page
    assert page.count("<td>crates</td>") == 10


def test_markup_in_every_text_is_shown_as_text(stage: Stage) -> None:
    movement = scenes.held(factory.play(stage))
    declaration = movement.declaration
    declaration.driver = {"name": MARKUP, "document_number": MARKUP}
    declaration.containers = [{"number": MARKUP, "seals": [MARKUP]}]
    declaration.save()
    _fill(movement, 3, description=MARKUP)
    Item.objects.filter(declaration=movement.pk).update(packages=[{"kind": MARKUP, "count": 1, "marks": MARKUP}])
    movement.passages.update(alarm=MARKUP, reason=MARKUP)
    Movement.objects.filter(pk=movement.pk).update(seals=[MARKUP], trailer_registration=MARKUP[:20])
    movement.principal.name = MARKUP
    movement.principal.save()
    for who in ("trader", "transit", "departure"):
        for target in ("/", reverse("movement", args=[movement.pk]), "/find/?q=" + MARKUP):
            page = _as(who).get(target).content.decode()
            assert not re.search(r"<script(?! src=)|<b>\{\{|\sstyle=|\son[a-z]+=", page), (who, target)


def test_stylesheet_is_small() -> None:
    folder = Path(settings.BASE_DIR) / "templates" / "static"
    assert sum(path.stat().st_size for path in folder.iterdir()) < LARGEST
