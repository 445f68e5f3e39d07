"""Every lock of guarantees, always in GRN order (design: movement, then guarantees by key, then ledger)."""

import uuid
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from acts.common.prepared import by_key
from guarantees.enums import ReservationState
from guarantees.models import Claim, Guarantee, Guarantor, GuarantorApproval


def _in_transaction() -> None:
    # SQLite ignores row locks without a word; a lock that ends with its own statement guards nothing anywhere.
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a lock needs a transaction around it")


def _locked(rows: QuerySet[Guarantee]) -> QuerySet[Guarantee]:
    _in_transaction()
    return rows.select_for_update(of=("self",)).order_by("grn", "id")


def tries(*, grns: Iterable[str], user: int | None) -> None:
    """Let one at a time try the access codes of these GRNs, or any as this user; behind the movement, before the rows.

    No row locks: numbers that nobody has are tried too. SQLite has one writer at a time anyway.
    """
    _in_transaction()
    connection = transaction.get_connection()
    if connection.vendor != "postgresql":
        return
    names = {f"access grn:{grn}" for grn in grns} | ({f"access user:{user}"} if user is not None else set())
    with connection.cursor() as cursor:
        sql = "SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest(%s::text[]) AS name"
        cursor.execute(sql, [sorted(names)])


def one(*, guarantee: uuid.UUID, among: QuerySet[Guarantee] | None = None) -> Guarantee | None:
    """One guarantee, locked; None if it is not among those asked for."""
    rows = Guarantee.objects.all() if among is None else among
    return _locked(rows.filter(pk=guarantee).select_related("office__country", "principal", "guarantor__firm")).first()


def named(*, grns: Iterable[str]) -> dict[str, Guarantee]:
    """The guarantees with these GRNs, locked, by GRN."""
    _in_transaction()
    found = [row for grn in sorted(set(grns)) for row in _named(grn)]
    return {row.grn or "": row for row in found}


@by_key
def _named(grn: str) -> QuerySet[Guarantee]:
    return _locked(Guarantee.objects.filter(grn=grn).select_related("principal", "guarantor__firm"))


def holding(*, reference: str) -> list[Guarantee]:
    """The guarantees that hold cover for a reference, locked. Read the reservations after this, not before."""
    return _holding(reference)


@by_key
def _holding(reference: str) -> QuerySet[Guarantee]:
    rows = Guarantee.objects.filter(reservations__reference=reference, reservations__state=ReservationState.LIVE)
    return _locked(rows.select_related("principal", "guarantor__firm"))


def claimed_for(*, reference: str) -> list[Guarantee]:
    """The guarantees that a journey's debt was claimed on, locked."""
    rows = Guarantee.objects.filter(pk__in=Claim.objects.filter(reference=reference).values("guarantee"))
    return list(_locked(rows.select_related("office__country", "principal", "guarantor__firm")))


def with_claim(*, claim: uuid.UUID) -> Guarantee | None:
    """The guarantee a claim is on, locked: this lock guards its claims too. Read the claim after it, not before."""
    rows = Guarantee.objects.filter(claims=claim)
    return _locked(rows.select_related("office__country", "principal", "guarantor__firm")).first()


def owing(*, guarantor: int) -> None:
    """Lock a guarantor, behind the guarantee in hand: what it owes in all is raised by one at a time."""
    _in_transaction()
    Guarantor.objects.select_for_update().get(pk=guarantor)


def approval(*, key: int) -> GuarantorApproval | None:
    """One approval of a guarantor, locked, before the guarantees that hang on it; None if it is no more."""
    _in_transaction()
    rows = GuarantorApproval.objects.select_related("office__country", "guarantor__firm")
    return rows.select_for_update(of=("self",)).filter(pk=key).first()


def approvals(*, guarantor: int, office: str, day: date) -> list[GuarantorApproval]:
    """A guarantor's approvals at an office that hold on `day`, locked, before the guarantees that hang on them."""
    _in_transaction()
    rows = GuarantorApproval.objects.on(day).filter(guarantor=guarantor, office=office)
    return list(rows.select_for_update().order_by("pk"))


def of_guarantor(*, guarantor: int, office: str, states: Iterable[str]) -> list[Guarantee]:
    """A guarantor's guarantees at an office in these states, locked."""
    rows = Guarantee.objects.filter(guarantor=guarantor, office=office, state__in=list(states))
    return list(_locked(rows.select_related("office__country", "principal", "guarantor__firm")))


def guarantor(*, firm: int) -> Guarantor | None:
    """The guarantor this firm is, locked; None if it is none."""
    _in_transaction()
    rows = Guarantor.objects.filter(firm=firm).select_related("firm__country")
    return rows.select_for_update(of=("self",)).first()
