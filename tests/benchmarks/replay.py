"""The floor of the drive: its SQL again, by bare psycopg, with new identities, the same commits and processes.

All that does not depend on the database's answers is prepared before the clock starts: new UUIDs and numbers are put
in place, and for keys the database will give, the places they go to are known.
"""

import json
import multiprocessing
import re
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from typing import Any

import psycopg
from psycopg.types.json import Json, Jsonb

from acts.common import numbers
from tests.benchmarks.score import KEYS_FROM, LEDGER_FROM, LEDGER_STEP, Place, Recording, Step

Path = tuple[int, ...]
"""Where in the parameters of a statement: position, and place in an array parameter."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A step to be sent: `late` are the places that take keys the database gave in this replay."""

    sql: str | None
    parameters: list[Any]
    autocommit: bool
    returns: bool
    late: list[tuple[Path, Place]]


def prepare(recording: Recording, *, turn: int) -> list[Ready]:
    """The recording as a movement of its own; `turn` counts the replays of this recording, from 1."""
    renew = _Renewal(recording, turn)
    return [renew.step(step) for step in recording.steps]


class _Renewal:
    """What takes the place of what in one replay."""

    def __init__(self, recording: Recording, turn: int) -> None:
        self._given = recording.given
        self._ledger = turn * LEDGER_STEP
        self._uuids = {old: uuid.uuid4() for old in recording.made}
        mrn = recording.mrn
        texts = {str(old): str(new) for old, new in self._uuids.items()}
        texts |= {old.hex: new.hex for old, new in self._uuids.items()}
        texts[recording.lrn] = uuid.uuid4().hex[: len(recording.lrn)]
        texts[mrn] = numbers.make_mrn(year=2000 + int(mrn[:2]), country=mrn[2:4], office_part=mrn[4:10])
        self._texts = texts
        self._pattern = re.compile("|".join(map(re.escape, texts)))

    def step(self, step: Step) -> Ready:
        late: list[tuple[Path, Place]] = []
        parameters = [self._value(value, (index,), late) for index, value in enumerate(step.parameters)]
        return Ready(step.sql, parameters, step.autocommit, step.returns, late)

    def _value(self, value: Any, path: Path, late: list[tuple[Path, Place]]) -> Any:
        match value:
            case str():
                return self._text(value)
            case uuid.UUID():
                return self._uuids.get(value, value)
            case Json() | Jsonb():
                return type(value)(json.loads(self._text(json.dumps(value.obj, ensure_ascii=False))))
            case list():
                return [self._value(part, (*path, index), late) for index, part in enumerate(value)]
            case bool():
                return value
            case int() if value >= KEYS_FROM:
                late.append((path, self._given[value]))
                return value
            case int() if value >= LEDGER_FROM:
                return value + self._ledger
        return value

    def _text(self, text: str) -> str:
        return self._pattern.sub(lambda found: self._texts[found[0]], text)


def send(connection: psycopg.Connection, movement: Sequence[Ready]) -> None:
    """One movement: each statement in its transaction, the rows it returns read."""
    rows: list[list[tuple[Any, ...]]] = []
    with connection.cursor() as cursor:
        for step in movement:
            if step.sql is None:
                connection.commit()
                rows.append([])
                continue
            for path, (source, line, column) in step.late:
                # Another process may have worked this one's job: then there is nothing to change here.
                if line < len(rows[source]):
                    _put(step.parameters, path, rows[source][line][column])
            if connection.autocommit != step.autocommit:
                connection.autocommit = step.autocommit
            cursor.execute(step.sql, step.parameters)
            rows.append(cursor.fetchall() if step.returns else [])


def _put(parameters: list[Any], path: Path, value: Any) -> None:
    for index in path[:-1]:
        parameters = parameters[index]
    parameters[path[-1]] = value


def run(url: str, hands: Sequence[Sequence[Recording]], *, first_turn: int) -> float:
    """Movements a second: each hand of recordings sent by a process of its own, all started together.

    One hand is sent by this process. `first_turn` and as many turns as the longest hand has must be unused.
    """
    movements = sum(len(hand) for hand in hands)
    spans = [play(url, hands[0], first_turn, lambda: None)] if len(hands) == 1 else _together(url, hands, first_turn)
    return movements / (max(ended for _, ended in spans) - min(started for started, _ in spans))


def _together(url: str, hands: Sequence[Sequence[Recording]], first_turn: int) -> list[tuple[float, float]]:
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(len(hands))
    pipes = [context.Pipe(duplex=False) for _ in hands]
    workers = [
        context.Process(target=_work, args=(sender, barrier, url, hand, first_turn))
        for (_, sender), hand in zip(pipes, hands, strict=True)
    ]
    for worker in workers:
        worker.start()
    for _, sender in pipes:
        sender.close()
    spans = [receiver.recv() for receiver, _ in pipes]
    for worker in workers:
        worker.join()
    return spans


def _work(pipe: Connection, barrier: Barrier, url: str, hand: Sequence[Recording], first_turn: int) -> None:
    pipe.send(play(url, hand, first_turn, barrier.wait))


def play(url: str, hand: Sequence[Recording], first_turn: int, ready: Callable[[], Any]) -> tuple[float, float]:
    """Prepare, say so, send; when sending started and ended (a clock that all processes of the machine share)."""
    movements = [prepare(recording, turn=turn) for turn, recording in enumerate(hand, start=first_turn)]
    with psycopg.connect(url) as connection:
        ready()
        started = time.perf_counter()
        for movement in movements:
            send(connection, movement)
        return started, time.perf_counter()
