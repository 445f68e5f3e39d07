"""A row that holds for a period of days, both ends included; an open end holds until further notice."""

from datetime import date
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class PeriodQuerySet(models.QuerySet[Any]):
    def on(self, day: date) -> Self:
        """The rows that hold on `day`."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day)

    def meeting(self, first: date, last: date | None) -> Self:
        """The rows that hold on some day from `first` to `last` (None: without end)."""
        rows = self.filter(Q(valid_until=None) | Q(valid_until__gte=first))
        return rows if last is None else rows.filter(valid_from__lte=last)

    def get_by_natural_key(self, *key: Any) -> Any:
        """The row a fixture means; only for models that name the fields of their key."""
        return self.get(**dict(zip(self.model.NATURAL_KEY, key, strict=True)))


class Period(models.Model):
    NATURAL_KEY: ClassVar[tuple[str, ...]] = ()

    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="%(app_label)s_%(class)s_period",
            )
        ]

    def clean(self) -> None:
        """Refuse a period that ends before it starts, in words; the constraint refuses it too."""
        super().clean()
        if self.valid_from is not None and self.valid_until is not None and self.valid_until < self.valid_from:
            raise ValidationError({"valid_until": f"lies before the first day, {self.valid_from}"})

    def holds_on(self, day: date) -> bool:
        """Whether the row holds on `day`."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)
