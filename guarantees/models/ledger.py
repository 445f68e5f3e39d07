"""The ledger: entries are only ever added; reservations are what is held now."""

import uuid

from django.db import models
from django.db.models import Q

from guarantees.enums import EntryKind, ReservationState
from guarantees.models.guarantee import AMOUNT, Guarantee


class Reservation(models.Model):
    """Cover held for one movement on one guarantee.

    The movement is an opaque `reference` (its MRN): guarantees know no movement and no goods (spec section 9).
    `amount` is what is held now: a payment takes its part away. `country` set it.
    `order` is the place of the guarantee in the declaration: claims follow it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    guarantee = models.ForeignKey(Guarantee, on_delete=models.PROTECT, related_name="reservations")
    reference = models.CharField(max_length=35)
    order = models.PositiveSmallIntegerField(default=0)
    amount = models.DecimalField(**AMOUNT)
    currency = models.CharField(max_length=3)
    country = models.CharField(max_length=2)
    state = models.CharField(max_length=9, choices=ReservationState.choices, default=ReservationState.LIVE)
    reserved_at = models.DateTimeField()
    expected_release_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # The journey has ended while a claim was open: what is left is freed when the claim ends.
    freed_after_claim_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["guarantee", "reference"], condition=Q(state="LIVE"), name="reservation_one_live"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="reservation_not_negative"),
        ]
        indexes = [models.Index(fields=["reference"])]

    def __str__(self) -> str:
        return f"{self.reference} on {self.guarantee_id}: {self.amount} {self.currency}"


class LedgerEntry(models.Model):
    """One movement of money on a guarantee, with the totals after it.

    `amount` is signed towards the kind: RESERVE 100 holds 100 more, RELEASE 100 frees 100. `sequence` counts per
    guarantee without gap. A correction is a further entry that names the one it `reverses`.
    """

    guarantee = models.ForeignKey(Guarantee, on_delete=models.PROTECT, related_name="entries")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=7, choices=EntryKind.choices)
    amount = models.DecimalField(**AMOUNT)
    currency = models.CharField(max_length=3)
    reference = models.CharField(max_length=35, blank=True)
    reservation = models.ForeignKey(
        Reservation, on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True)
    at = models.DateTimeField()
    reserved_after = models.DecimalField(**AMOUNT)
    paid_after = models.DecimalField(**AMOUNT)

    class Meta:
        verbose_name_plural = "ledger entries"
        ordering = ["guarantee", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["guarantee", "sequence"], name="entry_one_per_step"),
            models.UniqueConstraint(
                fields=["reservation"], condition=Q(kind="RELEASE", reverses=None), name="entry_one_release"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guarantee_id} {self.sequence} {self.kind} {self.amount}"
