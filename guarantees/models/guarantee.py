"""Guarantors, guarantees, access codes."""

import uuid
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from guarantees.enums import GuaranteeKind, GuaranteeState
from guarantees.states import TABLE
from offices.models import Firm, Office
from offices.models.periods import Period

AMOUNT: Any = {"max_digits": 20, "decimal_places": 4}


class Guarantor(models.Model):
    """A bank in its role of guarantor; approved office by office (spec section 1)."""

    firm = models.OneToOneField(Firm, verbose_name=_("firm"), on_delete=models.PROTECT, related_name="guarantor")
    two_persons = models.BooleanField(
        _("two persons"), default=False, help_text=_("its choice: two of its people issue, raise, cancel")
    )

    class Meta:
        verbose_name = _("guarantor")
        verbose_name_plural = _("guarantors")

    def __str__(self) -> str:
        return str(self.firm)


class GuarantorApproval(Period):
    """An office of guarantee approves a guarantor for its country, for a period."""

    guarantor = models.ForeignKey(
        Guarantor, verbose_name=_("guarantor"), on_delete=models.PROTECT, related_name="approvals"
    )
    office = models.ForeignKey(
        Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="guarantor_approvals"
    )
    limit = models.DecimalField(
        _("limit"), null=True, blank=True, help_text=_("in the currency of the office's country"), **AMOUNT
    )

    class Meta(Period.Meta):
        verbose_name = _("guarantor approval")
        verbose_name_plural = _("guarantor approvals")
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(condition=Q(limit=None) | Q(limit__gt=0), name="approval_limit_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.guarantor}, {self.office_id}"

    @property
    def limit_text(self) -> str:
        """The limit as a form carries it: all its digits; nothing where there is none."""
        return "" if self.limit is None else f"{self.limit:f}"


class Guarantee(FSMModelMixin, models.Model):
    """One guarantee. `reserved` and `paid` are running totals of its ledger and guarded by the database.

    `percentage` is the reduction: the guarantor pays at most reference x percentage. `blocked_countries` are those
    it is not valid in. `code_prefixes`, if any, are the only goods it covers; `sensitive_goods` admits sensitive ones.
    """

    id = models.UUIDField(_("ID"), primary_key=True, default=uuid.uuid4, editable=False)
    grn = models.CharField(_("GRN"), max_length=17, unique=True, null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=16, choices=GuaranteeKind.choices)
    state = FSMField(
        _("state"), default=GuaranteeState.ISSUED, choices=GuaranteeState.choices, protected=True, max_length=10
    )
    guarantor = models.ForeignKey(
        Guarantor,
        verbose_name=_("guarantor"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="guarantees",
    )
    principal = models.ForeignKey(
        Firm, verbose_name=_("principal"), on_delete=models.PROTECT, related_name="guarantees"
    )
    office = models.ForeignKey(Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="guarantees")
    bank_reference = models.CharField(_("bank's reference"), max_length=35, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    reference_amount = models.DecimalField(_("reference amount"), **AMOUNT)
    percentage = models.PositiveSmallIntegerField(_("percentage"), default=100)
    reserved = models.DecimalField(_("reserved"), default=Decimal(0), **AMOUNT)
    paid = models.DecimalField(_("paid"), default=Decimal(0), **AMOUNT)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    blocked_countries = models.JSONField(_("countries not covered"), default=list, blank=True)
    code_prefixes = models.JSONField(_("goods covered"), default=list, blank=True)
    sensitive_goods = models.BooleanField(_("covers sensitive goods"), default=True)
    cancellation_effective_at = models.DateTimeField(_("cancellation effective at"), null=True, blank=True)
    issued_at = models.DateTimeField(_("issued at"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    alert_percent = models.PositiveSmallIntegerField(
        _("low balance alert"),
        null=True,
        blank=True,
        help_text=_("the principal's own threshold; without one, the country's"),
    )
    alert_days = models.PositiveSmallIntegerField(
        _("expiry alert"), null=True, blank=True, help_text=_("so long before the last day")
    )
    # The last day of which principal and bank were warned: each is told once, and again when the day is another.
    expiry_told_for = models.DateField(_("expiry told for"), null=True, blank=True)
    ledger_sequence = models.PositiveIntegerField(_("ledger entries"), default=0)
    # Of the last entry: none is stamped with an earlier instant, so that days that are over stay as they were.
    ledger_at = models.DateTimeField(_("last booked at"), null=True, blank=True)
    history_sequence = models.PositiveIntegerField(_("history entries"), default=0)
    history_hash = models.CharField(_("history hash"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("guarantee")
        verbose_name_plural = _("guarantees")
        constraints = [
            models.CheckConstraint(condition=Q(reference_amount__gt=0), name="guarantee_amount_positive"),
            models.CheckConstraint(condition=Q(reserved__gte=0), name="guarantee_reserved_not_negative"),
            models.CheckConstraint(condition=Q(paid__gte=0), name="guarantee_paid_not_negative"),
            models.CheckConstraint(
                condition=Q(reference_amount__gte=F("reserved") + F("paid")), name="guarantee_never_over_committed"
            ),
            models.CheckConstraint(condition=Q(percentage__lte=100), name="guarantee_percentage"),
            models.CheckConstraint(
                condition=Q(kind__in=["CASH_DEPOSIT", "WAIVER"]) | ~Q(guarantor=None), name="guarantee_has_guarantor"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["ISSUED", "REFUSED"]) | ~Q(grn=None), name="guarantee_accepted_has_grn"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in GuaranteeState]), name="guarantee_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.grn or str(self.id)

    @property
    def version(self) -> int:
        """Changes with every act of a person or of time; a journey's use is none."""
        return self.history_sequence

    @property
    def available(self) -> Decimal:
        """Reference amount less live reservations less what was paid and not restored."""
        return self.reference_amount - self.reserved - self.paid

    @property
    def guarantee_amount(self) -> Decimal:
        """The most the guarantor pays."""
        return self.reference_amount * self.percentage / 100

    @transition(field=state, **TABLE["accept"].fsm())
    def accept(self) -> None:
        """The office takes the guarantee; GRN and first access code come from the service."""

    @transition(field=state, **TABLE["refuse"].fsm())
    def refuse(self) -> None:
        """The office does not take it."""

    @transition(field=state, **TABLE["suspend"].fsm())
    def suspend(self) -> None:
        """No new use; open uses stay covered."""

    @transition(field=state, **TABLE["resume"].fsm())
    def resume(self) -> None:
        """Usable again."""

    @transition(field=state, **TABLE["give_notice"].fsm())
    def give_notice(self) -> None:
        """The guarantor cancels, effective after the period."""

    @transition(field=state, **TABLE["withdraw_notice"].fsm())
    def withdraw_notice(self) -> None:
        """The notice is taken back."""

    @transition(field=state, **TABLE["withdraw_notice_suspended"].fsm())
    def withdraw_notice_suspended(self) -> None:
        """The notice is taken back on a guarantee that was suspended."""

    @transition(field=state, **TABLE["cancel"].fsm())
    def cancel(self) -> None:
        """The notice period is over."""

    @transition(field=state, **TABLE["expire"].fsm())
    def expire(self) -> None:
        """The last day is over."""

    @transition(field=state, **TABLE["use"].fsm())
    def use(self) -> None:
        """A single journey guarantee is spent by its reservation."""

    @transition(field=state, **TABLE["give_back"].fsm())
    def give_back(self) -> None:
        """The journey was cancelled: the single journey guarantee is usable again."""


class AccessCode(models.Model):
    """A digest of one access code; the code itself is shown once and kept nowhere.

    Four characters are too few for any plain hash: the digest is keyed with KEY_ENCRYPTION_KEY (services.access).
    """

    guarantee = models.ForeignKey(
        Guarantee, verbose_name=_("guarantee"), on_delete=models.CASCADE, related_name="access_codes"
    )
    digest = models.CharField(_("digest"), max_length=64)
    label = models.CharField(
        _("made for"), max_length=60, blank=True, help_text=_("employee or branch it was made for")
    )
    made_at = models.DateTimeField(_("made at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("access code")
        verbose_name_plural = _("access codes")

    def __str__(self) -> str:
        return f"{self.guarantee_id} {self.label}"


class AccessFailure(models.Model):
    """A wrong try; five within the window lock GRN and user (spec section 9)."""

    grn = models.CharField(_("GRN"), max_length=17)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), on_delete=models.CASCADE, null=True, blank=True
    )
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("access failure")
        verbose_name_plural = _("access failures")
        indexes = [models.Index(fields=["grn", "at"]), models.Index(fields=["user", "at"])]

    def __str__(self) -> str:
        return f"{self.grn} {self.at}"
