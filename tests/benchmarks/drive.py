"""`drive` on PostgreSQL against its own SQL replayed by bare psycopg."""

import itertools
from collections.abc import Iterator

from acts.common import clock
from acts.common.models import Job
from tests.benchmarks import recording, replay, report
from tests.benchmarks.score import Recording
from transit import samples
from transit.enums import State
from transit.models import Movement
from transit.rehearsal import company, drive

BARS = {1: 0.30, 4: 0.20}
MOVEMENTS = {1: 30, 4: 60}


def bench(*, url: str) -> list[report.Line]:
    """One line for each number of workers; drive and replay take turns on one database, so both see it grow."""
    drive.drive(movements=len(samples.names()))  # Caches and connections are warm from here on.
    recording.set_keys_apart()
    books = _record(processes=max(BARS))
    turns = itertools.count(1, max(MOVEMENTS.values()))
    return [_compare(url, books[:workers], turns, bar) for workers, bar in BARS.items()]


Book = dict[str, Recording]
"""One recording of each sample, by its name."""


def _compare(url: str, books: list[Book], turns: Iterator[int], bar: float) -> report.Line:
    workers = len(books)
    movements = MOVEMENTS[workers]
    hands = [[book[name] for name in names] for book, names in zip(books, _shares(workers, movements), strict=True)]
    pairs = []
    for _ in range(report.ROUNDS):
        value = drive.drive(movements=movements, workers=workers)["movements_per_second"]
        before = _discharged()
        floor = replay.run(url, hands, first_turn=next(turns))
        if _discharged() - before != movements:
            raise RuntimeError("the replay did not do what the drive does")
        # What a replay left to another's process must not become the next drive's work.
        Job.objects.filter(done_at=None).update(done_at=clock.now())
        pairs.append((value, floor))
    line = report.at_least(f"drive_{workers}", pairs, bar=bar, n=movements)
    line.show()
    return line


def _discharged() -> int:
    return Movement.objects.filter(state=State.DISCHARGED).count()


def _record(*, processes: int) -> list[Book]:
    """A book for each process, by principals that no other process and no drive uses: each has its own guarantees."""
    countries = _countries()
    players = company.players(count=processes * len(countries), at=clock.now())
    recording.set_ledgers_apart(players)
    own = [players[part * len(countries) : (part + 1) * len(countries)] for part in range(processes)]
    return [
        {name: recording.record(player, name) for player in part for name in company.samples_from(player.country)}
        for part in own
    ]


def _countries() -> list[str]:
    at = clock.now()
    return sorted({samples.load(name, at=at)["office_of_departure"][:2] for name in samples.names()})


def _shares(workers: int, movements: int) -> list[list[str]]:
    """Which samples each worker of `drive` takes, in its order."""
    principals = list(itertools.islice(itertools.cycle(_countries()), drive.PRINCIPALS))
    shares = []
    for part in range(workers):
        mine = principals[part::workers]
        own = [company.samples_from(country) for country in mine]
        count = len(range(part, movements, workers))
        shares.append([own[index % len(own)][index // len(own) % len(own[index % len(own)])] for index in range(count)])
    return shares
