"""Reserve and release on one hot guarantee by eight processes, against the same statements by bare psycopg."""

import itertools
import multiprocessing
import uuid
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from functools import partial

from django.db import connections, transaction

from acts.common import clock, numbers
from guarantees.models import Guarantee, LedgerEntry
from guarantees.services import cover
from tests.benchmarks import client, recording, replay, report
from tests.benchmarks.score import LEDGER_FROM, Recording
from tests.factories import guarantees as factory

BAR, PROCESSES, PAIRS = 0.35, 8, 40
_APART = 10_000_000
"""Between the ledger sequences of two processes' replays: more than all their turns take."""


def bench(*, url: str) -> list[report.Line]:
    """One line: pairs of RESERVE and RELEASE a second; service and replay in turns, each on its own guarantee."""
    hot, cold = (factory.guarantee(reference_amount=Decimal(1_000_000)) for _ in range(2))
    pair(hot, new_reference())  # What a process builds once is built from here on.
    recording.set_keys_apart()
    hands = [[_record(cold, process)] * PAIRS for process in range(PROCESSES)]
    turns = itertools.count(1, PAIRS)
    with _clients() as clients:
        pairs = [(_rate(clients, hot.pk), _floor(url, hands, next(turns), cold)) for _ in range(report.ROUNDS)]
    line = report.at_least("guarantee_hot", pairs, bar=BAR, n=PROCESSES * PAIRS)
    line.show()
    return [line]


def pair(row: Guarantee, reference: str) -> None:
    """Hold a little for a journey and free it again, each in a transaction of its own."""
    factory.reserve(row, amount="100", reference=reference)
    with transaction.atomic():
        cover.release(reference=reference, at=factory.AT)


def _clients() -> ProcessPoolExecutor:
    """The processes, up once for all rounds: setting up Django costs more than a round."""
    connections.close_all()
    context = multiprocessing.get_context("spawn")
    together = (context.Barrier(PROCESSES),)
    return ProcessPoolExecutor(PROCESSES, mp_context=context, initializer=client.ready, initargs=together)


def _rate(clients: ProcessPoolExecutor, guarantee: uuid.UUID) -> float:
    spans = list(clients.map(partial(client.work, guarantee), [PAIRS] * PROCESSES))
    return PROCESSES * PAIRS / (max(ended for _, ended in spans) - min(started for started, _ in spans))


def _floor(url: str, hands: Sequence[Sequence[Recording]], first_turn: int, row: Guarantee) -> float:
    before = LedgerEntry.objects.filter(guarantee=row).count()
    rate = replay.run(url, hands, first_turn=first_turn)
    if LedgerEntry.objects.filter(guarantee=row).count() - before != 2 * PROCESSES * PAIRS:
        raise RuntimeError("the replay did not do what the service does")
    return rate


def _record(row: Guarantee, process: int) -> Recording:
    """A pair of this process: its entries count from a number that no other process comes to."""
    Guarantee.objects.filter(pk=row.pk).update(ledger_sequence=LEDGER_FROM + process * _APART)
    reference = new_reference()
    return recording.recorded(partial(pair, row, reference), sample="hot", mrn=reference, lrn=uuid.uuid4().hex)


def new_reference() -> str:
    """An MRN that no journey has."""
    return numbers.make_mrn(year=clock.now().year, country="SG", office_part="SIN001")
