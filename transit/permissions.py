"""Who may do what to a movement: predicates of actor and movement (spec sections 1 and 5).

Who may *know* of a movement is a query: `selectors.movements.visible`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import product

from django.db.models import Q, QuerySet

from offices import selectors as offices
from offices.actors import Actor, local_day
from offices.enums import AppointmentKind, AttRightKind, EmployeeRole, FirmKind, OfficerRole
from offices.models import AttRight, Premises
from transit.models import Declaration, Movement

Test = Callable[[Actor, Movement], bool]
Naming = Callable[[Movement], tuple[str, ...]]


def _nobody(movement: Movement) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Predicate:
    """A yes or no about actor and movement; joined with `|` and `&`.

    `who` names those whom it lets, role and office or firm: the one refused learns whom to ask.
    """

    test: Test
    who: Naming = _nobody

    def __call__(self, actor: Actor, movement: Movement) -> bool:
        return self.test(actor, movement)

    def __or__(self, other: "Predicate") -> "Predicate":
        return Predicate(
            lambda actor, movement: self(actor, movement) or other(actor, movement),
            lambda movement: (*self.who(movement), *other.who(movement)),
        )

    def __and__(self, other: "Predicate") -> "Predicate":
        return Predicate(
            lambda actor, movement: self(actor, movement) and other(actor, movement),
            lambda movement: tuple(
                ", ".join(filter(None, pair))
                for pair in product(self.who(movement) or ("",), other.who(movement) or ("",))
            ),
        )


def writes_declarations(actor: Actor) -> bool:
    """Whether the actor prepares or lodges declarations for a firm that may have any."""
    firm = actor.user.firm if actor.user is not None else None
    duty = actor.may(EmployeeRole.PREPARE) or actor.may(EmployeeRole.LODGE)
    return duty and firm is not None and firm.moves_goods


def follows_movements(actor: Actor) -> bool:
    """Whether movements are any of the actor's business: not those of a bank's people, nor of who only administers."""
    firm = actor.user.firm if actor.user is not None else None
    if actor.postings or actor.appointed(AppointmentKind.AUDITOR):
        return True
    if firm is None:
        return not actor.enters_admin
    return not actor.appointments and firm.kind != FirmKind.BANK


def own_firm(actor: Actor, movement: Movement) -> bool:
    """Whether the actor belongs to a firm of the movement: then never as officer (spec section 1).

    Principal and representative, carrier, consignors and consignees that are registered.
    """
    if actor.firm_id is None:
        return False
    if actor.firm_id in (movement.principal_id, movement.representative_id):
        return True
    return naming(actor).filter(movement=movement.pk).exists()


def naming(actor: Actor) -> QuerySet[Declaration]:
    """The declarations that name the actor's firm as carrier, consignor or consignee."""
    theirs = Q(carrier_number=actor.firm_number) | Q(consignments__consignee_firm=actor.firm_id)
    theirs |= Q(consignments__consignor__registration_number=actor.firm_number)
    return Declaration.objects.filter(theirs)


def acts_for_principal(actor: Actor, movement: Movement) -> bool:
    """The principal's own people, or people of the movement's representative while the mandate holds."""
    if actor.firm_id == movement.principal_id:
        return True
    return movement.representative_id == actor.firm_id and movement.principal_id in actor.represented


def sees_goods(actor: Actor, movement: Movement) -> bool:
    """Whether the actor, who knows of `movement`, may see its goods, values and amounts.

    The principal's side and customs on the route; never carrier or consignee, who know of the movement only.
    """
    if actor.is_system or actor.appointed(AppointmentKind.AUDITOR) or _posted_on_route(actor, movement):
        return True
    return acts_for_principal(actor, movement)


def is_officer_of(actor: Actor, movement: Movement) -> bool:
    """Whether what only customs sees of this movement may be shown: risk hits, alarms, late facts, proposals.

    Officers posted on its route who belong to no firm of it, and auditors.
    """
    if actor.appointed(AppointmentKind.AUDITOR):
        return True
    return _posted_on_route(actor, movement) and not own_firm(actor, movement)


def _posted_on_route(actor: Actor, movement: Movement) -> bool:
    posts = {posting.office_id for posting in actor.postings}
    if not posts:
        return False
    ends = (movement.office_of_departure_id, movement.office_of_destination_id)
    return bool(posts.intersection(ends)) or any(passage.office_id in posts for passage in movement.route)


def _employee(duty: EmployeeRole) -> Predicate:
    return Predicate(
        lambda actor, movement: actor.may(duty) and acts_for_principal(actor, movement),
        lambda movement: (f"an employee of {_firms(movement)} who may {duty}",),
    )


def _firms(movement: Movement) -> str:
    """The principal and, where there is one, the representative by number."""
    firms = (movement.principal, movement.representative)
    return " or ".join(firm.number for firm in firms if firm is not None)


def _officer(role: OfficerRole, office: Callable[[Movement], str | None]) -> Predicate:
    return Predicate(
        lambda actor, movement: actor.officer(role, office(movement)) and not own_firm(actor, movement),
        lambda movement: (f"an officer posted as {role} at {office(movement)}",),
    )


system = Predicate(lambda actor, movement: actor.is_system)
principal_prepares = _employee(EmployeeRole.PREPARE) | _employee(EmployeeRole.LODGE)
principal_lodges = _employee(EmployeeRole.LODGE)
departure_officer = _officer(OfficerRole.DEPARTURE, lambda movement: movement.office_of_departure_id)
destination_officer = _officer(OfficerRole.DESTINATION, lambda movement: movement.office_of_destination_id)
no_control_ordered = Predicate(
    lambda actor, movement: not movement.control_ordered, lambda movement: ("before any control was ordered",)
)
departure_supervisor = _officer(OfficerRole.SUPERVISOR, lambda movement: movement.office_of_departure_id)


def transit_officer(office: str) -> Predicate:
    """The officer of transit acting at `office`, which lies on the movement's route."""
    on_route = Predicate(lambda actor, movement: any(passage.office_id == office for passage in movement.route))
    return _officer(OfficerRole.TRANSIT, lambda movement: office) & on_route


def premises_of(movement: Movement) -> str:
    """The premises the goods go to by name; nothing where it is the office itself, which is nobody's premises."""
    named = movement.declaration.destination_premises
    return "" if named == movement.office_of_destination_id else named


def authorised_trader(*rights: AttRightKind, at: datetime) -> Predicate:
    """People who lodge for the ATT whose approved premises are the destination, while it holds all `rights` there."""

    def test(actor: Actor, movement: Movement) -> bool:
        named = premises_of(movement)
        if not named or actor.firm_id is None or not actor.may(EmployeeRole.LODGE):
            return False
        office = offices.office(code=str(movement.office_of_destination_id))
        day = local_day(at, office.country.time_zone)
        premises = Premises.objects.on(day).filter(firm=actor.firm_id, office=office, code=named)
        held = AttRight.objects.on(day).filter(firm=actor.firm_id, country=office.country_id, kind__in=rights)
        return premises.exists() and set(held.values_list("kind", flat=True)) == set(rights)

    def who(movement: Movement) -> tuple[str, ...]:
        premises = premises_of(movement) or "none named here"
        return (f"an employee who may LODGE of the authorised trader at the destination premises ({premises})",)

    return Predicate(test, who)
