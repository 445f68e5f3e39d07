"""The life of a guarantee: the verbs of bank and office, and what time does to it (spec section 9)."""

import logging
import uuid
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from acts.common import numbers
from acts.common.findings import Finding
from acts.common.models import HistoryEntry, Proposal
from acts.common.refusals import NotAllowed, WrongState
from acts.notices.enums import EventKind
from guarantees import locks, permissions, selectors, thresholds
from guarantees.enums import GuaranteeKind, GuaranteeState
from guarantees.models import Guarantee, Guarantor
from guarantees.services import acting, engine, guarantors, limits
from guarantees.services import terms as conditions
from guarantees.services.terms import Terms
from offices import selectors as offices
from offices.actors import SYSTEM, Actor, local_day
from offices.enums import DeadlineKind, EmployeeRole, OfficerRole
from offices.models import Country, Firm, Office

logger = logging.getLogger(__name__)

_BY_BANK = (GuaranteeKind.SINGLE_JOURNEY, GuaranteeKind.MULTIPLE_JOURNEY)


def issue(*, terms: Terms, actor: Actor, at: datetime, confirmed: Proposal | None = None) -> Guarantee:
    """The bank issues a guarantee, to be accepted by the office. Refuses with every finding at once.

    What was `confirmed` has the id that the proposal spoke of.
    """
    guarantor = Guarantor.objects.filter(firm=actor.firm_id).first() if actor.firm_id is not None else None
    if guarantor is None or not actor.may(EmployeeRole.LODGE):
        raise NotAllowed("only a guarantor's employees who may lodge issue guarantees")
    if terms.kind not in _BY_BANK:
        raise NotAllowed("deposits and waivers are booked by the office of guarantee")
    with transaction.atomic():
        key = confirmed.subject if confirmed is not None else uuid.uuid4()
        row = _made(terms, guarantor=guarantor, at=at, key=key)
        engine.note(row, "issue", actor=actor, at=at, data=_terms(row) | acting.first_person(confirmed))
        engine.tell(row, "GUARANTEE_ISSUED", at=at, office=True)
        acting.refuse_alone(guarantor, confirmed)
        return row


def book_cash_deposit(*, terms: Terms, actor: Actor, at: datetime, key: uuid.UUID | None = None) -> Guarantee:
    """The officer books money received: ACTIVE at once. `key`: what it is called; class 92 if that is booked."""
    with transaction.atomic():
        row = _booked(terms, GuaranteeKind.CASH_DEPOSIT, key, actor, at)
        return open_now(row, "book", percentage=100, actor=actor, at=at)


def book_waiver(*, terms: Terms, actor: Actor, at: datetime, key: uuid.UUID | None = None) -> Guarantee:
    """The officer writes down a waiver: usable once a second person has granted it (`relief`); nobody pays."""
    with transaction.atomic():
        row = _booked(terms, GuaranteeKind.WAIVER, key, actor, at)
        row.percentage = 0
        engine.note(row, "book", actor=actor, at=at, data=_terms(row), fields=["percentage"])
        return row


def _booked(terms: Terms, kind: GuaranteeKind, key: uuid.UUID | None, actor: Actor, at: datetime) -> Guarantee:
    if terms.kind != kind or not actor.officer(OfficerRole.GUARANTEE, terms.office):
        raise NotAllowed("only the office's officer of guarantee books deposits and waivers")
    if actor.firm_number and terms.principal == actor.firm_number:
        raise NotAllowed("nobody acts as officer for the own firm")
    if key is not None and Guarantee.objects.filter(pk=key).exists():
        raise WrongState(action="book", state="booked")
    try:
        with transaction.atomic():
            return _made(terms, guarantor=None, at=at, key=key or uuid.uuid4())
    except IntegrityError as error:
        # The same form sent twice in one moment.
        if key is None or not Guarantee.objects.filter(pk=key).exists():
            raise
        raise WrongState(action="book", state="booked") from error


