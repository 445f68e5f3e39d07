"""What banks and principals stand for, summed for those who watch over it (spec sections 1 and 9)."""

from enum import Enum
from typing import Any

from django.db.models import Count, DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum

from guarantees import selectors
from guarantees.enums import GuaranteeState, ReservationState
from guarantees.models import Guarantee, GuarantorApproval, Reservation
from offices.actors import Actor
from offices.enums import AppointmentKind, OfficerRole


class By(Enum):
    """Whose exposure is summed: the value is what a page calls it."""

    BANK = "bank"
    PRINCIPAL = "principal"


_ALIVE = Q(state__in=(GuaranteeState.ACTIVE, GuaranteeState.SUSPENDED, GuaranteeState.CANCELLING)) | Q(reserved__gt=0)
"""In force, or with open uses: what may still cost somebody something."""
_SUMS = {
    "guarantees": Count("pk"),
    "total": Sum("reference_amount"),
    "owed": Sum(F("reference_amount") * F("percentage") / 100),
    "held": Sum("reserved"),
    "settled": Sum("paid"),
}
_NAME = {By.BANK: "guarantor__firm__name", By.PRINCIPAL: "principal__name"}
_NUMBER = {By.BANK: "guarantor__firm__number", By.PRINCIPAL: "principal__number"}


def may_see(actor: Actor) -> bool:
    """Officers of guarantee, national administrators, auditors."""
    return (
        actor.posted_as(OfficerRole.GUARANTEE)
        or actor.appointed(AppointmentKind.NATIONAL_ADMINISTRATOR)
        or actor.appointed(AppointmentKind.AUDITOR)
    )


def standing(*, guarantor: int, office: str) -> QuerySet[Guarantee]:
    """A guarantor's guarantees at an office that may still cost it something: in force, or with open uses."""
    return Guarantee.objects.filter(_ALIVE, guarantor=guarantor, office=office)


def exposure(*, actor: Actor) -> QuerySet[Guarantee, dict[str, Any]]:
    """What banks stand for, by office, bank, principal and currency, of the guarantees an actor may know of."""
    keys = ("office", "guarantor__firm__number", "principal__number", "currency")
    rows: QuerySet[Any, Any] = selectors.visible(actor=actor).filter(_ALIVE).order_by()
    found: QuerySet[Any, Any] = rows.values(*keys).annotate(**_SUMS).order_by(*keys)
    return found


def totals(*, actor: Actor, by: By) -> QuerySet[Guarantee, dict[str, Any]]:
    """By bank or principal and currency, the greatest first; deposits and waivers have no bank: they count by principal
    alone.
    """
    rows: QuerySet[Any, Any] = selectors.visible(actor=actor).filter(_ALIVE)
    if by is By.BANK:
        rows = rows.filter(guarantor__isnull=False)
    rows = rows.order_by().annotate(name=F(_NAME[by]), number=F(_NUMBER[by])).values("number", "name", "currency")
    found: QuerySet[Any, Any] = rows.annotate(**_SUMS).order_by("currency", "-total", "number")
    return found


def with_owed(rows: QuerySet[GuarantorApproval]) -> QuerySet[GuarantorApproval]:
    """Approvals with what the bank still owes at most at the office, in the office's own currency: `owed`."""
    same = Guarantee.objects.filter(
        _ALIVE,
        guarantor=OuterRef("guarantor"),
        office=OuterRef("office"),
        currency=OuterRef("office__country__currency"),
    )
    owed = (
        same.order_by().values("guarantor").annotate(all=Sum(F("reference_amount") * F("percentage") / 100 - F("paid")))
    )
    money = DecimalField(max_digits=24, decimal_places=4)
    found: QuerySet[GuarantorApproval] = rows.select_related("office__country").annotate(
        owed=Subquery(owed.values("all"), output_field=money)
    )
    return found


def under_way(*, approval: GuarantorApproval) -> dict[str, int]:
    """How many journeys stand on a guarantor's guarantees at an office: they stay covered."""
    rows = Reservation.objects.filter(
        Q(guarantee__guarantor=approval.guarantor_id, guarantee__office=approval.office_id),
        state=ReservationState.LIVE,
        guarantee__state=GuaranteeState.ACTIVE,
    )
    return rows.aggregate(journeys=Count("pk"))
