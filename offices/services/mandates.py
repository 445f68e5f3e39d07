"""Mandates: a principal lets another firm act for it, for a period (spec section 1)."""

from datetime import date, datetime

from django.db import transaction

from acts.common.findings import FindingClass
from acts.common.refusals import NotAllowed, RulesBroken
from offices import locks
from offices.actors import Actor, local_day
from offices.enums import EmployeeRole, FirmKind, FirmStatus
from offices.models import Firm, Mandate
from offices.services import periods


@transaction.atomic
def give(
    *, actor: Actor, representative: str, valid_from: date, valid_until: date | None = None, at: datetime
) -> Mandate:
    """The actor's firm gives another approved trader its mandate; by an employee who administers."""
    principal = _administered(actor)
    holder = locks.firm(representative)
    if holder == principal:
        raise RulesBroken.one("R-MANDATE-01", "representative", "is the principal", representative)
    if holder.kind != FirmKind.TRADER or holder.status != FirmStatus.APPROVED:
        raise RulesBroken.one("R-MANDATE-02", "representative", "is not an approved trader", representative)
    today = local_day(at, principal.country.time_zone)
    periods.check_new(valid_from=valid_from, valid_until=valid_until, today=today)
    given = Mandate.objects.meeting(valid_from, valid_until).filter(principal=principal, representative=holder)
    if given.exists():
        raise RulesBroken.one(
            "R-MANDATE-03", "representative", "holds it in these days", representative, FindingClass.DUPLICATE
        )
    row = Mandate(principal=principal, representative=holder, valid_from=valid_from, valid_until=valid_until)
    periods.begin(row=row, verb="give_mandate", actor=actor, at=at)
    return row


@transaction.atomic
def end(*, actor: Actor, mandate: int, last_day: date, at: datetime) -> Mandate:
    """Set the last day of a mandate the actor's firm gave."""
    principal = _administered(actor)
    row = locks.mandate(mandate)
    if row.principal_id != principal.pk:
        raise NotAllowed("only the principal ends a mandate")
    today = local_day(at, principal.country.time_zone)
    periods.end(row=row, last_day=last_day, today=today, verb="end_mandate", actor=actor, at=at)
    return row


def _administered(actor: Actor) -> Firm:
    if actor.user is None or actor.user.firm is None or not actor.may(EmployeeRole.ADMINISTER):
        raise NotAllowed("only an employee who administers the firm does this")
    return actor.user.firm
