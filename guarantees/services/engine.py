"""The only place that fires a guarantee's transition and writes its history."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django_fsm import TransitionNotAllowed

from acts.common import history, jobs
from acts.common.refusals import WrongState
from acts.notices import services as notices
from acts.notices.enums import EventKind
from guarantees.models import Guarantee
from guarantees.services.risk_amount import plain
from offices.actors import Actor

_HEAD = ("history_sequence", "history_hash")


def fire(
    guarantee: Guarantee,
    verb: str,
    *,
    actor: Actor,
    at: datetime,
    action: str = "",
    data: dict[str, Any] | None = None,
    fields: Sequence[str] = (),
) -> None:
    """Fire `verb` on a locked guarantee: state, changed `fields`, one history row. Class 92 from a wrong state.

    `action` is what history and refusal call it, where one act of a person has several rows in the table.
    """
    before = guarantee.state
    try:
        getattr(guarantee, verb)()
    except TransitionNotAllowed as error:
        raise WrongState(action=action or verb, state=before) from error
    _append(guarantee, action or verb, actor=actor, at=at, before=before, data=data)
    guarantee.save(update_fields=["state", *_HEAD, *fields])


def note(
    guarantee: Guarantee,
    verb: str,
    *,
    actor: Actor,
    at: datetime,
    data: dict[str, Any] | None = None,
    fields: Sequence[str] = (),
) -> None:
    """An act on a locked guarantee that keeps its state: changed `fields` and one history row."""
    _append(guarantee, verb, actor=actor, at=at, before=guarantee.state, data=data)
    guarantee.save(update_fields=[*_HEAD, *fields])


def _append(
    guarantee: Guarantee, verb: str, *, actor: Actor, at: datetime, before: str, data: dict[str, Any] | None
) -> None:
    head = history.append(
        subject=guarantee.pk,
        head=history.Head(guarantee.history_sequence, guarantee.history_hash),
        at=at,
        verb=verb,
        actor=actor.name,
        posting=actor.posting_name,
        address=actor.address,
        before=before,
        after=guarantee.state,
        data=data,
    )
    guarantee.history_sequence, guarantee.history_hash = head.sequence, head.hash


def tell(
    guarantee: Guarantee,
    kind: str,
    *,
    at: datetime,
    reference: str = "",
    office: bool = False,
    body: dict[str, Any] | None = None,
) -> None:
    """Tell principal and guarantor (and the office), without any amount and without goods (spec section 16)."""
    content = {"grn": guarantee.grn or "", "state": guarantee.state, **(body or {})}
    addressees = [notices.firm(guarantee.principal.number)]
    if guarantee.guarantor is not None:
        addressees.append(notices.firm(guarantee.guarantor.firm.number))
    if office:
        addressees.append(notices.office(guarantee.office_id))
    messages = [notices.Message(kind=kind, to=to, body=content) for to in addressees]
    notices.tell(messages, subject=guarantee.pk, reference=reference or guarantee.grn or "", at=at)


def tell_departures(guarantee: Guarantee, kind: str, *, references: Sequence[str], at: datetime) -> None:
    """Order that the offices of departure of these journeys are told, by who knows the journeys: guarantees know none.

    Call behind the act: its row in the history makes the order one.
    """
    if not references:
        return
    jobs.order(
        kind="transit.cover_news",
        key=f"{kind}:{guarantee.pk}:{guarantee.history_sequence}",
        at=at,
        payload={
            "kind": kind,
            "grn": guarantee.grn or "",
            "state": guarantee.state,
            "references": list(references),
        },
    )


def publish(guarantee: Guarantee, kind: EventKind, *, at: datetime, **facts: Any) -> None:
    """An event for the own systems of principal and guarantor, if there is one, with the totals as they now are.

    `facts` are further ones of `notices.FACTS`: amounts yes, goods never (spec sections 1 and 16).
    """
    firms = [guarantee.principal.number]
    if guarantee.guarantor is not None:
        firms.append(guarantee.guarantor.firm.number)
    body = {
        "guarantee": guarantee.pk,
        "grn": guarantee.grn or "",
        "bank_reference": guarantee.bank_reference,
        "state": guarantee.state,
        "currency": guarantee.currency,
        "reference_amount": plain(guarantee.reference_amount),
        "reserved": plain(guarantee.reserved),
        "paid": plain(guarantee.paid),
        "available": plain(guarantee.available),
    }
    notices.publish(kind, firms=firms, body=body | facts, at=at)
