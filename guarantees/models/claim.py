"""Claims on guarantors: what is owed of a debt, what was paid, why it is contested (spec section 9)."""

import uuid
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from guarantees.claim_states import TABLE
from guarantees.enums import ClaimState
from guarantees.models.guarantee import AMOUNT, Guarantee
from guarantees.models.ledger import LedgerEntry, Reservation


class Claim(FSMModelMixin, models.Model):
    """A claim on one reservation: `amount` is the most to be paid, in the guarantee's currency.

    `debt_amount` is the whole debt as it was fixed on `debt_fixed_on`, in its own currency; `factor` turned it into the
    guarantee's on that day. `office` is the one that recovers: its officers demand, answer and withdraw.
    """

    id = models.UUIDField(_("ID"), primary_key=True, default=uuid.uuid4, editable=False)
    guarantee = models.ForeignKey(
        Guarantee, verbose_name=_("guarantee"), on_delete=models.PROTECT, related_name="claims"
    )
    reservation = models.ForeignKey(
        Reservation, verbose_name=_("reservation"), on_delete=models.PROTECT, related_name="claims"
    )
    reference = models.CharField(_("reference"), max_length=35)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    office = models.CharField(_("office"), max_length=8)
    state = FSMField(_("state"), default=ClaimState.NOTIFIED, choices=ClaimState.choices, protected=True, max_length=11)
    amount = models.DecimalField(_("amount"), **AMOUNT)
    paid = models.DecimalField(_("paid"), default=Decimal(0), **AMOUNT)
    currency = models.CharField(_("currency"), max_length=3)
    debt_amount = models.DecimalField(_("debt amount"), **AMOUNT)
    debt_currency = models.CharField(_("debt currency"), max_length=3)
    debt_fixed_on = models.DateField(_("debt fixed on"))
    factor = models.DecimalField(_("exchange rate"), max_digits=30, decimal_places=15)
    notified_at = models.DateTimeField(_("notified at"))
    acknowledged_at = models.DateTimeField(_("acknowledged at"), null=True, blank=True)
    demanded_at = models.DateTimeField(_("demanded at"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True, help_text=_("why it was withdrawn"))

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["-notified_at", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["reservation"], condition=~Q(state="WITHDRAWN"), name="claim_one_per_reservation"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="claim_amount_positive"),
            models.CheckConstraint(condition=Q(paid__gte=0, paid__lte=F("amount")), name="claim_never_over_paid"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ClaimState]), name="claim_state_known"
            ),
        ]
        indexes = [models.Index(fields=["reference"])]

    def __str__(self) -> str:
        return f"{self.reference} on {self.guarantee_id}: {self.amount} {self.currency}"

    @property
    def version(self) -> int:
        """That of its guarantee, in whose history every act on it stands."""
        return self.guarantee.version

    @property
    def outstanding(self) -> Decimal:
        """What is still to be paid; nothing once the claim was withdrawn."""
        return Decimal(0) if self.state == ClaimState.WITHDRAWN else self.amount - self.paid

    @transition(field=state, **TABLE["demand"].fsm())
    def demand(self) -> None:
        """Payment is asked for."""

    @transition(field=state, **TABLE["contest"].fsm())
    def contest(self) -> None:
        """The guarantor says why it does not owe."""

    @transition(field=state, **TABLE["uphold"].fsm())
    def uphold(self) -> None:
        """The office stays by its demand."""

    @transition(field=state, **TABLE["pay_part"].fsm())
    def pay_part(self) -> None:
        """Something was paid, something is left."""

    @transition(field=state, **TABLE["pay"].fsm())
    def pay(self) -> None:
        """All was paid."""

    @transition(field=state, **TABLE["give_back"].fsm())
    def give_back(self) -> None:
        """What was paid is given back."""

    @transition(field=state, **TABLE["withdraw"].fsm())
    def withdraw(self) -> None:
        """The office asks for nothing any more."""


class Payment(models.Model):
    """One payment on a claim and its entry in the ledger; the bank's `reference` of it can be booked once."""

    claim = models.ForeignKey(Claim, verbose_name=_("claim"), on_delete=models.PROTECT, related_name="payments")
    entry = models.OneToOneField(LedgerEntry, verbose_name=_("entry"), on_delete=models.PROTECT, related_name="payment")
    reference = models.CharField(_("reference"), max_length=35)
    amount = models.DecimalField(_("amount"), **AMOUNT)
    at = models.DateTimeField(_("paid at"))

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["claim", "at", "id"]
        constraints = [models.UniqueConstraint(fields=["claim", "reference"], name="payment_once_per_reference")]

    def __str__(self) -> str:
        return f"{self.reference}: {self.amount}"


class Contest(models.Model):
    """Why a guarantor contests a claim, with a file if it sent one, and what the office answered."""

    claim = models.ForeignKey(Claim, verbose_name=_("claim"), on_delete=models.PROTECT, related_name="contests")
    reason = models.TextField(_("reason"))
    at = models.DateTimeField(_("contested at"))
    by = models.CharField(_("contested by"), max_length=150)
    file = models.FileField(_("file"), upload_to="claims/%Y/%m/", blank=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    content_type = models.CharField(_("content type"), max_length=40, blank=True)
    size = models.PositiveIntegerField(_("size"), default=0)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("contest")
        verbose_name_plural = _("contests")
        ordering = ["claim", "at", "id"]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.at}"
