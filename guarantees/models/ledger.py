"""The ledger: entries are only ever added; reservations are what is held now."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guarantees.enums import EntryKind, ReservationState
from guarantees.models.guarantee import AMOUNT, Guarantee


class Reservation(models.Model):
    """Cover held for one movement on one guarantee.

    The movement is an opaque `reference` (its MRN): guarantees know no movement and no goods (spec section 9).
    `amount` is what is held now: a payment takes its part away. `country` set it.
    `order` is the place of the guarantee in the declaration: claims follow it.
    """

    id = models.UUIDField(_("ID"), primary_key=True, default=uuid.uuid4, editable=False)
    guarantee = models.ForeignKey(
        Guarantee, verbose_name=_("guarantee"), on_delete=models.PROTECT, related_name="reservations"
    )
    reference = models.CharField(_("reference"), max_length=35)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    amount = models.DecimalField(_("amount"), **AMOUNT)
    currency = models.CharField(_("currency"), max_length=3)
    country = models.CharField(_("country"), max_length=2)
    state = models.CharField(_("state"), max_length=9, choices=ReservationState.choices, default=ReservationState.LIVE)
    reserved_at = models.DateTimeField(_("reserved at"))
    expected_release_at = models.DateTimeField(_("expected release at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    # The journey has ended while a claim was open: what is left is freed when the claim ends.
    freed_after_claim_at = models.DateTimeField(_("freed after the claim at"), null=True, blank=True)

    class Meta:
        verbose_name = _("reservation")
        verbose_name_plural = _("reservations")
        constraints = [
            models.UniqueConstraint(
                fields=["guarantee", "reference"], condition=Q(state="LIVE"), name="reservation_one_live"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="reservation_not_negative"),
        ]
        indexes = [models.Index(fields=["reference"])]

    def __str__(self) -> str:
        return f"{self.reference}, {self.guarantee}"


class LedgerEntry(models.Model):
    """One movement of money on a guarantee, with the totals after it.

    `amount` is signed towards the kind: RESERVE 100 holds 100 more, RELEASE 100 frees 100. `sequence` counts per
    guarantee without gap. A correction is a further entry that names the one it `reverses`.
    """

    guarantee = models.ForeignKey(
        Guarantee, verbose_name=_("guarantee"), on_delete=models.PROTECT, related_name="entries"
    )
    sequence = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=7, choices=EntryKind.choices)
    amount = models.DecimalField(_("amount"), **AMOUNT)
    currency = models.CharField(_("currency"), max_length=3)
    reference = models.CharField(_("reference"), max_length=35, blank=True)
    reservation = models.ForeignKey(
        Reservation,
        verbose_name=_("reservation"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
    )
    reverses = models.OneToOneField(
        "self", verbose_name=_("takes back"), on_delete=models.PROTECT, null=True, blank=True
    )
    at = models.DateTimeField(_("booked at"))
    reserved_after = models.DecimalField(_("reserved afterwards"), **AMOUNT)
    paid_after = models.DecimalField(_("paid afterwards"), **AMOUNT)

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering = ["guarantee", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["guarantee", "sequence"], name="entry_one_per_step"),
            models.UniqueConstraint(
                fields=["reservation"], condition=Q(kind="RELEASE", reverses=None), name="entry_one_release"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guarantee}, {self.sequence}: {self.get_kind_display()}"
