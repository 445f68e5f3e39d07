"""Guarantees of the demonstration: with the numbers and codes that its papers name. Made again without harm."""

import io
from datetime import date, datetime
from decimal import Decimal

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.db import transaction

from guarantees import proposed
from guarantees.enums import GuaranteeKind, GuaranteeState, Scope
from guarantees.models import Client, Guarantee, GuarantorApproval
from guarantees.pdf import statement
from guarantees.services import access, claims, clients, guarantors, life, relief, statements
from guarantees.services.terms import Terms
from offices.actors import Actor, local_day


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


@transaction.atomic
def suspended(*, terms: Terms, bank: Actor, officer: Actor, at: datetime) -> tuple[Guarantee, bool]:
    """One that the office has suspended."""
    row, made = issued(terms=terms, bank=bank, officer=officer, at=at)
    if made:
        life.accept(guarantee=row.pk, actor=officer, at=at)
        life.suspend(guarantee=row.pk, reason="The bank's rating is looked into.", actor=officer, at=at)
    return row, made


@transaction.atomic
def deposit(*, terms: Terms, officer: Actor, at: datetime) -> tuple[Guarantee, bool]:
    """A cash deposit, found again by its principal."""
    found = Guarantee.objects.filter(kind=GuaranteeKind.CASH_DEPOSIT, principal__number=terms.principal).first()
    return (found, False) if found else (life.book_cash_deposit(terms=terms, actor=officer, at=at), True)


@transaction.atomic
def reduction(*, terms: Terms, bank: Actor, officer: Actor, at: datetime) -> tuple[Guarantee, bool]:
    """A reduction with its paper that waits for the second person; proposed anew where an earlier one has lapsed."""
    row, made = issued(terms=terms, bank=bank, officer=officer, at=at)
    if made:
        row = life.accept(guarantee=row.pk, actor=officer, at=at)
        relief.attach(
            guarantee=row.pk,
            document_type="CLEAN_RECORD",
            reference="2026-0417",
            upload=_paper(row, at),
            actor=officer,
            at=at,
        )
    row = Guarantee.objects.get(pk=row.pk)
    waits = proposed.open_on(guarantee=row, at=at).exists()
    if row.state == GuaranteeState.ACTIVE and row.percentage == 100 and not waits:
        relief.propose(guarantee=row.pk, percentage=50, reason="Two years without a claim.", actor=officer, at=at)
    return row, made


@transaction.atomic
def waiver(*, terms: Terms, officer: Actor, at: datetime) -> tuple[Guarantee, bool]:
    """A waiver that the office has booked and must yet grant, found again by its principal."""
    found = Guarantee.objects.filter(kind=GuaranteeKind.WAIVER, principal__number=terms.principal).first()
    return (found, False) if found else (life.book_waiver(terms=terms, actor=officer, at=at), True)


def claim(*, reference: str, debt: Decimal, currency: str, office: str, due_on: date | None, at: datetime) -> None:
    """A debt claimed on who stands behind a journey, and demanded by a day if one is named. Acts as the system."""
    recovery = Actor()
    made = claims.notify(
        reference=reference, debt=debt, currency=currency, fixed_on=at.date(), office=office, actor=recovery, at=at
    )
    if due_on is None:
        return
    for row in made.claims:
        claims.demand(claim=row.pk, due_on=due_on, actor=recovery, at=at)


def _paper(row: Guarantee, at: datetime) -> InMemoryUploadedFile:
    """Something to read: a statement of the guarantee."""
    today = local_day(at, row.office.country.time_zone)
    content = statement.draw(statements.statement(guarantee=row, first_day=today, last_day=today, at=at))
    name, kind = "clean-record.pdf", "application/pdf"
    return InMemoryUploadedFile(io.BytesIO(content), None, name, kind, len(content), None)


def approve(*, bank: Actor, office: str, officer: Actor, at: datetime) -> None:
    """Approve the bank as guarantor at an office, once."""
    if not GuarantorApproval.objects.filter(guarantor__firm=bank.firm_id, office=office).exists():
        guarantors.approve(firm=bank.firm_number, office=office, valid_from=at.date(), actor=officer, at=at)
