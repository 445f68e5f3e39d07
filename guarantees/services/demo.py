"""Guarantees of the demonstration: with the numbers and codes that its papers name. Made again without harm."""

from datetime import datetime

from django.db import transaction

from guarantees.enums import Scope
from guarantees.models import Client, Guarantee, GuarantorApproval
from guarantees.services import access, clients, guarantors, life
from guarantees.services.terms import Terms
from offices.actors import Actor


@transaction.atomic
def guarantee(
    *, terms: Terms, grn: str, access_code: str, bank: Actor, officer: Actor, at: datetime
) -> tuple[Guarantee, bool]:
    """The ACTIVE guarantee of that number, issued by the bank and accepted by the office; whether it was made now.

    The office approves the bank as guarantor where it has not yet.
    """
    found = Guarantee.objects.filter(grn=grn).first()
    if found is not None:
        return found, False
    approve(bank=bank, office=terms.office, officer=officer, at=at)
    issued = life.issue(terms=terms, actor=bank, at=at)
    row = life.accept(guarantee=issued.pk, actor=officer, at=at, grn=grn)
    access.new_code(guarantee=row, label="demonstration", at=at, code=access_code)
    return row, True


@transaction.atomic
def issued(*, terms: Terms, bank: Actor, officer: Actor, at: datetime) -> tuple[Guarantee, bool]:
    """A guarantee that waits for the office, found again by its `bank_reference`; whether it was made now."""
    found = Guarantee.objects.filter(guarantor__firm=bank.firm_id, bank_reference=terms.bank_reference).first()
    if found is not None:
        return found, False
    approve(bank=bank, office=terms.office, officer=officer, at=at)
    return life.issue(terms=terms, actor=bank, at=at), True


def program(*, bank: Actor, at: datetime) -> bool:
    """A program of the bank that reads, once; whether it was made now. Nobody keeps its secret."""
    if Client.objects.filter(guarantor__firm=bank.firm_id).exists():
        return False
    scopes = [Scope.GUARANTEES_READ.value, Scope.EVENTS_READ.value]
    clients.make(name="core banking", scopes=scopes, expires_at=None, actor=bank, at=at)
    return True


def approve(*, bank: Actor, office: str, officer: Actor, at: datetime) -> None:
    """Approve the bank as guarantor at an office, once."""
    if not GuarantorApproval.objects.filter(guarantor__firm=bank.firm_id, office=office).exists():
        guarantors.approve(firm=bank.firm_number, office=office, valid_from=at.date(), actor=officer, at=at)
