"""Everything a bank can ask for, searched for the goods of a journey its guarantee covers (spec section 1)."""

import io
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pypdf
import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.cache import has_vary_header

from tests.factories import sessions
from tests.permissions import world as worlds
from tests.permissions.world import World
from transit.models import Item, Movement

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
KINDS = ("application/json", "text/csv", "application/pdf", "text/html")


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("acts.common.clock.now", lambda: AT)
    return worlds.build(at=AT)


def routes(patterns: Any, prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


def filled(route: str, world: World) -> Iterator[str]:
    """The route with every identifier it might take: of the movement, the guarantee that covers it, the claim."""
    for key in (world.movement, world.active, world.claim):
        path = re.sub(r"<office:\w+>", "MYTKP001", re.sub(r"<uuid:\w+>", str(key), route))
        path = re.sub(r"<int:\w+>", "1", re.sub(r"<(slug|str):\w+>", "to-release", path))
        yield f"/{path}?month={AT:%Y-%m}" if path.endswith("/statements/") else f"/{path}"
        if "<uuid:" not in route:
            return


def written(body: bytes) -> str:
    """What an answer says; a paper's text, which its bytes hide."""
    if b"startxref" not in body:  # Neither is the paper of the contest: a name and no more.
        return body.decode(errors="replace")
    return "%PDF" + "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)


def secrets(movement: Movement) -> set[str]:
    """What tells of the goods: codes, descriptions, values, who sends and who receives."""
    items = Item.objects.filter(declaration=movement.pk).select_related("consignment")
    found: set[str] = set()
    for item in items:
        found |= {item.commodity_code, item.description, str(item.value_amount), str(item.gross_mass)}
        for party in (item.consignment.consignor, item.consignment.consignee):
            found |= {str(value) for name, value in party.items() if name in ("name", "number", "street")}
    return {text for text in found if len(text) > 4}


@pytest.mark.once
@pytest.mark.slow
def test_no_answer_to_a_bank_holds_goods_data(world: World) -> None:
    movement = Movement.objects.get(pk=world.movement)
    told = secrets(movement)
    client, answers = Client(raise_request_exception=False), defaultdict[str, str](str)
    sessions.browser(world.people["bank"], client)
    for route in routes(get_resolver().url_patterns):
        for path in filled(route, world):
            for kind in KINDS:
                answer = client.get(path, headers={"Accept": kind})
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                if answer.status_code == 200:
                    answers[path] += written(body)
                if not has_vary_header(answer, "Accept"):
                    break  # The same whatever kind is asked for.
    leaks = {(path, text) for path, body in answers.items() for text in told if text in body}
    assert leaks == set()
    # The search sees what it should: the MRN stands in the reservations, and the trader is shown the goods.
    assert movement.mrn in answers[f"/api/v1/guarantees/{world.active}/reservations/"]
    for page in (world.active, f"{world.active}/ledger", f"{world.active}/statement", f"claims/{world.claim}"):
        assert movement.mrn in answers[f"/guarantees/{page}/"]
    statement = answers[f"/api/v1/guarantees/{world.active}/statements/?month={AT:%Y-%m}"]
    for part in ('"sequence"', "OPENING,", "%PDF"):  # As JSON, as CSV, as a paper.
        assert part in statement, part
    assert movement.mrn in statement.partition("%PDF")[2]
    trader = Client()
    sessions.browser(world.people["trader"], trader)
    own = json.dumps(trader.get(f"/api/v1/movements/{world.movement}/").json())
    assert movement.mrn in own
    assert any(text in own or text in str(trader.get(f"/movements/{world.movement}/").content) for text in told)
