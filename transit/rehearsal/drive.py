"""Many journeys at full speed, in one or several processes: what `manage.py drive` and the benchmark run."""

import multiprocessing
import time
import uuid
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

from django.db import connection, connections

from acts.common import clock, jobs
from acts.common.models import HistoryEntry
from guarantees import selectors as guarantees
from transit import states
from transit.enums import State
from transit.models import Movement
from transit.rehearsal import company, journey, startup
from transit.rehearsal.company import Player

PRINCIPALS = 50
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Run:
    """What one worker did: when it began, its movements, how many statements it sent for them."""

    started: float
    movements: list[uuid.UUID]
    statements: int


def drive(*, movements: int, workers: int = 1) -> dict[str, Any]:
    """Drive `movements` sample declarations from lodging to discharge and wait until their guarantees are free.

    At least fifty principals; each worker has its own, so that two workers never use one truck. The clock starts when
    the cast is made and all workers are up. Raises TimeoutError if a guarantee is not free a minute after the last
    discharge.
    """
    players = company.players(count=max(PRINCIPALS, workers), at=clock.now())
    hands = company.spread(players, workers)
    shares = [len(range(part, movements, workers)) for part in range(workers)]
    runs = _run(hands, shares)
    done = [key for run in runs for key in run.movements]
    _wait_until_free(done)
    # One clock for all processes of the machine.
    seconds = time.perf_counter() - min(run.started for run in runs)
    transitions = HistoryEntry.objects.filter(subject__in=done, verb__in=list(states.TABLE)).count()
    rows = Movement.objects.filter(pk__in=done)
    return {
        "movements": len(done),
        "released": rows.filter(released_at__isnull=False).count(),
        "discharged": rows.filter(state=State.DISCHARGED).count(),
        "transitions": transitions,
        "seconds": round(seconds, 3),
        "movements_per_second": round(len(done) / seconds, 2),
        "transitions_per_second": round(transitions / seconds, 2),
        "statements_per_movement": round(sum(run.statements for run in runs) / max(len(done), 1), 1),
        "workers": workers,
    }


def _run(hands: Sequence[list[Player]], shares: Sequence[int]) -> list[Run]:
    if len(hands) == 1:
        return [play(hands[0], shares[0])]
    connections.close_all()
    context = multiprocessing.get_context("spawn")
    together = (context.Barrier(len(hands)),)
    with ProcessPoolExecutor(len(hands), mp_context=context, initializer=startup.ready, initargs=together) as pool:
        return list(pool.map(play, hands, shares))


def play(players: Sequence[Player], count: int) -> Run:
    """Drive `count` movements, the players and their samples in turn; the job of each discharge is worked at once."""
    started, sent = time.perf_counter(), 0

    def counted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal sent
        sent += 1
        return execute(sql, params, many, context)

    done = []
    with connection.execute_wrapper(counted):
        for index in range(count):
            player = players[index % len(players)]
            names = company.samples_from(player.country)
            sample = names[index // len(players) % len(names)]
            content = player.content(sample, lrn=uuid.uuid4().hex[:22], at=clock.now())
            done.append(journey.whole(content, player.cast).pk)
            jobs.work_off(at=clock.now())
    return Run(started, done, sent)


def _wait_until_free(movements: Sequence[uuid.UUID]) -> None:
    until = time.monotonic() + _PATIENCE
    references = [str(mrn) for mrn in Movement.objects.filter(pk__in=movements).values_list("mrn", flat=True)]
    while held := guarantees.held(references=references):
        if time.monotonic() > until:
            raise TimeoutError(f"guarantees still hold {held} of the journeys")
        jobs.work_off(at=clock.now())
        time.sleep(0.05)
