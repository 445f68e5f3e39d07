"""Facts that come too late for the movement's state: kept with both instants, decided by a person (spec section 5)."""

from datetime import datetime
from typing import Any

from acts.common import history
from acts.common.refusals import WrongState
from acts.notices import services as notices
from offices.actors import Actor
from transit.models import LateFact, Movement
from transit.services import parties


def keep(
    movement: Movement,
    *,
    verb: str,
    office: str,
    actor: Actor,
    happened_at: datetime,
    at: datetime,
    data: dict[str, Any],
) -> LateFact:
    """Keep what truly happened; the state stays and the office of departure gets a task. Same fact twice: once.

    Refuses (class 92) a movement that was never released: nothing can have happened to it on the road.
    """
    if movement.released_at is None:
        raise WrongState(action=verb, state=movement.state)
    known = LateFact.objects.filter(movement=movement, verb=verb, office=office, happened_at=happened_at).first()
    if known is not None:
        return known
    fact = LateFact.objects.create(
        movement=movement,
        verb=verb,
        office_id=office,
        happened_at=happened_at,
        recorded_at=at,
        recorded_by=actor.name,
        state=movement.state,
        data=history.plain(data),
    )
    body = {"fact": str(fact.pk), "verb": verb, "office": office, "happened_at": happened_at.isoformat()}
    message = notices.Message("LATE_FACT", parties.departure(movement), body)
    notices.tell([message], subject=movement.pk, reference=movement.mrn or movement.lrn, at=at)
    return fact
