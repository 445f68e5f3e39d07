"""Postings of officers: assigned and ended by a supervisor of the office (spec section 1)."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from acts.common.findings import FindingClass
from acts.common.refusals import NotAllowed, NotFound, RulesBroken
from offices import locks, selectors
from offices.actors import Actor, local_day
from offices.enums import AppointmentKind, OfficeRole, OfficerRole
from offices.models import Office, Posting, User
from offices.services import periods

# Which of an office's roles an officer's role needs; one is enough. A supervisor fits everywhere.
NEEDS = {
    OfficerRole.DEPARTURE: {OfficeRole.DEPARTURE},
    OfficerRole.TRANSIT: {OfficeRole.TRANSIT},
    OfficerRole.DESTINATION: {OfficeRole.DESTINATION},
    OfficerRole.GUARANTEE: {OfficeRole.GUARANTEE},
    OfficerRole.ENQUIRY: {OfficeRole.DEPARTURE, OfficeRole.GUARANTEE},
    OfficerRole.RECOVERY: {OfficeRole.DEPARTURE, OfficeRole.GUARANTEE},
    OfficerRole.SUPERVISOR: set(OfficeRole),
}


def may_assign_somewhere(actor: Actor) -> bool:
    """Whether the actor posts officers at any office at all."""
    supervises = any(OfficerRole.SUPERVISOR.value in row.roles for row in actor.postings)
    return supervises or actor.appointed(AppointmentKind.NATIONAL_ADMINISTRATOR)


@transaction.atomic
def assign(
    *,
    actor: Actor,
    user: str,
    office: str,
    roles: Iterable[OfficerRole],
    valid_from: date,
    valid_until: date | None = None,
    at: datetime,
) -> Posting:
    """Post a user (by name) at an office (by code).

    Done by a supervisor of that office; an office without one gets its first supervisor, and only that, from the
    national administrator of its country. Refuses the actor's own person, roles the office does not have, a second
    posting of the same person there in the same days, and a start before today.
    """
    wanted = frozenset(OfficerRole(role) for role in roles)
    place = selectors.offices_by_code(codes=[office]).get(office)
    if place is None:
        raise NotFound(f"no office {office}")
    today = local_day(at, place.country.time_zone)
    _check_may_assign(actor, place, wanted, today)
    person = locks.user(user)
    if person == actor.user:
        raise NotAllowed("nobody posts himself")
    _check_roles(place, wanted)
    periods.check_new(valid_from=valid_from, valid_until=valid_until, today=today)
    _check_not_posted(person, place, valid_from, valid_until)
    if person.appointments.meeting(valid_from, valid_until).exists():
        raise NotAllowed("that person is appointed in these days, and the appointed do no act on movements")
    row = Posting(
        user=person,
        office=place,
        roles=sorted(role.value for role in wanted),
        valid_from=valid_from,
        valid_until=valid_until,
    )
    periods.begin(row=row, verb="assign_posting", actor=actor, at=at)
    return row


@transaction.atomic
def end(*, actor: Actor, posting: uuid.UUID, last_day: date, at: datetime, reason: str = "") -> Posting:
    """Set a posting's last day; yesterday ends it at once.

    Done by a supervisor of the same office or the national administrator of its country.
    """
    row = locks.posting(posting)
    if not (_supervises(actor, row.office) or _administers(actor, row.office)):
        raise NotAllowed("only a supervisor of the office or the national administrator ends its postings")
    today = local_day(at, row.office.country.time_zone)
    periods.end(row=row, last_day=last_day, today=today, verb="end_posting", actor=actor, at=at, reason=reason)
    return row


def _supervises(actor: Actor, office: Office) -> bool:
    return actor.officer(OfficerRole.SUPERVISOR, office.pk)


def _administers(actor: Actor, office: Office) -> bool:
    return actor.appointed(AppointmentKind.NATIONAL_ADMINISTRATOR, office.country_id)


def _check_may_assign(actor: Actor, office: Office, roles: frozenset[OfficerRole], today: date) -> None:
    if _supervises(actor, office):
        return
    if not _administers(actor, office):
        raise NotAllowed("only a supervisor of the office posts officers there")
    if roles != {OfficerRole.SUPERVISOR}:
        raise NotAllowed("the national administrator names supervisors, who post the officers")
    live = Posting.objects.on(today).filter(office=office).values_list("roles", flat=True)
    if any(OfficerRole.SUPERVISOR.value in held for held in live):
        raise NotAllowed("the office has a supervisor, who names the next")


def _check_roles(office: Office, roles: frozenset[OfficerRole]) -> None:
    if not roles:
        raise RulesBroken.one("R-POSTING-01", "roles", "a posting needs a role", finding_class=FindingClass.MISSING)
    unfit = [role for role in sorted(roles) if not any(office.has_role(needed) for needed in NEEDS[role])]
    if unfit:
        raise RulesBroken.one("R-POSTING-02", "roles", f"{office.pk} is no office for {', '.join(unfit)}", unfit)


def _check_not_posted(user: User, office: Office, valid_from: date, valid_until: date | None) -> None:
    if Posting.objects.meeting(valid_from, valid_until).filter(user=user, office=office).exists():
        raise RulesBroken.one(
            "R-POSTING-03", "user", "is posted there in these days", user.username, FindingClass.DUPLICATE
        )
