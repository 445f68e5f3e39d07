"""One JSON line for each benchmark."""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Line:
    """What was measured against its floor: `ratio` is value to floor, `n` the size of a run."""

    bench: str
    value: float
    floor: float | None
    ratio: float
    bar: float
    ok: bool
    n: int

    def show(self) -> None:
        """Print it at once: a bench that comes later may take minutes."""
        rounded: dict[str, Any] = {
            name: round(value, 4) if isinstance(value, float) else value for name, value in asdict(self).items()
        }
        print(json.dumps(rounded), flush=True)


def at_least(bench: str, pairs: list[tuple[float, float]], *, bar: float, n: int) -> Line:
    """The median of the ratios of (value, floor) measured side by side, which may not fall below `bar`."""
    value, floor, ratio = _medians(pairs)
    return Line(bench, value, floor, ratio, bar, ratio >= bar, n)


def at_most(bench: str, pairs: list[tuple[float, float]], *, bar: float, n: int) -> Line:
    """The same where `bar` may not be passed."""
    value, floor, ratio = _medians(pairs)
    return Line(bench, value, floor, ratio, bar, ratio <= bar, n)


def bounded(bench: str, value: float, *, bar: float, n: int) -> Line:
    """A figure without a floor; the ratio says how much of the bar is used."""
    return Line(bench, value, None, value / bar, bar, value <= bar, n)


def seconds(work: Callable[[], object], times: int) -> float:
    """A call's time. In turns with the floor's: what else the machine does meets both."""
    started = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - started) / times


def _medians(pairs: list[tuple[float, float]]) -> tuple[float, float, float]:
    return (
        median(value for value, _ in pairs),
        median(floor for _, floor in pairs),
        median(value / floor for value, floor in pairs),
    )
