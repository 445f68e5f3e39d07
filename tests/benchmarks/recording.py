"""The SQL of one movement, as the drive sent it: statements, parameters, commits, and what was made on the way.

Sending an INSERT again needs new identities. Three kinds are told apart while recording: UUIDs and numbers (MRN, LRN)
that the movement brought into the world; keys the database gave it, which were set so high before that no other
number looks like one; and the ledger's sequences, likewise.
"""

import json
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from psycopg.types.json import Json, Jsonb

from acts.common import clock, jobs
from guarantees.models import Guarantee
from tests.benchmarks.score import KEYS_FROM, LEDGER_FROM, Place, Recording, Step
from transit.rehearsal import journey
from transit.rehearsal.company import Player


def set_keys_apart() -> None:
    """Start every 64-bit sequence at a number of its own that is no other number in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seqrelid::regclass::text FROM pg_sequence WHERE seqtypid = 'bigint'::regtype ORDER BY 1")
        names = [name for (name,) in cursor.fetchall()]
        for index, name in enumerate(names, start=1):
            cursor.execute("SELECT setval(%s, greatest(%s, nextval(%s)))", [name, KEYS_FROM * index, name])


def set_ledgers_apart(players: Sequence[Player]) -> None:
    """Let the ledgers of these players' guarantees count from a number that is no other number in the database."""
    Guarantee.objects.filter(grn__in=[player.grn for player in players]).update(ledger_sequence=LEDGER_FROM)


def record(player: Player, sample: str) -> Recording:
    """Drive one movement as `drive` does and keep what it sent. RuntimeError if not everything was committed."""
    content = player.content(sample, lrn=uuid.uuid4().hex[:22], at=clock.now())
    tape = _Tape()
    with tape.running():
        movement = journey.whole(content, player.cast)
        jobs.work_off(at=clock.now())
    return Recording(sample, str(movement.mrn), movement.lrn, tape.steps, tape.made, tape.given)


def recorded(act: Callable[[], object], *, sample: str, mrn: str, lrn: str) -> Recording:
    """What `act` sends, which brings the MRN and the LRN into the world. RuntimeError as with `record`."""
    tape = _Tape()
    with tape.running():
        act()
    return Recording(sample, mrn, lrn, tape.steps, tape.made, tape.given)


class _Tape:
    """An execute wrapper that keeps everything."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.made: set[uuid.UUID] = set()
        self.given: dict[int, Place] = {}
        self.open = False
        self._met: set[uuid.UUID] = set()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Keep what is sent meanwhile. RuntimeError if not everything was committed."""
        with connection.execute_wrapper(self):
            yield
        if self.open:
            raise RuntimeError("the last transaction recorded was not committed")

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if many or isinstance(params, dict):
            raise RuntimeError(f"cannot be recorded: {sql}")
        inside = context["connection"].in_atomic_block
        if inside and not self.open:
            self.open = True
            transaction.on_commit(self._commit)
        parameters = tuple(plain(value) for value in params or ())
        self._meet(sql, parameters)
        result = execute(sql, params, many, context)
        cursor = context["cursor"].cursor
        if cursor.description is not None:
            self._keep(cursor)
        self.steps.append(Step(sql, parameters, autocommit=not inside, returns=cursor.description is not None))
        return result

    def _commit(self) -> None:
        self.open = False
        self.steps.append(Step(None))

    def _meet(self, sql: str, parameters: tuple[Any, ...]) -> None:
        """A UUID that an INSERT is the first to name was made for this movement."""
        named = set(uuids(parameters))
        if sql.startswith("INSERT"):
            self.made |= named - self._met
        self._met |= named

    def _keep(self, cursor: Any) -> None:
        rows = cursor.fetchall()
        if rows:
            cursor.scroll(0, mode="absolute")
        for line, row in enumerate(rows):
            self._met.update(value for value in row if isinstance(value, uuid.UUID))
            for column, value in enumerate(row):
                if isinstance(value, int) and value >= KEYS_FROM:
                    self.given.setdefault(value, (len(self.steps), line, column))


def plain(value: Any) -> Any:
    """A parameter as psycopg takes it, without Django's or this project's own types."""
    if isinstance(value, Jsonb | Json):
        return type(value)(json.loads(json.dumps(value.obj, default=str)))
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, str):
        return str.__str__(value) if type(value) is not str else value
    return value


def uuids(value: Any) -> Iterator[uuid.UUID]:
    """Every UUID in a parameter."""
    if isinstance(value, uuid.UUID):
        yield value
    elif isinstance(value, list | tuple):
        for part in value:
            yield from uuids(part)
