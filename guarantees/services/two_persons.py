"""What binds a bank, done by two of its people where it chose so: one proposes, another confirms (spec section 9).

Issue, raise, cancel, take a cancellation back. A program may propose, a person alone confirms, and never who was shown
that program's secret: an administrator makes programs alone, so two of them, or one and its maker, would be one person
twice.
"""

import dataclasses
import logging
import uuid
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from acts.common import history, proposals
from acts.common.models import Proposal
from acts.common.proposals import Lapsed
from acts.common.refusals import NotAllowed, NotFound, RulesBroken, WrongState
from acts.notices import services as notices
from guarantees import locks, permissions, selectors
from guarantees.models import Client, Guarantee, Guarantor, GuarantorApproval
from guarantees.services import acting, amounts, life
from guarantees.services.terms import Terms
from offices import audit
from offices import selectors as offices
from offices.actors import SYSTEM, Actor, local_day
from offices.enums import DeadlineKind, EmployeeRole
from offices.models import EmployeeDuty
from offices.proposals import same_again

logger = logging.getLogger(__name__)


def issue(*, terms: Terms, actor: Actor, at: datetime) -> Guarantee | Proposal:
    """The bank issues a guarantee, or proposes to: the guarantee will have the id of the proposal's subject."""
    try:
        return life.issue(terms=terms, actor=actor, at=at)
    except acting.SecondPersonNeeded:
        with transaction.atomic():
            data = {"terms": dataclasses.asdict(terms)}
            return _propose("issue_guarantee", uuid.uuid4(), terms.office, data, actor, at)


def raise_amount(
    *, guarantee: uuid.UUID, amount: Decimal, currency: str, actor: Actor, at: datetime
) -> Guarantee | Proposal:
    """The bank (of a deposit or waiver the officer) raises the reference amount, or proposes to."""
    try:
        return amounts.raise_amount(guarantee=guarantee, amount=amount, currency=currency, actor=actor, at=at)
    except acting.SecondPersonNeeded:
        with transaction.atomic():
            row = acting.locked(guarantee, actor, permissions.bank)
            data = {"from": row.reference_amount, "amount": amount, "currency": currency}
            return _propose_once("raise_guarantee", row.pk, row.office_id, data, actor, at)


def give_notice(*, guarantee: uuid.UUID, actor: Actor, at: datetime) -> Guarantee | Proposal:
    """The bank cancels a guarantee with notice, or proposes to."""
    try:
        return life.give_notice(guarantee=guarantee, actor=actor, at=at)
    except acting.SecondPersonNeeded:
        with transaction.atomic():
            row = acting.locked(guarantee, actor, permissions.bank)
            return _propose_once("cancel_guarantee", row.pk, row.office_id, {}, actor, at)


def withdraw_notice(*, guarantee: uuid.UUID, actor: Actor, at: datetime) -> Guarantee | Proposal:
    """The bank takes its notice back, or proposes to."""
    try:
        return life.withdraw_notice(guarantee=guarantee, actor=actor, at=at)
    except acting.SecondPersonNeeded:
        with transaction.atomic():
            row = acting.locked(guarantee, actor, permissions.bank)
            data = {"effective_at": row.cancellation_effective_at}
            return _propose_once("withdraw_notice", row.pk, row.office_id, data, actor, at)


def choose(*, two_persons: bool, actor: Actor, at: datetime) -> Guarantor | Proposal:
    """The bank's administrator chooses two persons at once; back to one takes two administrators.

    Refused while fewer than two people could act, or undo it.
    """
    with transaction.atomic():
        row = locks.guarantor(firm=actor.firm_id) if actor.firm_id is not None else None
        if row is None or actor.client or not actor.may(EmployeeRole.ADMINISTER):
            raise NotAllowed("only an employee who administers a guarantor chooses how many act for it")
        if row.two_persons == two_persons:
            return row
        if not two_persons:
            subject = audit.subject_of(row)
            return _propose_once("choose_one_person", subject, _any_office(row), {}, actor, at)
        _refuse_too_few(row, at)
        return _chosen(row, two_persons, actor, at)


def confirm(*, proposal: uuid.UUID, actor: Actor, at: datetime) -> Proposal:
    """The second person: what was proposed is done. Never who proposed it, nor the maker of the program that did."""
    verb, subject = _known(proposal, actor)
    with transaction.atomic():
        _lock(verb, subject, actor)
        row = proposals.lock(proposal=proposal)
        _refuse_unfit_person(row, actor)
        proposals.refuse_unfit(row, version=row.subject_version, by=actor.user, at=at)
        _VERBS[verb](row, actor, at)
        proposals.close(row, status=Proposal.Status.CONFIRMED, by=actor.user, at=at)
        _record(row, "confirm", actor, at)
        return row