def accept(*, guarantee: uuid.UUID, actor: Actor, at: datetime, grn: str = "") -> Guarantee:
    """The office accepts what a bank has issued: it has its GRN. A reduction is granted by two persons (`relief`).

    `grn` is for demonstrations, whose papers name it beforehand; else it is drawn. Refuses a waiver, an ended
    approval, a validity that is over.
    """
    with transaction.atomic():
        row = acting.locked(guarantee, actor, permissions.officer)
        if row.state != GuaranteeState.ISSUED:
            raise WrongState(action="accept", state=row.state)
        day = local_day(at, row.office.country.time_zone)
        found = _standing(row, day)
        if row.kind not in _BY_BANK:
            text = "a waiver is granted by two persons, not accepted"
            found.append(conditions.finding("R-GUARANTEE-24", "kind", text, row.kind))
        found += limits.findings(guarantee=row, amount=row.reference_amount, percentage=row.percentage, day=day)
        conditions.refuse(found)
        return open_now(row, "accept", percentage=row.percentage, actor=actor, at=at, grn=grn)


def refuse(*, guarantee: uuid.UUID, reason: str, actor: Actor, at: datetime) -> Guarantee:
    """The office does not take an issued guarantee."""
    return _step(guarantee, "refuse", permissions.officer, actor, at, reason=reason)


def suspend(*, guarantee: uuid.UUID, reason: str, actor: Actor, at: datetime) -> Guarantee:
    """No new use from now on; open uses stay covered and claimable."""
    return _step(guarantee, "suspend", permissions.officer, actor, at, reason=reason)


def resume(*, guarantee: uuid.UUID, actor: Actor, at: datetime) -> Guarantee:
    """Usable again. Refused while the guarantor is not approved or the validity is over."""
    with transaction.atomic():
        row = acting.locked(guarantee, actor, permissions.officer)
        if row.state == GuaranteeState.SUSPENDED:
            conditions.refuse(_standing(row, local_day(at, row.office.country.time_zone)))
        row.reason = ""
        engine.fire(row, "resume", actor=actor, at=at, fields=["reason"])
        engine.tell(row, "GUARANTEE_RESUMED", at=at, office=True)
        return row


def notice_ends_at(*, guarantee: Guarantee, at: datetime) -> datetime:
    """When a guarantee ends whose bank gives notice at `at`: after the period of the office's country."""
    office = guarantee.office
    profile = offices.profile_on(country=office.country_id, day=local_day(at, office.country.time_zone))
    return offices.due_at(office=office, profile=profile, kind=DeadlineKind.BANK_NOTICE, start=at)


def give_notice(*, guarantee: uuid.UUID, actor: Actor, at: datetime, confirmed: Proposal | None = None) -> Guarantee:
    """The bank cancels, effective after the notice period; open uses stay covered until settled."""
    with transaction.atomic():
        row = acting.locked(guarantee, actor, permissions.bank)
        row.cancellation_effective_at = notice_ends_at(guarantee=row, at=at)
        effective = row.cancellation_effective_at.isoformat()
        data = {"effective_at": effective, **acting.first_person(confirmed)}
        fields = ["cancellation_effective_at"]
        engine.fire(row, "give_notice", actor=actor, at=at, data=data, fields=fields)
        uses = [use.reference for use in selectors.live_uses(guarantee=row)]
        body = {"effective_at": effective, "under_way": uses}
        engine.tell(row, "GUARANTEE_NOTICE", at=at, office=True, body=body)
        engine.tell_departures(row, "GUARANTEE_NOTICE", references=uses, at=at)
        acting.refuse_alone(row.guarantor, confirmed)
        return row


