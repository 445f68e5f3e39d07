"""What accompanies a movement: cover, controls, risk, deadlines, snapshots, late facts."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from offices.enums import DeadlineKind
from offices.models import Country, Office
from offices.models.periods import Period
from transit import operands
from transit.enums import Channel, ControlKind, ControlPlace, DeadlineOutcome, Result, RiskCriterion
from transit.models.movement import Movement


class Cover(models.Model):
    """The amount at risk as computed last: totals by country and every line (spec section 9).

    Goods data: it lives here, where no bank view can reach it.
    """

    movement = models.OneToOneField(
        Movement, verbose_name=_("movement"), on_delete=models.CASCADE, primary_key=True, related_name="cover"
    )
    computed_at = models.DateTimeField(_("computed at"))
    day = models.DateField(_("day"), help_text=_("the day whose rates were used"))
    amount = models.DecimalField(_("amount"), max_digits=20, decimal_places=4)
    currency = models.CharField(_("currency"), max_length=3)
    country = models.CharField(_("country"), max_length=2, help_text=_("the country that set the amount"))
    totals = models.JSONField(_("totals"), default=list)
    lines = models.JSONField(_("lines"), default=list)

    class Meta:
        verbose_name = _("cover")
        verbose_name_plural = _("covers")

    def __str__(self) -> str:
        return f"{self.movement_id}: {self.amount} {self.currency}"


class Control(models.Model):
    """A control ordered at departure or destination, and its result."""

    movement = models.ForeignKey(
        Movement, verbose_name=_("movement"), on_delete=models.CASCADE, related_name="controls"
    )
    place = models.CharField(_("place"), max_length=11, choices=ControlPlace.choices)
    office = models.ForeignKey(Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="controls")
    kind = models.CharField(_("kind"), max_length=9, choices=ControlKind.choices)
    ordered_at = models.DateTimeField(_("ordered at"))
    ordered_by = models.CharField(_("ordered by"), max_length=150)
    extended_until = models.DateTimeField(
        _("extended until"), null=True, blank=True, help_text=_("once, by the country's extension")
    )
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    result = models.CharField(_("result"), max_length=2, choices=Result.choices, blank=True)
    text = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("control")
        verbose_name_plural = _("controls")
        constraints = [
            models.UniqueConstraint(
                fields=["movement", "place"], condition=Q(finished_at=None), name="control_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.office_id}"


class RiskProfile(Period):
    """One rule of a country: who or what leads to which channel (spec section 14, simple form).

    `operand` depends on the criterion: firm number, code prefix, country, office code, amount with currency
    (`100000 SGD`), or for RANDOM the share in percent.
    """

    country = models.ForeignKey(
        Country, verbose_name=_("country"), on_delete=models.CASCADE, related_name="risk_profiles"
    )
    name = models.CharField(_("name"), max_length=80)
    criterion = models.CharField(_("criterion"), max_length=10, choices=RiskCriterion.choices)
    operand = models.CharField(_("operand"), max_length=40)
    channel = models.CharField(_("channel"), max_length=6, choices=Channel.choices)
    control = models.CharField(
        _("kind of control"), max_length=9, choices=ControlKind.choices, default=ControlKind.DOCUMENTS
    )

    class Meta(Period.Meta):
        verbose_name = _("risk profile")
        verbose_name_plural = _("risk profiles")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse an operand that its criterion cannot be compared with."""
        super().clean()
        if wanted := operands.fault(self.criterion, self.operand):
            raise ValidationError({"operand": f"R-RISK-01: '{self.operand}' is not {wanted}"})


class RiskHit(models.Model):
    """Why a movement got its channel; shown to officers, never to the trader."""

    movement = models.ForeignKey(
        Movement, verbose_name=_("movement"), on_delete=models.CASCADE, related_name="risk_hits"
    )
    profile = models.ForeignKey(RiskProfile, verbose_name=_("profile"), on_delete=models.PROTECT, related_name="hits")
    assessed_at = models.DateTimeField(_("assessed at"))
    channel = models.CharField(_("channel"), max_length=6, choices=Channel.choices)
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("risk hit")
        verbose_name_plural = _("risk hits")

    def __str__(self) -> str:
        return self.reason


class Deadline(models.Model):
    """What falls due for a movement, and what became of it (spec section 10). Rows, not timers."""

    movement = models.ForeignKey(
        Movement, verbose_name=_("movement"), on_delete=models.CASCADE, related_name="deadlines"
    )
    kind = models.CharField(_("kind"), max_length=30, choices=DeadlineKind.choices)
    reference = models.CharField(
        _("reference"), max_length=40, blank=True, help_text=_("office of a passage, id of a proposal")
    )
    counts_from = models.DateTimeField(_("counts from"))
    due_at = models.DateTimeField(_("due at"))
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=7, choices=DeadlineOutcome.choices, blank=True)
    effect = models.CharField(_("effect"), max_length=200, blank=True)
    retry_at = models.DateTimeField(_("tried again at"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        constraints = [
            models.UniqueConstraint(
                fields=["movement", "kind", "reference"], condition=Q(done_at=None), name="deadline_one_open"
            )
        ]
        indexes = [models.Index(fields=["due_at", "id"], condition=Q(done_at=None), name="deadline_open")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.due_at:%Y-%m-%d %H:%M}"


class Snapshot(models.Model):
    """The declaration as released, and after each event that changes a printed field (spec section 12).

    Papers are printed only from here.
    """

    movement = models.ForeignKey(
        Movement, verbose_name=_("movement"), on_delete=models.CASCADE, related_name="snapshots"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    at = models.DateTimeField(_("made at"))
    reason = models.CharField(_("reason"), max_length=60)
    document = models.JSONField(_("document"))
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["movement", "number"], name="snapshot_number_once")]

    def __str__(self) -> str:
        return f"{self.movement_id} version {self.number}"


class LateFact(models.Model):
    """Something that truly happened but reached a movement in a state that cannot take it (spec section 5).

    Kept with both instants; the state stays; the competent office decides about it.
    """

    id = models.UUIDField(_("ID"), primary_key=True, default=uuid.uuid4, editable=False)
    movement = models.ForeignKey(
        Movement, verbose_name=_("movement"), on_delete=models.CASCADE, related_name="late_facts"
    )
    verb = models.CharField(_("act"), max_length=30)
    office = models.ForeignKey(Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="+")
    happened_at = models.DateTimeField(_("happened at"))
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.CharField(_("recorded by"), max_length=150)
    state = models.CharField(_("state"), max_length=22, help_text=_("the movement's state when the fact came in"))
    data = models.JSONField(_("facts"), default=dict)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision = models.TextField(_("decision"), blank=True)

    class Meta:
        verbose_name = _("late fact")
        verbose_name_plural = _("late facts")
        indexes = [models.Index(fields=["movement"], condition=Q(decided_at=None), name="late_fact_open")]

    def __str__(self) -> str:
        return f"{self.verb} at {self.office_id}, {self.happened_at}"
