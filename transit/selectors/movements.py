"""Which movements an actor may know of, and one of them in full (spec section 1)."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from acts.common.refusals import NotFound
from offices import audit, register
from offices.actors import Actor
from offices.enums import AppointmentKind
from transit import permissions
from transit.enums import TERMINAL, PassageState, State
from transit.models import Consignment, Declaration, Movement, Passage
from transit.selectors import parts

_RELEASED = Q(released_at__isnull=False)


def visible(actor: Actor) -> QuerySet[Movement]:
    """The movements the actor may know of; the rest do not exist for it (404).

    Principal and representative: their own. Consignee and carrier: once released. The office of departure: from
    lodging on; offices of transit and destination: once released. Auditors: all.
    """
    movements: QuerySet[Movement] = Movement.objects.select_related(
        "principal", "office_of_departure", "office_of_destination"
    )
    if actor.is_system or actor.appointed(AppointmentKind.AUDITOR):
        return movements
    wanted: Any = Q(pk__in=[])
    offices = {posting.office_id for posting in actor.postings}
    if offices:
        wanted |= Q(office_of_departure__in=offices) & ~Q(state=State.DRAFT)
        wanted |= _RELEASED & Q(office_of_destination__in=offices)
        wanted |= _RELEASED & Exists(Passage.objects.filter(movement=OuterRef("pk"), office__in=offices))
    if actor.firm_id is not None and actor.duties:
        wanted |= Q(principal=actor.firm_id) | Q(representative=actor.firm_id, principal__in=actor.represented)
        wanted |= _RELEASED & Exists(
            Consignment.objects.filter(declaration=OuterRef("pk"), consignee_firm=actor.firm_id)
        )
        carried = Declaration.objects.filter(carrier_number=actor.firm_number)
        wanted |= _RELEASED & Q(pk__in=carried.values("movement"))
    return movements.filter(wanted)


def of_own_firm(actor: Actor) -> QuerySet[Movement]:
    """The movements on which the actor is never an officer: `permissions.own_firm` as a query."""
    movements: QuerySet[Movement] = Movement.objects.all()
    if actor.firm_id is None:
        return movements.none()
    ours = Q(principal=actor.firm_id) | Q(representative=actor.firm_id)
    return movements.filter(ours | Q(pk__in=permissions.naming(actor).values("movement")))


def for_officers(actor: Actor) -> QuerySet[Movement]:
    """Of what the actor may know, the movements it may look at as customs do: an auditor all, else none of a firm of
    one's own, whose people read them as that firm.
    """
    rows = visible(actor)
    if actor.firm_id is None or actor.appointed(AppointmentKind.AUDITOR):
        return rows
    return rows.exclude(pk__in=of_own_firm(actor).values("pk"))


# As `Movement.route`, where a verb finds its own; the type keeps mypy from taking it for a second definition.
_ROUTE: "Prefetch[str, QuerySet[Passage], str]" = Prefetch(
    "passages", Passage.objects.select_related("office"), to_attr="route"
)


def held_at(movements: Iterable[Movement]) -> dict[uuid.UUID, str]:
    """The name of the office that holds the goods, of those movements that are held and not over: one query."""
    held = Passage.objects.filter(movement__in=[row.pk for row in movements if row.state not in TERMINAL])
    held = held.filter(state=PassageState.HELD)
    return dict(held.values_list("movement", "office__name"))


def detail(actor: Actor, movement: uuid.UUID, *, at: datetime) -> Movement:
    """One movement with what its page shows, in a constant number of queries; else as `known`."""
    rows = visible(actor).select_related("representative", "arrival", "cover")
    rows = rows.prefetch_related(_ROUTE, "controls", "risk_hits", "late_facts")
    return _read(rows, actor, movement, at)


def standing(actor: Actor, movement: uuid.UUID, *, at: datetime) -> Movement:
    """One movement as it stands, for a page: declaration, cover, route and arrival with their offices; else as `known`.

    Two statements beside the register; what the page lists below it comes from `selectors.parts`. The lines of the
    cover (one for each item and country) are left where they are.
    """
    related = ("principal", "representative", "declaration", "arrival", "cover")
    rows = visible(actor).select_related(None).select_related(*related).defer("cover__lines", "cover__totals")
    row = _read(rows, actor, movement, at)
    offices = register.current().offices
    row.office_of_departure = offices.get(row.office_of_departure_id or "")
    row.office_of_destination = offices.get(row.office_of_destination_id or "")
    for passage in row.route:
        passage.office = offices[passage.office_id]
    return row


def known(actor: Actor, movement: uuid.UUID, *, at: datetime) -> Movement:
    """One movement alone; NotFound if not visible.

    An auditor's look is itself recorded (spec section 17: reading of a foreign movement).
    """
    return _read(visible(actor), actor, movement, at)


def has_stayed(actor: Actor, movement: uuid.UUID, *, version: str) -> bool:
    """Whether nothing has happened since the version that a page was drawn from; no look at the movement itself."""
    now = visible(actor).filter(pk=movement).values_list("version", flat=True).first()
    return now is not None and version == str(now)


def _read(rows: QuerySet[Movement], actor: Actor, movement: uuid.UUID, at: datetime) -> Movement:
    row = rows.filter(pk=movement).first()
    if row is None:
        raise NotFound("no such movement")
    if actor.appointed(AppointmentKind.AUDITOR):
        audit.write(subject=uuid.uuid5(row.pk, "readings"), verb="read", actor=actor.name, at=at, address=actor.address)
    return row


def history_of(actor: Actor, movement: Movement) -> list[dict[str, Any]]:
    """The movement's history, oldest first; notes for offices only are left out for everyone else.

    Carrier and consignee do not read either why a guarantee was refused: it is the business of the principal's side
    and of customs. An officer who belongs to a firm of the movement reads it as that firm does (spec section 1).
    """
    officer = permissions.is_officer_of(actor, movement)
    hidden = set() if officer else {"office"}
    if not (officer or permissions.acts_for_principal(actor, movement)):
        hidden.add("reasons")
    return [
        {
            "sequence": entry.sequence,
            "at": entry.at,
            "verb": entry.verb,
            "actor": entry.actor if officer or not entry.posting else entry.posting,
            "posting": entry.posting,
            "before": entry.before,
            "after": entry.after,
            "data": {name: value for name, value in entry.data.items() if name not in hidden},
        }
        for entry in parts.history(movement.pk)
    ]