def withdraw_notice(
    *, guarantee: uuid.UUID, actor: Actor, at: datetime, confirmed: Proposal | None = None
) -> Guarantee:
    """The bank takes its notice back: the guarantee returns to the state it was in before."""
    with transaction.atomic():
        row = acting.locked(guarantee, actor, permissions.bank)
        notices = HistoryEntry.objects.filter(subject=row.pk, verb="give_notice").order_by("-sequence")
        before = notices.values_list("before", flat=True).first()
        row.cancellation_effective_at = None
        verb = "withdraw_notice_suspended" if before == GuaranteeState.SUSPENDED else "withdraw_notice"
        data, fields = acting.first_person(confirmed), ["cancellation_effective_at"]
        engine.fire(row, verb, action="withdraw_notice", actor=actor, at=at, data=data, fields=fields)
        engine.tell(row, "GUARANTEE_NOTICE_WITHDRAWN", at=at, office=True)
        # Without its notice the guarantee binds the bank again.
        acting.refuse_alone(row.guarantor, confirmed)
        return row


def sweep(*, at: datetime) -> int:
    """What time does: expiry after the last day, notices that take effect, approvals that ran out. How many.

    Days end in the office's time zone. Each guarantee is worked by itself: one that fails never blocks the others.
    """
    days: dict[date, list[str]] = {}
    for code, zone in Country.objects.values_list("code", "time_zone"):
        days.setdefault(local_day(at, zone), []).append(code)
    worked = 0
    usable = (GuaranteeState.ACTIVE, GuaranteeState.SUSPENDED)
    for day, countries in days.items():
        here = Guarantee.objects.filter(office__country__in=countries)
        for row in here.filter(state__in=usable, valid_until__lt=day).order_by("valid_until"):
            worked += _end(row, "expire", "GUARANTEE_EXPIRED", usable, at)
        for row in thresholds.expiring(countries=countries, day=day):
            worked += _warn_of_expiry(row, at)
        worked += _ended_approvals(here, day, at)
    due = Guarantee.objects.filter(state=GuaranteeState.CANCELLING, cancellation_effective_at__lte=at)
    for row in due.order_by("cancellation_effective_at"):
        worked += _end(row, "cancel", "GUARANTEE_CANCELLED", (GuaranteeState.CANCELLING,), at)
    return worked


def _end(guarantee: Guarantee, verb: str, notice: str, states: tuple[GuaranteeState, ...], at: datetime) -> int:
    try:
        with transaction.atomic():
            row = locks.one(guarantee=guarantee.pk)
            # Another worker, or a verb in between, may have been first.
            if row is None or row.state not in states:
                return 0
            engine.fire(row, verb, actor=SYSTEM, at=at)
            engine.tell(row, notice, at=at, office=True)
            if verb == "cancel":
                effective = row.cancellation_effective_at
                engine.publish(row, EventKind.GUARANTEE_CANCELLATION_EFFECTIVE, at=at, effective_at=effective)
    except Exception:
        logger.exception("guarantee %s: %s failed", guarantee.pk, verb)
        return 0
    return 1


def _warn_of_expiry(guarantee: Guarantee, at: datetime) -> int:
    """Tell principal and bank of the last day, once for each last day."""
    try:
        with transaction.atomic():
            row = locks.one(guarantee=guarantee.pk)
            if row is None or row.state != GuaranteeState.ACTIVE or row.expiry_told_for == row.valid_until:
                return 0
            row.expiry_told_for = row.valid_until
            row.save(update_fields=["expiry_told_for"])
            engine.tell(row, EventKind.GUARANTEE_EXPIRING.value, at=at, body={"valid_until": row.valid_until})
            engine.publish(row, EventKind.GUARANTEE_EXPIRING, at=at, valid_until=row.valid_until)
    except Exception:
        logger.exception("guarantee %s: the warning of its last day failed", guarantee.pk)
        return 0
    return 1


def _ended_approvals(rows: QuerySet[Guarantee], day: date, at: datetime) -> int:
    """Suspend what stands on no approval on `day`, guarantor by guarantor and office by office."""
    holds = selectors.approved(day=day).filter(guarantor=OuterRef("guarantor"), office=OuterRef("office"))
    alone = rows.filter(~Exists(holds), state=GuaranteeState.ACTIVE, guarantor__isnull=False)
    worked = 0
    for guarantor, office in alone.order_by().values_list("guarantor", "office").distinct():
        try:
            with transaction.atomic():
                worked += guarantors.suspend_all(guarantor=guarantor or 0, office=office, at=at)
        except Exception:
            logger.exception("guarantor %s at %s: suspension failed", guarantor, office)
    return worked