def refuse(*, proposal: uuid.UUID, reason: str, actor: Actor, at: datetime) -> Proposal:
    """A colleague does not confirm, or the proposer takes it back; nothing else changes."""
    verb, subject = _known(proposal, actor)
    with transaction.atomic():
        _lock(verb, subject, actor)
        row = proposals.lock(proposal=proposal)
        if actor.client or not actor.may(_duty(verb)):
            raise NotAllowed
        if row.status != Proposal.Status.OPEN:
            raise WrongState(action="refuse", state=row.status, code="R-PROPOSAL-01")
        proposals.close(row, status=Proposal.Status.REFUSED, by=actor.user, at=at, reason=reason)
        _record(row, "refuse", actor, at, reason=reason)
        return row


def sweep(*, at: datetime) -> int:
    """Let the banks' proposals lapse that are past their time; how many. One that fails never blocks the others."""
    lapsed = 0
    for key in selectors.lapsed_proposals(at=at):
        try:
            with transaction.atomic():
                row = proposals.lock(proposal=key)
                lapsed += _lapse_if_stale(row, at)
        except Exception:
            logger.exception("proposal %s did not lapse", key)
    return lapsed


def _propose_once(
    verb: str, subject: uuid.UUID, office: str, data: dict[str, Any], actor: Actor, at: datetime
) -> Proposal:
    """The same by the same person again is the one that waits; anything else waits until that one is decided.

    The caller holds the lock of the subject.
    """
    other = proposals.waiting(subject=subject, verb=verb)
    if other is not None and not _lapse_if_stale(proposals.lock(proposal=other.pk), at):
        return same_again(other, data=_data(data, actor), by=actor.user)
    return _propose(verb, subject, office, data, actor, at)


def _propose(verb: str, subject: uuid.UUID, office: str, data: dict[str, Any], actor: Actor, at: datetime) -> Proposal:
    place = offices.office(code=office)
    profile = offices.profile_on(country=place.country_id, day=local_day(at, place.country.time_zone))
    row = proposals.propose(
        subject=subject,
        # What was asked for is looked at again when it is confirmed: most that happens to a guarantee does not matter.
        version=0,
        verb=verb,
        # No customs office decides it.
        office="",
        data=_data(data, actor),
        by=actor.user,
        at=at,
        lapses_at=offices.due_at(office=place, profile=profile, kind=DeadlineKind.PROPOSAL, start=at),
    )
    _record(row, "propose", actor, at)
    message = notices.Message("BANK_PROPOSAL", notices.firm(actor.firm_number), {"verb": verb, "proposal": str(row.pk)})
    notices.tell([message], subject=subject, reference="", at=at)
    return row


