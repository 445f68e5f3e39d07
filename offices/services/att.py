"""What makes an Authorised Transit Trader: rights, premises, seal series; each with its period (spec section 1).

Granted and withdrawn by the national administrator: rights in the own country, premises at the own offices,
seals of the own firms.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from acts.common.findings import FindingClass
from acts.common.refusals import NotAllowed, NotFound, RulesBroken
from offices import locks, selectors
from offices.actors import Actor, local_day
from offices.enums import AppointmentKind, AttRightKind, FirmKind, FirmStatus
from offices.models import AttRight, Country, Firm, Premises, SealSeries
from offices.services import periods


@transaction.atomic
def grant_right(
    *,
    actor: Actor,
    firm: str,
    country: str,
    kind: AttRightKind,
    valid_from: date,
    valid_until: date | None = None,
    at: datetime,
) -> AttRight:
    """Grant one right in one country; refused if its profile does not offer it or the firm has it in these days."""
    holder, today = _approved_trader(actor, firm, country, at)
    periods.check_new(valid_from=valid_from, valid_until=valid_until, today=today)
    if kind not in selectors.profile_on(country=country, day=valid_from).att_rights:
        raise RulesBroken.one("R-ATT-02", "kind", f"{country} does not offer this right", kind)
    held = AttRight.objects.filter(firm=holder, country=country, kind=kind)
    _refuse_any(held.meeting(valid_from, valid_until), "kind", kind)
    row = AttRight(firm=holder, country_id=country, kind=kind, valid_from=valid_from, valid_until=valid_until)
    periods.begin(row=row, verb="grant_att_right", actor=actor, at=at)
    return row


@transaction.atomic
def withdraw_right(*, actor: Actor, right: int, last_day: date, reason: str, at: datetime) -> AttRight:
    """Set a right's last day; yesterday ends it at once."""
    row = locks.att_right(right)
    today = _today(actor, row.country, at)
    periods.end(row=row, last_day=last_day, today=today, verb="withdraw_att_right", actor=actor, at=at, reason=reason)
    return row


@transaction.atomic
def approve_premises(
    *,
    actor: Actor,
    firm: str,
    office: str,
    code: str,
    address: str,
    valid_from: date,
    valid_until: date | None = None,
    at: datetime,
) -> Premises:
    """Approve premises under the supervision of an office; `code` is what declarations name, once and for all."""
    place = selectors.offices_by_code(codes=[office]).get(office)
    if place is None:
        raise NotFound(f"no office {office}")
    holder, today = _approved_trader(actor, firm, place.country_id, at)
    periods.check_new(valid_from=valid_from, valid_until=valid_until, today=today)
    _refuse_any(Premises.objects.filter(code=code), "code", code)
    row = Premises(
        firm=holder, office=place, code=code, address=address, valid_from=valid_from, valid_until=valid_until
    )
    periods.begin(row=row, verb="approve_premises", actor=actor, at=at)
    return row


@transaction.atomic
def withdraw_premises(*, actor: Actor, code: str, last_day: date, reason: str, at: datetime) -> Premises:
    """Set the last day of approved premises."""
    row = locks.premises(code)
    today = _today(actor, row.office.country, at)
    periods.end(row=row, last_day=last_day, today=today, verb="withdraw_premises", actor=actor, at=at, reason=reason)
    return row


@transaction.atomic
def approve_seals(
    *,
    actor: Actor,
    firm: str,
    prefix: str,
    first: int,
    last: int,
    width: int = 6,
    valid_from: date,
    valid_until: date | None = None,
    at: datetime,
) -> SealSeries:
    """Approve a series of a firm of the own country; a number may belong to one series only, ever."""
    holder, today = _approved_trader(actor, firm, None, at)
    periods.check_new(valid_from=valid_from, valid_until=valid_until, today=today)
    if not 0 <= first <= last < 10**width:
        raise RulesBroken.one("R-ATT-04", "last", f"numbers run from first to last in {width} digits", last)
    same = SealSeries.objects.filter(prefix=prefix, width=width, first__lte=last, last__gte=first)
    _refuse_any(same, "prefix", f"{prefix}{first:0{width}d}")
    row = SealSeries(
        firm=holder,
        prefix=prefix,
        first=first,
        last=last,
        width=width,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    periods.begin(row=row, verb="approve_seal_series", actor=actor, at=at)
    return row


@transaction.atomic
def withdraw_seals(*, actor: Actor, series: int, last_day: date, reason: str, at: datetime) -> SealSeries:
    """Set the last day of a seal series."""
    row = locks.seal_series(series)
    today = _today(actor, row.firm.country, at)
    periods.end(row=row, last_day=last_day, today=today, verb="withdraw_seal_series", actor=actor, at=at, reason=reason)
    return row


def _approved_trader(actor: Actor, number: str, country: str | None, at: datetime) -> tuple[Firm, date]:
    """The firm, locked, and the day in `country` (None: the firm's own), for its national administrator."""
    firm = locks.firm(number)
    land = firm.country if country is None else Country.objects.filter(pk=country).first()
    if land is None:
        raise NotFound(f"no country {country}")
    today = _today(actor, land, at)
    if firm.kind != FirmKind.TRADER or firm.status != FirmStatus.APPROVED:
        raise RulesBroken.one("R-ATT-01", "firm", "is not an approved trader", number)
    return firm, today


def _today(actor: Actor, country: Country, at: datetime) -> date:
    if not actor.appointed(AppointmentKind.NATIONAL_ADMINISTRATOR, country.pk):
        raise NotAllowed(f"only the national administrator of {country.pk} does this")
    return local_day(at, country.time_zone)


def _refuse_any(rows: QuerySet[Any], path: str, value: str) -> None:
    if rows.exists():
        raise RulesBroken.one("R-ATT-03", path, "is given already", value, FindingClass.DUPLICATE)
