"""The history chains of all subjects, and whether each movement's chain ends where the movement says (spec 17)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, Subquery

from acts.common import history
from acts.common.models import HistoryEntry
from transit.models import Movement


@dataclass(slots=True)
class Tally:
    """How much was looked at, filled while it is."""

    entries: int = 0
    chains: int = 0
    _last: UUID | None = None

    def over(self, entries: Iterable[HistoryEntry]) -> Iterator[HistoryEntry]:
        """The same entries, ordered by subject, counted as they pass."""
        for entry in entries:
            self.entries += 1
            self.chains += entry.subject != self._last
            self._last = entry.subject
            yield entry


def faults(tally: Tally | None = None) -> Iterator[str]:
    """What is wrong with any chain; nothing yielded means they hold. Memory stays small however long they are."""
    entries = HistoryEntry.objects.order_by("subject", "sequence")
    yield from history.faults((tally or Tally()).over(entries.iterator(chunk_size=2000)))
    yield from _ends()


def _ends() -> Iterator[str]:
    """Movements whose own head differs from their chain's end: an entry cut off, or a movement set back."""
    last = HistoryEntry.objects.filter(subject=OuterRef("pk")).order_by("-sequence")
    movements = Movement.objects.annotate(
        last_sequence=Subquery(last.values("sequence")[:1]), last_hash=Subquery(last.values("hash")[:1])
    ).values_list("pk", "version", "history_hash", "last_sequence", "last_hash")
    for key, version, head, sequence, end in movements.iterator(chunk_size=2000):
        if (version, head) != (sequence or 0, end or ""):
            yield f"{key}: the movement counts {version} entries, its chain ends with {sequence or 0}"