def _data(data: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """What is kept of a proposal: whose bank, who asked, by which program."""
    who = {"bank": actor.firm_number, "actor": actor.name, "client": actor.client}
    return dict(history.plain(who | data))


def _known(proposal: uuid.UUID, actor: Actor) -> tuple[str, uuid.UUID]:
    """Verb and subject of a proposal of the actor's bank; read before the locks, which go subject first."""
    row = selectors.bank_proposals(actor=actor).filter(pk=proposal).first()
    if row is None:
        raise NotFound("no such proposal")
    return row.verb, row.subject


def _lock(verb: str, subject: uuid.UUID, actor: Actor) -> None:
    if verb == "choose_one_person":
        locks.guarantor(firm=actor.firm_id or 0)
    elif verb != "issue_guarantee":
        locks.one(guarantee=subject)


def _duty(verb: str) -> EmployeeRole:
    return EmployeeRole.ADMINISTER if verb == "choose_one_person" else EmployeeRole.LODGE


def _refuse_unfit_person(row: Proposal, actor: Actor) -> None:
    if actor.client:
        raise NotAllowed("a program proposes, a person confirms")
    if not actor.may(_duty(row.verb)):
        raise NotAllowed
    program = row.data["client"]
    if program and Client.objects.filter(guarantor__firm=actor.firm_id, name=program, made_by=actor.user).exists():
        raise NotAllowed("the second person must be another than the one who made the program that proposed")


def _refuse_too_few(guarantor: Guarantor, at: datetime) -> None:
    today = local_day(at, guarantor.firm.country.time_zone)
    duties = EmployeeDuty.objects.on(today).filter(user__firm=guarantor.firm, user__is_active=True)
    for role in (EmployeeRole.LODGE, EmployeeRole.ADMINISTER):
        if duties.filter(role=role).values("user").distinct().count() < 2:
            text = f"fewer than two people of the bank have the duty {role.value}: nobody could confirm"
            raise RulesBroken.one("R-TWO-PERSONS-01", "two_persons", text, True)


def _chosen(guarantor: Guarantor, two_persons: bool, actor: Actor, at: datetime, **data: Any) -> Guarantor:
    before = audit.values(guarantor)
    guarantor.two_persons = two_persons
    guarantor.save(update_fields=["two_persons"])
    verb = "choose_two_persons" if two_persons else "choose_one_person"
    audit.record(
        row=guarantor, verb=verb, actor=actor.name, address=actor.address, at=at, before=before, data={"by": data}
    )
    return guarantor


def _any_office(guarantor: Guarantor) -> str:
    """An office that approved the guarantor: its country says how long a proposal holds."""
    latest = GuarantorApproval.objects.filter(guarantor=guarantor).order_by("-valid_from", "-pk").first()
    if latest is None:
        raise NotAllowed("no office has approved this guarantor")
    return str(latest.office_id)


def _lapse_if_stale(row: Proposal, at: datetime) -> bool:
    if row.status != Proposal.Status.OPEN or not proposals.is_stale(row, version=row.subject_version, at=at):
        return False
    proposals.close(row, status=Proposal.Status.LAPSED, by=None, at=at)
    _record(row, "lapse", SYSTEM, at)
    message = notices.Message("PROPOSAL_LAPSED", notices.firm(row.data["bank"]), {"verb": row.verb})
    notices.tell([message], subject=row.subject, reference="", at=at)
    return True


def _record(row: Proposal, what: str, actor: Actor, at: datetime, **data: Any) -> None:
    """A row in the chain of the proposal itself: a guarantee that is only proposed has none yet."""
    audit.write(
        subject=audit.subject_of(row),
        verb=f"{what}_{row.verb}",
        actor=actor.name,
        at=at,
        address=actor.address,
        data={"proposal": str(row.pk), "subject": str(row.subject), "data_hash": row.data_hash} | data,
    )


def _issue(row: Proposal, actor: Actor, at: datetime) -> None:
    life.issue(terms=asked(row), actor=actor, at=at, confirmed=row)


def asked(row: Proposal) -> Terms:
    """The terms of a proposal to issue."""
    kept = row.data["terms"]
    until = kept["valid_until"]
    return Terms(
        **kept
        | {
            "reference_amount": Decimal(kept["reference_amount"]),
            "valid_from": date.fromisoformat(kept["valid_from"]),
            "valid_until": date.fromisoformat(until) if until is not None else None,
            "blocked_countries": tuple(kept["blocked_countries"]),
            "code_prefixes": tuple(kept["code_prefixes"]),
        }
    )


def _raise(row: Proposal, actor: Actor, at: datetime) -> None:
    guarantee = acting.locked(row.subject, actor, permissions.bank)
    if guarantee.reference_amount != Decimal(row.data["from"]):
        raise Lapsed("the amount has changed since the proposal")
    amount, currency = Decimal(row.data["amount"]), row.data["currency"]
    amounts.raise_amount(guarantee=row.subject, amount=amount, currency=currency, actor=actor, at=at, confirmed=row)


def _cancel(row: Proposal, actor: Actor, at: datetime) -> None:
    life.give_notice(guarantee=row.subject, actor=actor, at=at, confirmed=row)


def _withdraw_notice(row: Proposal, actor: Actor, at: datetime) -> None:
    guarantee = acting.locked(row.subject, actor, permissions.bank)
    effective = history.plain({"effective_at": guarantee.cancellation_effective_at})["effective_at"]
    if effective != row.data["effective_at"]:
        raise Lapsed("the notice is no longer the one that was to be taken back")
    life.withdraw_notice(guarantee=row.subject, actor=actor, at=at, confirmed=row)


def _one_person(row: Proposal, actor: Actor, at: datetime) -> None:
    guarantor = Guarantor.objects.select_related("firm").get(firm=actor.firm_id)
    _chosen(guarantor, False, actor, at, **acting.first_person(row))


_VERBS: dict[str, Callable[[Proposal, Actor, datetime], None]] = {
    "issue_guarantee": _issue,
    "raise_guarantee": _raise,
    "cancel_guarantee": _cancel,
    "withdraw_notice": _withdraw_notice,
    "choose_one_person": _one_person,
}
