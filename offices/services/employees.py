"""A firm's own people: who works for it and what they may do (spec section 1). Done by an employee who administers."""

from datetime import date, datetime

from django.db import transaction

from acts.common.findings import FindingClass
from acts.common.refusals import NotAllowed, RulesBroken
from offices import audit, locks
from offices.actors import Actor, local_day
from offices.enums import EmployeeRole, FirmStatus
from offices.models import EmployeeDuty, Firm, User
from offices.services import periods


@transaction.atomic
def join(*, actor: Actor, user: str, at: datetime) -> User:
    """Take a person into the actor's firm, without any duty yet.

    Refused for one who belongs to a firm, is posted as an officer or appointed, now or later.
    """
    firm = _own_firm(actor)
    person = locks.user(user)
    today = local_day(at, firm.country.time_zone)
    if (
        person.firm_id is not None
        or person.postings.meeting(today, None).exists()
        or person.appointments.meeting(today, None).exists()
    ):
        raise NotAllowed("that person belongs to a firm or to customs")
    move(person=person, firm=firm, verb="join_firm", actor=actor, at=at)
    return person


def move(*, person: User, firm: Firm | None, verb: str, actor: Actor, at: datetime) -> None:
    """Change the firm of a person and write it into the person's history; whether it may be, the caller has asked."""
    before = audit.values(person)
    person.firm = firm
    person.save(update_fields=["firm"])
    audit.record(row=person, verb=verb, actor=actor.name, address=actor.address, at=at, before=before)


@transaction.atomic
def grant(
    *, actor: Actor, user: str, role: EmployeeRole, valid_from: date, valid_until: date | None = None, at: datetime
) -> EmployeeDuty:
    """Give a colleague a duty for a period; refused if he has it in some of these days."""
    firm = _own_firm(actor)
    person = locks.user(user)
    if person.firm_id != firm.pk:
        raise NotAllowed("that person does not work for your firm")
    periods.check_new(valid_from=valid_from, valid_until=valid_until, today=local_day(at, firm.country.time_zone))
    if EmployeeDuty.objects.meeting(valid_from, valid_until).filter(user=person, role=role).exists():
        raise RulesBroken.one("R-DUTY-01", "role", "is given for these days", role, FindingClass.DUPLICATE)
    row = EmployeeDuty(user=person, role=role, valid_from=valid_from, valid_until=valid_until)
    periods.begin(row=row, verb="grant_duty", actor=actor, at=at)
    return row


@transaction.atomic
def withdraw(*, actor: Actor, duty: int, last_day: date, at: datetime) -> EmployeeDuty:
    """Set the last day of a colleague's duty; nobody withdraws his own power to administer."""
    firm = _own_firm(actor)
    row = locks.duty(duty)
    if row.user.firm_id != firm.pk:
        raise NotAllowed("that person does not work for your firm")
    if row.user == actor.user and row.role == EmployeeRole.ADMINISTER:
        raise NotAllowed("somebody must be left to administer: let a colleague withdraw it")
    today = local_day(at, firm.country.time_zone)
    periods.end(row=row, last_day=last_day, today=today, verb="withdraw_duty", actor=actor, at=at)
    return row


def _own_firm(actor: Actor) -> Firm:
    if actor.user is None or actor.user.firm is None or not actor.may(EmployeeRole.ADMINISTER):
        raise NotAllowed("only an employee who administers the firm does this")
    firm = locks.firm(actor.user.firm.number)
    if firm.status != FirmStatus.APPROVED:
        raise NotAllowed("the firm is not approved")
    return firm
