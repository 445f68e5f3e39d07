"""Guarantors: approved by an office of guarantee, and what follows when an approval ends (spec sections 1 and 9)."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from acts.common.findings import Finding, FindingClass
from acts.common.refusals import NotAllowed, NotFound, RulesBroken, WrongState
from acts.notices.enums import EventKind
from guarantees import locks, selectors
from guarantees.enums import GuaranteeState
from guarantees.models import Guarantee, Guarantor, GuarantorApproval
from guarantees.services import engine, terms
from offices import audit
from offices.actors import SYSTEM, Actor, local_day
from offices.enums import FirmKind, FirmStatus, OfficerRole
from offices.models import Firm, Office

APPROVAL_ENDED = "the guarantor's approval has ended"


def approve(
    *,
    firm: str,
    office: str,
    valid_from: date,
    valid_until: date | None = None,
    limit: Decimal | None = None,
    actor: Actor,
    at: datetime,
) -> GuarantorApproval:
    """The office approves the bank with this number as guarantor, for a period of days, both inclusive.

    `limit` is what it may owe at this office in all, in the currency of the office's country; None: no limit.
    """
    _at_office(actor, office, firm)
    row = Firm.objects.filter(number=firm, kind=FirmKind.BANK, status=FirmStatus.APPROVED).first()
    found = []
    if row is None:
        text = "no approved bank of this number"
        found.append(Finding(FindingClass.NOT_IN_CODE_LIST, "R-GUARANTOR-01", "firm", text, firm))
    if valid_until is not None and valid_until < valid_from:
        text = "lies before the first day"
        found.append(Finding(FindingClass.RULE_BROKEN, "R-GUARANTOR-02", "valid_until", text, valid_until))
    if limit is not None:
        currency = Office.objects.select_related("country").get(pk=office).country.currency
        found += terms.amount_findings(amount=limit, currency=currency, path="limit")
    if row is None or found:
        raise RulesBroken(found)
    with transaction.atomic():
        guarantor, _ = Guarantor.objects.get_or_create(firm=row)
        # The same sent twice, or by two officers at once, is one approval.
        locks.owing(guarantor=guarantor.pk)
        terms_of = {"valid_from": valid_from, "valid_until": valid_until, "limit": limit}
        if GuarantorApproval.objects.filter(guarantor=guarantor, office=office, **terms_of).exists():
            text = "is approved here for these days already"
            raise RulesBroken.one("R-GUARANTOR-03", "firm", text, firm, FindingClass.DUPLICATE)
        made = GuarantorApproval.objects.create(guarantor=guarantor, office_id=office, **terms_of)
        _record(made, "approve_guarantor", actor, at)
        return made


def set_limit(
    *, approval: int, limit: Decimal | None, seen: str | None = None, actor: Actor, at: datetime
) -> GuarantorApproval:
    """The office sets what the bank may owe there in all; None: no limit. What stands stays, above a lower limit too.

    `seen`: the `limit_text` the officer saw; None does not ask. Refuses what is no amount, an approval that has ended,
    and a limit that somebody else has set since it was seen.
    """
    if not selectors.approvals(actor=actor).filter(pk=approval).exists():
        raise NotFound("no such approval")
    with transaction.atomic():
        row = locks.approval(key=approval)
        if row is None:
            raise NotFound("no such approval")
        _at_office(actor, row.office_id, row.guarantor.firm.number)
        country = row.office.country
        if row.valid_until is not None and row.valid_until < local_day(at, country.time_zone):
            raise WrongState(action="set_limit", state="ENDED", code="R-GUARANTOR-04")
        if seen not in (None, row.limit_text):
            raise WrongState(action="set_limit", state="CHANGED", code="R-GUARANTOR-05")
        if limit is not None:
            terms.refuse(terms.amount_findings(amount=limit, currency=country.currency, path="limit"))
        before = audit.values(row)
        row.limit = limit
        row.save(update_fields=["limit"])
        _record(row, "set_limit", actor, at, before)
        return row


def end_approval(*, guarantor: int, office: str, actor: Actor, at: datetime) -> int:
    """The office ends its approval at once: all the guarantor's ACTIVE guarantees there go SUSPENDED, together.

    What is on the road stays covered and is not stopped; principals and office are told which journeys those are.
    Returns how many were suspended.
    """
    bank = Firm.objects.filter(guarantor=guarantor).values_list("number", flat=True).first()
    _at_office(actor, office, bank or "")
    place = Office.objects.select_related("country").get(pk=office)
    today = local_day(at, place.country.time_zone)
    with transaction.atomic():
        live = locks.approvals(guarantor=guarantor, office=office, day=today)
        if not live:
            raise NotFound("no approval of this guarantor holds at this office")
        for row in live:
            _end(row, today, actor, at)
        return suspend_all(guarantor=guarantor, office=office, actor=actor, at=at)


def _end(row: GuarantorApproval, today: date, actor: Actor, at: datetime) -> None:
    """It keeps the days it held; one that began today never held for a whole day: its history alone stays."""
    before = audit.values(row)
    row.valid_until = today - timedelta(days=1)
    _record(row, "end_approval", actor, at, before)
    if row.valid_from == today:
        row.delete()
    else:
        row.save(update_fields=["valid_until"])


def _record(
    row: GuarantorApproval, verb: str, actor: Actor, at: datetime, before: dict[str, Any] | None = None
) -> None:
    audit.record(
        row=row, verb=verb, actor=actor.name, posting=actor.posting_name, address=actor.address, at=at, before=before
    )


def end(*, approval: int, actor: Actor, at: datetime) -> int:
    """The same by the approval's key. NotFound for who may not know of it."""
    row = selectors.approvals(actor=actor).filter(pk=approval).first()
    if row is None:
        raise NotFound("no such approval")
    return end_approval(guarantor=row.guarantor_id, office=row.office_id, actor=actor, at=at)


def suspended_by_end(*, approval: GuarantorApproval) -> QuerySet[Guarantee]:
    """The guarantees that would be suspended if the approval ended now, by principal."""
    rows = Guarantee.objects.filter(guarantor=approval.guarantor_id, office=approval.office_id)
    rows = rows.filter(state=GuaranteeState.ACTIVE).select_related("principal", "office__country", "guarantor__firm")
    return rows.order_by("principal__name", "grn")


def suspend_all(*, guarantor: int, office: str, actor: Actor = SYSTEM, at: datetime) -> int:
    """Suspend a guarantor's ACTIVE guarantees at an office; the caller's transaction makes it one."""
    rows = locks.of_guarantor(guarantor=guarantor, office=office, states=[GuaranteeState.ACTIVE])
    for row in rows:
        row.reason = APPROVAL_ENDED
        engine.fire(row, "suspend", actor=actor, at=at, data={"reason": row.reason}, fields=["reason"])
        uses = [use.reference for use in selectors.live_uses(guarantee=row)]
        body = {"reason": row.reason, "under_way": uses}
        engine.tell(row, "GUARANTEE_SUSPENDED", at=at, office=True, body=body)
        engine.tell_departures(row, "GUARANTEE_SUSPENDED", references=uses, at=at)
        engine.publish(row, EventKind.GUARANTEE_SUSPENDED, at=at, **body)
    return len(rows)


def _at_office(actor: Actor, office: str, firm: str) -> None:
    if firm and firm == actor.firm_number:
        raise NotAllowed("nobody acts as officer for the own firm")
    if not actor.officer(OfficerRole.GUARANTEE, office):
        raise NotAllowed("only the office's officer of guarantee approves guarantors")
