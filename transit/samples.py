"""The sample declarations of `fixtures/declarations/`, ready for any instant; for demo, drive, tests, benchmarks.

The files are in the API's JSON and can be posted as they are.
"""

import json
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "declarations"
HEAD_START = timedelta(hours=2)
"""From the given instant to the first office on the way."""

Content = dict[str, Any]


def names() -> list[str]:
    """The samples' names, which are their files'."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


def load(name: str, *, at: datetime, **overrides: Any) -> Content:
    """One sample with all instants moved together: the first office is reached two hours after `at`.

    `overrides` replace top-level fields. Each call gives a new dict. Raises FileNotFoundError for an unknown name.
    """
    content: Content = json.loads(_file(name))
    first = min(_instant(stop["expected_at"]) for stop in content["offices_of_transit"])
    shift = at.astimezone(UTC).replace(second=0, microsecond=0) + HEAD_START - first
    for stop in content["offices_of_transit"]:
        stop["expected_at"] = _text(_instant(stop["expected_at"]) + shift)
    content["expected_arrival_at"] = _text(_instant(content["expected_arrival_at"]) + shift)
    return content | overrides


def large(*, items: int = 1999, at: datetime, name: str = "singapore-bangkok", **overrides: Any) -> Content:
    """A sample with its first consignment's goods repeated to `items` lines (at most 1,999 are lawful)."""
    content = load(name, at=at, **overrides)
    first = content["consignments"][0]
    goods = [_line(number, kind) for number, kind in enumerate(islice(cycle(first["items"]), items), start=1)]
    content["consignments"] = [first | {"items": goods, "gross_mass": str(12 * items)}]
    return content


def _line(number: int, kind: Content) -> Content:
    """One small carton of goods of a kind."""
    return kind | {
        "number": number,
        "gross_mass": "12",
        "net_mass": f"{10 + number % 7 / 4}",
        "packages": [{"kind": "CT", "count": 1, "marks": f"LOT {number}"}],
        "value": kind["value"] | {"amount": str(100 + number)},
    }


@cache
def _file(name: str) -> str:
    return (FOLDER / f"{name}.json").read_text("utf-8")


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _text(instant: datetime) -> str:
    return instant.isoformat().replace("+00:00", "Z")
