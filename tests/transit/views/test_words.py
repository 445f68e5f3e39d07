"""Every text on a page can be translated: under a made-up language no word of English is left but data and codes."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guarantees.models import Guarantee
from tests import pseudo as language
from tests.browser.places import administration
from tests.factories import transit as factory
from tests.pseudo import pseudo
from transit.enums import State
from transit.models import RiskProfile
from transit.rehearsal import scenes
from transit.rehearsal.stage import OWN, Stage

__all__ = ["pseudo"]

# Names and units that are the same in every language of the trade, and how a step of the reduction scale is typed.
CODES = {"ACTS", "ASEAN", "AHTN", "JPEG", "JSON", "kg", "min", "within"}
PARTS = ("journey", "cover", "transport", "load", "goods", "consignments/1", "consignments/1/items/1")
PAGES: dict[str, list[str]] = {
    "": ["/login/", "/nothing/"],
    "trader": [
        *("GUARANTEE", "GUARANTEE/statement", "/second-factor/"),
        *(
            "/",
            "/find/?q=nothing",
            "/declarations/new/",
            "/nothing/",
            "/password/",
            "/glossary/",
            "/messages/preferences/",
        ),
        *("DRAFT", "GUARANTEE_REFUSED", "HELD", "ACCEPTED", *(f"DRAFT/declaration/{part}" for part in PARTS)),
    ],
    "departure": ["/worklists/to-release/", "ACCEPTED", "UNDER_CONTROL", "AWAITING_RESOLUTION"],
    "transit": ["/worklists/presented/", "IN_TRANSIT", "HELD"],
    "destination": ["/worklists/arrived/", "ARRIVED"],
    "supervisor": ["/worklists/proposals/", "/guarantees/to-confirm/"],
    "guarantee": [
        *("/guarantees/", "/guarantees/worklists/issued/", "/guarantees/worklists/suspended/", "GUARANTEE"),
        *("/guarantees/book/", "/guarantees/guarantors/", "/guarantees/exposure/"),
    ],
    "bank": [
        *("/guarantees/", "GUARANTEE", "GUARANTEE/ledger", "GUARANTEE/statement", "/guarantees/issue/"),
        *("/guarantees/proposals/", "/guarantees/claims/", "/guarantees/programs/", "/guarantees/webhooks/"),
    ],
    "national": ["/admin/", "/admin/changes/", "/admin/offices/holiday/", "/admin/offices/holiday/add/"],
}


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("acts.common.clock.now", lambda: factory.AT + timedelta(hours=3))


@pytest.fixture(scope="module")
def movements(world: Stage, django_db_blocker: Any) -> Iterator[dict[str, str]]:
    """A movement for each state that a page is asked for, by its address."""
    wanted = {page.split("/")[0] for pages in PAGES.values() for page in pages if page[0] != "/"}
    with django_db_blocker.unblock():
        found = {name: factory.movement_in(State(name), world)[0] for name in wanted - {"HELD", "GUARANTEE"}}
        found["HELD"] = scenes.held(factory.play(world))
        paths = {name: f"/movements/{row.pk}/" for name, row in found.items()}
        yield paths | {"GUARANTEE": reverse("guarantee", args=[Guarantee.objects.get(grn=OWN["SG"][0]).pk])}


@pytest.fixture(scope="module")
def data(movements: dict[str, str], django_db_blocker: Any) -> set[str]:
    with django_db_blocker.unblock():
        return language.data_words()


@pytest.mark.parametrize(("who", "page"), [(who, page) for who, pages in PAGES.items() for page in pages])
def test_no_word_is_left_in_english(
    movements: dict[str, str], data: set[str], as_: Callable[[str], Client], pseudo: None, who: str, page: str
) -> None:
    name, _slash, rest = page.partition("/")
    target = f"{movements[name]}{rest}/" if name and rest else movements.get(name, page)
    answer = (as_(who) if who else Client()).get(target)
    assert answer.status_code in (200, 404)
    assert not language.untranslated(answer.content.decode(), data | CODES)


def test_no_word_of_the_administration_is_left_in_english(
    movements: dict[str, str], as_: Callable[[str], Client], pseudo: None
) -> None:
    """Every list, form and page of deletion; what stands in JSON is data of services, by the names of their facts."""
    RiskProfile.objects.create(
        country_id="SG", name="HELD", criterion="VALUE", operand="1 SGD", channel="RED", valid_from=factory.AT.date()
    )
    people = {who: as_(who) for who in ("auditor", "national", "central")}
    answers = {path: people[who].get(path) for who, path in administration()}
    assert {path for path, answer in answers.items() if answer.status_code != 200} == set()
    # Reading leaves rows of history, which the list of history shows.
    known = language.data_words() | CODES
    left = {path: language.untranslated(answer.content.decode(), known) for path, answer in answers.items()}
    assert {path: words for path, words in left.items() if words} == {}
