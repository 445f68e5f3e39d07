"""Appointments: national administrators, the central team, auditors (spec section 1)."""

from datetime import date, datetime

from django.db import transaction

from acts.common.findings import FindingClass
from acts.common.refusals import NotAllowed, RulesBroken
from offices import locks, selectors
from offices.actors import Actor, local_day
from offices.enums import AppointmentKind
from offices.models import Appointment, Country
from offices.services import periods


def may_appoint(actor: Actor) -> bool:
    """The central team, and a superuser, who sets the house up before there is one."""
    return actor.appointed(AppointmentKind.CENTRAL_TEAM) or (actor.user is not None and actor.user.is_superuser)


@transaction.atomic
def appoint(
    *,
    actor: Actor,
    user: str,
    kind: AppointmentKind,
    country: str | None = None,
    valid_from: date,
    valid_until: date | None = None,
    at: datetime,
) -> Appointment:
    """Appoint a person (by name); a national administrator for a country, the others for none.

    Refuses the actor's own person, one who belongs to a firm or holds a posting in these days, a second appointment
    of the same kind in the same days, and a start before today.
    """
    if not may_appoint(actor):
        raise NotAllowed("only the central team appoints")
    person = locks.user(user)
    if person == actor.user:
        raise NotAllowed("nobody appoints himself")
    place = _country(kind, country)
    periods.check_new(valid_from=valid_from, valid_until=valid_until, today=_today(place, at))
    if person.firm_id is not None or person.postings.meeting(valid_from, valid_until).exists():
        raise NotAllowed(
            "that person belongs to a firm or holds a posting: an appointment is without acts on movements"
        )
    if Appointment.objects.meeting(valid_from, valid_until).filter(user=person, kind=kind, country=place).exists():
        raise RulesBroken.one("R-APPOINTMENT-02", "kind", "is held in these days", kind, FindingClass.DUPLICATE)
    row = Appointment(user=person, kind=kind, country=place, valid_from=valid_from, valid_until=valid_until)
    periods.begin(row=row, verb="appoint", actor=actor, at=at)
    return row


@transaction.atomic
def end(*, actor: Actor, appointment: int, last_day: date, at: datetime) -> Appointment:
    """Set an appointment's last day; yesterday ends it at once. Nobody ends his own: somebody must be left."""
    if not may_appoint(actor):
        raise NotAllowed("only the central team ends appointments")
    row = locks.appointment(appointment)
    if row.user == actor.user:
        raise NotAllowed("nobody ends his own appointment")
    periods.end(row=row, last_day=last_day, today=_today(row.country, at), verb="end_appointment", actor=actor, at=at)
    return row


def _country(kind: AppointmentKind, code: str | None) -> Country | None:
    """The country of an appointment: needed for a national administrator, out of place for the others."""
    if kind != AppointmentKind.NATIONAL_ADMINISTRATOR:
        if code:
            text = "only a national administrator is appointed for a country"
            raise RulesBroken.one("R-APPOINTMENT-01", "country", text, code, FindingClass.NOT_ALLOWED)
        return None
    try:
        return selectors.country(code=code or "")
    except KeyError as error:
        text = "a national administrator is appointed for a member state"
        raise RulesBroken.one("R-APPOINTMENT-01", "country", text, code, FindingClass.MISSING) from error


def _today(country: Country | None, at: datetime) -> date:
    return local_day(at, country.time_zone if country is not None else "UTC")
