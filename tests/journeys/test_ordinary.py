"""The ordinary journey of every sample, from the draft to the free guarantee; statements per verb bounded."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from acts.common import jobs
from guarantees import selectors as guarantees
from guarantees.models import Guarantee
from tests.factories import transit as factory
from transit import samples
from transit.enums import ArrivalState, PassageState, State
from transit.models import Arrival, Movement, Passage
from transit.rehearsal import journey, scenes
from transit.rehearsal.stage import Play, Stage, ticking
from transit.selectors import chains
from transit.services import declaration, departure, destination, en_route

# The most statements a verb may send, savepoints included; an item's or passage's own rows are one bulk insert.
BOUNDS = {
    "create": 17,
    "lodge": 43,
    "accept": 28,
    "release": 40,
    "present": 9,
    "cross": 10,
    "record_arrival": 19,
    "record_results": 18,
}


def as_posted(stage: Stage, name: str) -> Play:
    """A sample exactly as its file has it, but for the instants."""
    content = samples.load(name, at=stage.at)
    cast = stage.cast(name, principal=content["principal"])
    supervisor = stage.posted("supervisor", content["office_of_departure"])
    return Play(content, cast, supervisor, ticking(stage.at, timedelta(minutes=20)))


@pytest.mark.parametrize("name", samples.names())
def test_sample_goes_from_draft_to_discharge(stage: Stage, name: str) -> None:
    play = as_posted(stage, name)
    movement = scenes.discharged(play)
    assert movement.state == State.DISCHARGED
    stops = len(play.content["offices_of_transit"])
    passages = Passage.objects.filter(movement=movement, state=PassageState.CROSSED, alarm="")
    assert passages.count() == stops
    assert Arrival.objects.get(movement=movement).state == ArrivalState.CLEARED
    assert factory.verbs(movement) == [
        "create", "lodge", "accept", "release", *["record_passage"] * 2 * stops, "record_arrival", "record_results",
        "discharge",
    ]  # fmt: skip
    assert list(chains.faults()) == []


@pytest.mark.parametrize("name", samples.names())
def test_sample_holds_its_guarantee_until_the_job_frees_it(stage: Stage, name: str) -> None:
    play = as_posted(stage, name)
    movement = scenes.in_transit(play)
    guarantee = Guarantee.objects.get(grn=play.content["guarantees"][0]["grn"])
    assert guarantee.reserved == movement.cover.amount > 0
    for stop in play.content["offices_of_transit"]:
        journey.pass_office(movement.pk, stop["office"], play.cast, tick=play.tick)
    journey.arrive(movement.pk, play.content, play.cast, tick=play.tick)
    journey.discharge(movement.pk, play.content, play.cast, tick=play.tick)
    assert guarantees.held(references=[str(movement.mrn)]) == 1
    assert jobs.work_off(at=play.tick()) == 1
    guarantee.refresh_from_db()
    assert (guarantees.held(references=[str(movement.mrn)]), guarantee.reserved) == (0, 0)


def counts(play: Play) -> dict[str, int]:
    """Statements of every verb of one journey; rows of items in batches count once."""
    officer, trader = play.cast.officers, play.cast.trader
    last, first = play.content["office_of_destination"], play.content["office_of_departure"]
    found: dict[str, int] = {}

    def count(name: str, verb: Callable[..., Any], **arguments: Any) -> Any:
        with CaptureQueriesContext(connection) as captured:
            done = verb(**arguments, at=play.tick())
        tables = [sql["sql"].split("(")[0] for sql in captured.captured_queries]
        batches = tables.count('INSERT INTO "transit_item" ')
        found[name] = max(found.get(name, 0), len(tables) - max(batches - 1, 0))
        return done

    movement: Movement = count("create", declaration.create, actor=trader, content=play.content)
    key = movement.pk
    if count("lodge", declaration.lodge, actor=trader, movement=key).state == State.SUBMITTED:
        count("accept", departure.accept, actor=officer[first], movement=key)
    count("release", departure.release, actor=officer[first], movement=key, paper_checked=True)
    for stop in play.content["offices_of_transit"]:
        office = stop["office"]
        count("present", en_route.present, actor=officer[office], movement=key, office=office)
        count("cross", en_route.cross, actor=officer[office], movement=key, office=office)
    count("record_arrival", destination.record_arrival, actor=officer[last], movement=key)
    count("record_results", destination.record_results, actor=officer[last], movement=key, result="A2")
    return found


def test_statements_stay_below_their_bounds(stage: Stage) -> None:
    sent: set[str] = set()
    # In the last of them an officer accepts.
    for name in ("singapore-bangkok", "singapore-ho-chi-minh-city", "vientiane-ha-noi"):
        found = counts(factory.play(stage, name))
        assert {verb: count for verb, count in found.items() if count > BOUNDS[verb]} == {}
        sent |= found.keys()
    assert sent == BOUNDS.keys()


def test_statements_do_not_grow_with_passages(stage: Stage) -> None:
    four, eight = (counts(factory.play(stage, name)) for name in ("singapore-bangkok", "singapore-ho-chi-minh-city"))
    assert four == eight


def test_statements_do_not_grow_with_items(stage: Stage) -> None:
    few, many = factory.play(stage), factory.play(stage)
    for play, items in ((few, 5), (many, 500)):
        play.content["consignments"] = samples.large(items=items, at=stage.at)["consignments"]
    assert counts(few) == counts(many)
