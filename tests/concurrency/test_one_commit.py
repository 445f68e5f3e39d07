"""Each verb of a journey is one transaction: what it writes is there after its one commit, or not at all."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from acts.common import jobs
from transit.enums import State
from transit.models import Movement
from transit.rehearsal import company
from transit.services import declaration, departure, destination, en_route

pytestmark = pytest.mark.postgres


def _sent(act: Callable[[], Any]) -> tuple[Any, list[str]]:
    """What an act answers, and the beginning and end of each transaction; a write outside of any by its own text."""
    with CaptureQueriesContext(connection) as captured:
        done = act()
    found, inside = [], False
    for sql in (row["sql"] for row in captured.captured_queries):
        inside = sql == "BEGIN" or (inside and sql not in ("COMMIT", "ROLLBACK"))
        if sql in ("BEGIN", "COMMIT", "ROLLBACK") or not (inside or sql.startswith("SELECT")):
            found.append(sql)
    return done, found


def test_count_of_commits_sees_a_second_one_and_a_write_outside(race: None) -> None:
    def twice() -> None:
        for _ in range(2):
            with transaction.atomic():
                Movement.objects.update(version=1)
        Movement.objects.update(version=1)

    _, found = _sent(twice)
    assert found[:4] == ["BEGIN", "COMMIT"] * 2
    assert found[4].startswith("UPDATE")


def test_every_verb_of_a_journey_commits_once(race: None, at: datetime) -> None:
    """From Laos, where an officer accepts."""
    (player,) = company.players(count=1, at=at, countries=["LA"])
    content = player.content("vientiane-ha-noi", lrn="ONE-COMMIT", at=at)
    officers, commits = player.cast.officers, {}

    def count(name: str, verb: Callable[..., Any], **arguments: Any) -> Any:
        done, commits[name] = _sent(lambda: verb(**arguments, at=at))
        return done

    first, last = officers[content["office_of_departure"]], officers[content["office_of_destination"]]
    key = count("create", declaration.create, actor=player.cast.trader, content=content).pk
    count("lodge", declaration.lodge, actor=player.cast.trader, movement=key)
    count("accept", departure.accept, actor=first, movement=key)
    count("release", departure.release, actor=first, movement=key, paper_checked=True)
    for office in (stop["office"] for stop in content["offices_of_transit"]):
        count(f"present {office}", en_route.present, actor=officers[office], movement=key, office=office)
        count(f"cross {office}", en_route.cross, actor=officers[office], movement=key, office=office)
    count("record_arrival", destination.record_arrival, actor=last, movement=key)
    row = count("record_results", destination.record_results, actor=last, movement=key, result="A2")
    assert row.state == State.DISCHARGED
    assert {name: found for name, found in commits.items() if found != ["BEGIN", "COMMIT"]} == {}
    assert jobs.work_off(at=at) == 1
