"""Facts that come too late for the movement's state: kept with both instants, decided by a person (spec section 5)."""

import uuid
from datetime import datetime
from typing import Any

from acts.common import history
from acts.common.refusals import RulesBroken, WrongState
from acts.notices import services as notices
from offices.actors import Actor
from transit import permissions
from transit.models import LateFact, Movement
from transit.permissions import Predicate
from transit.services import engine, parties


def keep(
    movement: Movement,
    *,
    verb: str,
    office: str,
    actor: Actor,
    allow: Predicate,
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
    with engine.act("keep_late_fact", movement=movement, actor=actor, at=at, allow=allow, savepoint=False) as step:
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
        body = {"fact": str(fact.pk), "verb": verb, "post": office, "happened_at": happened_at.isoformat()}
        step.note_for_office(**body, seen=data)
        step.tell("LATE_FACT", parties.departure(movement), **body)
    return fact


def decide(*, actor: Actor, movement: uuid.UUID, fact: uuid.UUID, decision: str, at: datetime) -> Movement:
    """What the office of departure makes of a late fact, in words; the state stays, the office that told it learns it.

    Refuses a fact that this movement does not have, and (class 92) one decided on already.
    """
    allow = permissions.departure_officer
    with engine.act("decide_late_fact", movement=movement, actor=actor, at=at, allow=allow) as step:
        kept = LateFact.objects.filter(pk=fact, movement=movement).first()
        if kept is None:
            raise RulesBroken.one("R-LATE-01", "fact", "no such late fact of this movement", fact)
        if kept.decided_at is not None:
            raise WrongState(action="decide on this late fact", state="decided", code="R-STATE-04")
        kept.decided_at, kept.decision = at, decision
        kept.save(update_fields=["decided_at", "decision"])
        step.note_for_office(fact=str(fact), text=decision)
        step.tell("LATE_FACT_DECIDED", notices.office(kept.office_id), fact=str(fact), decision=decision)
    return step.movement
