"""What a recording is made of. Apart from the recording: the replay's processes know no Django and import no model."""

import uuid
from dataclasses import dataclass, field
from typing import Any

KEYS_FROM = 1_000_000_000_000
"""Keys given by the database's sequences start here."""
LEDGER_FROM = 1_000_000_000
"""The ledger sequences of the players recorded start here."""
LEDGER_STEP = 100
"""How far one replay is from the next: more than the entries of all recordings that share a guarantee."""

Place = tuple[int, int, int]
"""Step, row and column of a value the database gave."""


@dataclass(frozen=True, slots=True)
class Step:
    """One statement; `autocommit` if it was sent outside a transaction. None as `sql` is a COMMIT."""

    sql: str | None
    parameters: tuple[Any, ...] = ()
    autocommit: bool = False
    returns: bool = False


@dataclass(slots=True)
class Recording:
    """One movement: its steps, the texts that name it, and where each key it was given came from."""

    sample: str
    mrn: str
    lrn: str
    steps: list[Step] = field(default_factory=list)
    made: set[uuid.UUID] = field(default_factory=set)
    given: dict[int, Place] = field(default_factory=dict)
