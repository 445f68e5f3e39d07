"""One of the clients of a hot guarantee. Apart from the bench: no model may be imported before Django is set up."""

import time
import uuid
from multiprocessing.synchronize import Barrier

from transit.rehearsal import startup

_PATIENCE = 120.0
_together: Barrier


def ready(together: Barrier) -> None:
    """Set up Django and connect once all are there; they start each round together too."""
    global _together
    _together = together
    startup.ready(together)


def work(guarantee: uuid.UUID, count: int) -> tuple[float, float]:
    """So many pairs; when they started and ended, by the clock that all processes of the machine share."""
    from guarantees.models import Guarantee
    from tests.benchmarks import hot

    row = Guarantee.objects.select_related("principal").get(pk=guarantee)
    references = [hot.new_reference() for _ in range(count)]
    _together.wait(_PATIENCE)
    started = time.perf_counter()
    for reference in references:
        hot.pair(row, reference)
    return started, time.perf_counter()
