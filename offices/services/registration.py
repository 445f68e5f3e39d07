"""The register of firms: asked for by a person, approved or refused by the country's national administrator."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from acts.common.findings import Finding, FindingClass
from acts.common.refusals import NotAllowed, RulesBroken, WrongState
from offices import audit, locks
from offices.actors import Actor, local_day
from offices.enums import AppointmentKind, EmployeeRole, FirmKind, FirmStatus
from offices.models import EmployeeDuty, Firm
from offices.services import employees, periods

TEXTS = ("name", "street", "city", "postcode", "email", "licence_number")


@transaction.atomic
def request(
    *,
    actor: Actor,
    kind: FirmKind,
    country: str,
    at: datetime,
    logistics: bool = False,
    **texts: str,
) -> Firm:
    """Ask for a firm to be registered; its number is given now, its status is REQUESTED.

    `texts`: name, street, city (needed), postcode, email, licence_number. The person who asks belongs to the firm
    from now on, without any duty until it is approved. Refuses a person who belongs to a firm or is an officer.
    """
    if actor.user is None or actor.postings or actor.appointments:
        raise NotAllowed("only a person outside customs asks for a registration")
    locks.country(country)
    applicant = locks.user(actor.user.username)
    if applicant.firm_id is not None:
        raise NotAllowed("you belong to a firm already")
    if unknown := set(texts) - set(TEXTS):
        raise TypeError(f"no texts of a firm: {sorted(unknown)}")
    for name in ("name", "street", "city"):
        if not texts.get(name, "").strip():
            raise RulesBroken.one("R-FIRM-01", name, "is missing", finding_class=FindingClass.MISSING)
    number = f"{country}-{kind.value[0]}-"
    taken = Firm.objects.filter(number__startswith=number).count()
    while Firm.objects.filter(number=f"{number}{taken + 1:04d}").exists():
        taken += 1
    firm = Firm(
        number=f"{number}{taken + 1:04d}",
        kind=kind,
        country_id=country,
        logistics=logistics,
        **{name: text.strip() for name, text in texts.items()},
    )
    _check_columns(firm)
    firm.save(force_insert=True)
    employees.move(person=applicant, firm=firm, verb="join_firm", actor=actor, at=at)
    audit.record(row=firm, verb="request_registration", actor=actor.name, address=actor.address, at=at)
    return firm


@transaction.atomic
def approve(*, actor: Actor, firm: str, at: datetime) -> Firm:
    """Approve a requested firm; the people who asked may administer it from today."""
    row = _locked(actor, firm, "approve", FirmStatus.REQUESTED)
    today = local_day(at, row.country.time_zone)
    for person in row.people.order_by("pk"):
        duty = EmployeeDuty(user=person, role=EmployeeRole.ADMINISTER, valid_from=today)
        periods.begin(row=duty, verb="grant_duty", actor=actor, at=at)
    return _decide(row, FirmStatus.APPROVED, "approve_registration", actor, at)


@transaction.atomic
def refuse(*, actor: Actor, firm: str, reason: str, at: datetime) -> Firm:
    """Refuse a requested firm, with a reason; the people who asked are free to ask again."""
    row = _locked(actor, firm, "refuse", FirmStatus.REQUESTED)
    _need_reason(reason)
    for person in row.people.order_by("pk"):
        employees.move(person=person, firm=None, verb="leave_firm", actor=actor, at=at)
    return _decide(row, FirmStatus.REFUSED, "refuse_registration", actor, at, reason)


@transaction.atomic
def withdraw(*, actor: Actor, firm: str, reason: str, at: datetime) -> Firm:
    """Withdraw an approved firm's registration, with a reason."""
    row = _locked(actor, firm, "withdraw", FirmStatus.APPROVED)
    _need_reason(reason)
    return _decide(row, FirmStatus.WITHDRAWN, "withdraw_registration", actor, at, reason)


def _check_columns(firm: Firm) -> None:
    try:
        firm.clean_fields(exclude=["country", "number"])
    except ValidationError as error:
        raise RulesBroken(
            Finding(FindingClass.RULE_BROKEN, "R-FIRM-03", name, " ".join(texts), getattr(firm, name))
            for name, texts in error.message_dict.items()
        ) from error


def _locked(actor: Actor, number: str, action: str, wanted: FirmStatus) -> Firm:
    row = locks.firm(number)
    if not actor.appointed(AppointmentKind.NATIONAL_ADMINISTRATOR, row.country_id):
        raise NotAllowed("only the national administrator of the firm's country decides on it")
    if row.status != wanted:
        raise WrongState(action=action, state=row.status)
    return row


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise RulesBroken.one("R-FIRM-02", "reason", "a reason is needed", finding_class=FindingClass.MISSING)


def _decide(row: Firm, status: FirmStatus, verb: str, actor: Actor, at: datetime, reason: str = "") -> Firm:
    before = audit.values(row)
    row.status = status
    row.save(update_fields=["status"])
    audit.record(
        row=row,
        verb=verb,
        actor=actor.name,
        address=actor.address,
        at=at,
        before=before,
        data={"reason": reason} if reason else None,
    )
    return row