def _step(
    guarantee: uuid.UUID,
    verb: str,
    allowed: Callable[[Actor, Guarantee], bool],
    actor: Actor,
    at: datetime,
    *,
    reason: str,
) -> Guarantee:
    with transaction.atomic():
        row = acting.locked(guarantee, actor, allowed)
        row.reason = reason
        engine.fire(row, verb, actor=actor, at=at, data={"reason": reason}, fields=["reason"])
        engine.tell(row, f"GUARANTEE_{row.state}", at=at, office=True, body={"reason": reason})
        engine.publish(row, EventKind(f"GUARANTEE_{row.state}"), at=at, reason=reason)
        return row


def _standing(row: Guarantee, day: date) -> list[Finding]:
    """Why a guarantee cannot be made usable on `day`: an approval that does not hold, a validity that is over."""
    found = []
    if row.guarantor_id is not None and not conditions.is_approved(
        guarantor=row.guarantor_id, office=row.office_id, day=day
    ):
        found.append(conditions.finding("R-GUARANTEE-08", "office", "has not approved this guarantor", row.office_id))
    if row.valid_until is not None and row.valid_until < day:
        found.append(conditions.finding("R-GUARANTEE-13", "valid_until", "is past", row.valid_until))
    return found


def _made(terms: Terms, *, guarantor: Guarantor | None, at: datetime, key: uuid.UUID) -> Guarantee:
    register = conditions.register_for(terms=terms, guarantor=guarantor.pk if guarantor else None, at=at)
    conditions.refuse(conditions.findings(terms=terms, register=register))
    return Guarantee.objects.create(
        id=key,
        kind=terms.kind,
        guarantor=guarantor,
        principal=Firm.objects.get(number=terms.principal),
        office_id=terms.office,
        bank_reference=terms.bank_reference,
        currency=terms.currency,
        reference_amount=terms.reference_amount,
        valid_from=terms.valid_from,
        valid_until=terms.valid_until,
        blocked_countries=list(terms.blocked_countries),
        code_prefixes=list(terms.code_prefixes),
        sensitive_goods=terms.sensitive_goods,
        issued_at=at,
    )


def open_now(
    row: Guarantee,
    action: str,
    *,
    percentage: int,
    actor: Actor,
    at: datetime,
    grn: str = "",
    more: dict[str, Any] | None = None,
) -> Guarantee:
    """A locked guarantee has its GRN and is ACTIVE; `more` goes to its history.

    The principal draws its first access code itself: no officer sees one.
    """
    row.grn = grn or _new_grn(row.office, at)
    row.percentage = percentage
    row.accepted_at = at
    data = {**_terms(row), "grn": row.grn, "percentage": percentage, **(more or {})}
    fields = ["grn", "percentage", "accepted_at"]
    engine.fire(row, "accept", action=action, actor=actor, at=at, data=data, fields=fields)
    engine.tell(row, "GUARANTEE_ACTIVE", at=at)
    engine.publish(row, EventKind.GUARANTEE_ACCEPTED, at=at)
    return row


def _new_grn(office: Office, at: datetime) -> str:
    """A GRN not given yet, of the year at the office; the unique column has the last word."""
    year = local_day(at, office.country.time_zone).year
    while True:
        grn = numbers.make_grn(year=year, country=office.country_id)
        if not Guarantee.objects.filter(grn=grn).exists():
            return grn


def _terms(row: Guarantee) -> dict[str, object]:
    return {
        "kind": row.kind,
        "principal": row.principal.number,
        "office": row.office_id,
        "currency": row.currency,
        "reference_amount": row.reference_amount,
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
    }
