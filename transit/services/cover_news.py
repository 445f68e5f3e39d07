"""What happens to a guarantee, told to the offices of departure of the journeys it covers (spec section 9).

Guarantees know no movement: they order this as a job, and nothing is stopped on the road.
"""

from collections.abc import Sequence
from datetime import datetime

from acts.notices import services as notices
from transit.models import Movement
from transit.services import parties


def tell(*, kind: str, grn: str, state: str, references: Sequence[str], at: datetime, job: int) -> None:
    """One notice of `kind` for each of these journeys to its office of departure; `job` is the row that ordered it."""
    for row in Movement.objects.filter(mrn__in=references).order_by("mrn"):
        message = notices.Message(kind, parties.departure(row), {"grn": grn, "state": state, "mrn": row.mrn})
        notices.tell([message], subject=row.pk, reference=str(row.mrn), at=at)
