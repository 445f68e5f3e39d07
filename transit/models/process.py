"""What accompanies a movement: cover, controls, risk, deadlines, snapshots, late facts."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

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

    movement = models.OneToOneField(Movement, on_delete=models.CASCADE, primary_key=True, related_name="cover")
    computed_at = models.DateTimeField()
    day = models.DateField(help_text="the day whose rates were used")
    amount = models.DecimalField(max_digits=20, decimal_places=4)
    currency = models.CharField(max_length=3)
    country = models.CharField(max_length=2, help_text="the country that set the amount")
    totals = models.JSONField(default=list)
    lines = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.movement_id}: {self.amount} {self.currency}"


class Control(models.Model):
    """A control ordered at departure or destination, and its result."""

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="controls")
    place = models.CharField(max_length=11, choices=ControlPlace.choices)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="controls")
    kind = models.CharField(max_length=9, choices=ControlKind.choices)
    ordered_at = models.DateTimeField()
    ordered_by = models.CharField(max_length=150)
    extended_until = models.DateTimeField(null=True, blank=True, help_text="once, by the country's extension")
    finished_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=2, choices=Result.choices, blank=True)
    text = models.TextField(blank=True)

    class Meta:
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

    country = models.ForeignKey(Country, on_delete=models.CASCADE, related_name="risk_profiles")
    name = models.CharField(max_length=80)
    criterion = models.CharField(max_length=10, choices=RiskCriterion.choices)
    operand = models.CharField(max_length=40)
    channel = models.CharField(max_length=6, choices=Channel.choices)
    control = models.CharField(max_length=9, choices=ControlKind.choices, default=ControlKind.DOCUMENTS)

    class Meta(Period.Meta):
        pass

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse an operand that its criterion cannot be compared with."""
        super().clean()
        if wanted := operands.fault(self.criterion, self.operand):
            raise ValidationError({"operand": f"R-RISK-01: '{self.operand}' is not {wanted}"})


class RiskHit(models.Model):
    """Why a movement got its channel; shown to officers, never to the trader."""

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="risk_hits")
    profile = models.ForeignKey(RiskProfile, on_delete=models.PROTECT, related_name="hits")
    assessed_at = models.DateTimeField()
    channel = models.CharField(max_length=6, choices=Channel.choices)
    reason = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.reason


class Deadline(models.Model):
    """What falls due for a movement, and what became of it (spec section 10). Rows, not timers."""

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="deadlines")
    kind = models.CharField(max_length=30, choices=DeadlineKind.choices)
    reference = models.CharField(max_length=40, blank=True, help_text="office of a passage, id of a proposal")
    counts_from = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=7, choices=DeadlineOutcome.choices, blank=True)
    effect = models.CharField(max_length=200, blank=True)
    retry_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["movement", "kind", "reference"], condition=Q(done_at=None), name="deadline_one_open"
            )
        ]
        indexes = [models.Index(fields=["due_at", "id"], condition=Q(done_at=None), name="deadline_open")]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_at}"


class Snapshot(models.Model):
    """The declaration as released, and after each event that changes a printed field (spec section 12).

    Papers are printed only from here.
    """

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="snapshots")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    reason = models.CharField(max_length=60)
    document = models.JSONField()
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["movement", "number"], name="snapshot_number_once")]

    def __str__(self) -> str:
        return f"{self.movement_id} version {self.number}"


class LateFact(models.Model):
    """Something that truly happened but reached a movement in a state that cannot take it (spec section 5).

    Kept with both instants; the state stays; the competent office decides about it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="late_facts")
    verb = models.CharField(max_length=30)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=150)
    state = models.CharField(max_length=22, help_text="the movement's state when the fact came in")
    data = models.JSONField(default=dict)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["movement"], condition=Q(decided_at=None), name="late_fact_open")]

    def __str__(self) -> str:
        return f"{self.verb} at {self.office_id}, {self.happened_at}"
