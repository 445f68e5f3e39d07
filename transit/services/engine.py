"""The engine: the only place that fires a transition or an event of a movement.

One transaction: lock the movement; ask the permission (django-fsm will not); refuse a wrong state with class 92; let
the verb check and write what it is about; call the transition method; save the changed fields; write one history row,
the deadlines, the notices. Nothing leaves before commit. Any refusal on the way leaves everything as it was.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from acts.common import history, prepared
from acts.common.refusals import NotAllowed, NotFound, WrongState
from acts.notices import services as notices
from offices import proofs, register
from offices.actors import Actor
from transit import locks, states
from transit.enums import TERMINAL, StepUp
from transit.models import Movement
from transit.permissions import Predicate, own_firm
from transit.selectors import movements
from transit.services import deadlines, parties


@dataclass
class Act:
    """One act under way: the locked movement, and what the verb wants written with it."""

    verb: str
    movement: Movement
    actor: Actor
    at: datetime
    arguments: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    messages: list[notices.Message] = field(default_factory=list)
    due: list[deadlines.Due] = field(default_factory=list)

    def note(self, **facts: Any) -> None:
        """Facts for the history row that everyone who may read the history may see."""
        self.data.update(facts)

    def note_for_office(self, **facts: Any) -> None:
        """Facts for the history row that only officers may see."""
        self.data["office"] = {**self.data.get("office", {}), **facts}

    def tell(self, kind: str, *to: str, **body: Any) -> None:
        """Send a message to each addressee, once, when the act is committed."""
        self.messages += [notices.Message(kind, address, body) for address in dict.fromkeys(to)]

    def tell_principal(self, kind: str, **body: Any) -> None:
        """Send a message to the principal and, where there is one, its representative."""
        self.tell(kind, *parties.principal_side(self.movement), **body)


@contextmanager
def act(
    verb: str,
    *,
    movement: uuid.UUID | Movement,
    actor: Actor,
    at: datetime,
    allow: Predicate,
    savepoint: bool = True,
) -> Iterator[Act]:
    """Do `verb` on a movement; the body of the `with` is what the verb itself checks and writes.

    `movement` is an id, or the row already locked by an act of this transaction (a transition that follows from
    another). Refuses: NotFound and NotAllowed by `allow`, WrongState (class 92) and StepUpNeeded by the table.
    """
    with transaction.atomic(savepoint=savepoint), register.held():
        row = locks.movement(movement) if isinstance(movement, uuid.UUID) else movement
        refuse_stranger(verb, row, actor, allow)
        refuse_wrong_state(verb, row)
        refuse_unproven(verb, actor, at=at)
        step = Act(verb, row, actor, at)
        before = _columns(row)
        yield step
        if verb in states.TABLE:
            getattr(row, verb)(**step.arguments)
        _close(step, before)


def refuse_stranger(verb: str, row: Movement, actor: Actor, allow: Predicate) -> None:
    """NotAllowed for who may know of the movement but not do this to it, NotFound for everyone else."""
    if allow(actor, row):
        return
    if movements.visible(actor).filter(pk=row.pk).exists():
        raise denied(verb, row, actor, allow)
    raise NotFound("no such movement")


def denied(verb: str, row: Movement, actor: Actor, allow: Predicate) -> NotAllowed:
    """The refusal for who may know of the movement: whom `allow` lets, by role and office, and as what one asked."""
    whom = " or ".join(dict.fromkeys(filter(None, allow.who(row)))) or "the system alone"
    text = f"'{verb.replace('_', ' ')}' on this movement is for {whom}"
    if actor.posting is not None:
        text += f"; you act at {actor.posting.office_id} as {', '.join(actor.posting.roles)}"
        if own_firm(actor, row):
            text += ", and no officer acts on a movement of the own firm"
    return NotAllowed(text)


def refuse_wrong_state(verb: str, row: Movement) -> None:
    """Class 92 unless the table lets `verb` start from the movement's state."""
    if row.state not in states.row_of(verb).sources:
        raise WrongState(action=verb, state=row.state)


def refuse_unproven(verb: str, actor: Actor, *, at: datetime, clean: bool = False) -> None:
    """StepUpNeeded where the table asks for a fresh proof; `clean`: the verb is about to end the operation cleanly."""
    asked = {StepUp.ALWAYS, StepUp.CLEAN} if clean else {StepUp.ALWAYS}
    if states.row_of(verb).step_up in asked:
        proofs.refuse_unproven(actor, verb=verb, at=at)


def begin(row: Movement, *, actor: Actor, at: datetime, verb: str = "create", **facts: Any) -> Act:
    """Write the first history row of a movement just built and insert it."""
    step = Act(verb, row, actor, at, data=facts)
    head = _history(step, before="", after=row.state)
    row.version, row.history_hash = head.sequence, head.hash
    row.save(force_insert=True)
    return step


def _columns(row: Movement) -> dict[str, Any]:
    return {column.attname: getattr(row, column.attname) for column in row._meta.concrete_fields}


def _close(step: Act, before: dict[str, Any]) -> None:
    row = step.movement
    moved = row.state != before["state"]
    if moved and row.state in TERMINAL:
        row.ended_at = step.at
    row.changed_at = step.at
    head = _history(step, before=before["state"], after=row.state)
    row.version, row.history_hash = head.sequence, head.hash
    changed = [name for name, value in _columns(row).items() if value != before[name]]
    prepared.update(row, changed, was={"state": before["state"]})
    if moved:
        deadlines.close_passed(row, at=step.at)
    deadlines.write(step.due)
    notices.tell(step.messages, subject=row.pk, reference=row.mrn or row.lrn, at=step.at)


def _history(step: Act, *, before: str, after: str) -> history.Head:
    row = step.movement
    return history.append(
        subject=row.pk,
        head=history.Head(row.version, row.history_hash),
        at=step.at,
        verb=step.verb,
        actor=step.actor.name,
        posting=step.actor.posting_name,
        address=step.actor.address,
        before=before,
        after=after,
        data=step.data,
    )
