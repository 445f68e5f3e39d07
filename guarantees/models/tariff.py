"""The tariff (AHTN by edition), the countries' rates and exchange rates."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from acts.common import money
from guarantees.enums import Basis, Charge
from offices.models import Country
from offices.models.periods import Period

_CODE = re.compile(r"[0-9]{8}", re.ASCII)
_PREFIX = re.compile(r"[0-9]{1,8}", re.ASCII)


class TariffEdition(Period):
    """An edition of the AHTN; the one valid on the day decides whether a code exists."""

    name = models.CharField(_("name"), max_length=20, unique=True)

    class Meta(Period.Meta):
        verbose_name = _("tariff edition")
        verbose_name_plural = _("tariff editions")

    def __str__(self) -> str:
        return self.name


class TariffLine(models.Model):
    """One 8-digit line of an edition."""

    edition = models.ForeignKey(
        TariffEdition, verbose_name=_("edition"), on_delete=models.CASCADE, related_name="lines"
    )
    code = models.CharField(_("code"), max_length=8)
    description_en = models.TextField(_("description in English"))
    description_vi = models.TextField(_("description in Vietnamese"), blank=True)
    sensitive = models.BooleanField(_("sensitive goods"), default=False)

    class Meta:
        verbose_name = _("tariff line")
        verbose_name_plural = _("tariff lines")
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="tariff_code_once")]
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        """Refuse a code that no declaration could name."""
        super().clean()
        if not _CODE.fullmatch(self.code):
            raise ValidationError({"code": "eight digits are needed"})


class RateRow(Period):
    """One charge of one country on goods below a code prefix; the longest matching prefix wins, charge by charge.

    PERCENT: `rate` percent of the value plus the charges of lower `cumulation`. SPECIFIC: `rate` in the country's
    currency per `unit` of supplementary quantity.
    """

    country = models.ForeignKey(Country, verbose_name=_("country"), on_delete=models.PROTECT, related_name="rates")
    code_prefix = models.CharField(_("start of the commodity code"), max_length=8)
    charge = models.CharField(_("charge"), max_length=15, choices=Charge.choices)
    basis = models.CharField(_("basis"), max_length=8, choices=Basis.choices, default=Basis.PERCENT)
    rate = models.DecimalField(_("rate"), max_digits=14, decimal_places=6)
    unit = models.CharField(_("unit"), max_length=10, blank=True)
    cumulation = models.PositiveSmallIntegerField(_("order of cumulation"), default=0)

    class Meta(Period.Meta):
        verbose_name = _("rate row")
        verbose_name_plural = _("rate rows")
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["country", "code_prefix", "charge", "valid_from"], name="rate_once_per_start"
            ),
            models.CheckConstraint(condition=models.Q(rate__gte=0), name="rate_not_negative"),
            models.CheckConstraint(
                condition=models.Q(basis="PERCENT") | ~models.Q(unit=""), name="specific_rate_has_unit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country_id} {self.code_prefix} {self.charge}"

    def clean(self) -> None:
        """Refuse a prefix that no code begins with, a negative rate, and a specific one without its unit."""
        super().clean()
        wrong = {}
        if not _PREFIX.fullmatch(self.code_prefix):
            wrong["code_prefix"] = "the first digits of a commodity code are needed, at most eight"
        if self.rate is not None and self.rate < 0:
            wrong["rate"] = "is not negative"
        if self.basis == Basis.SPECIFIC and not self.unit:
            wrong["unit"] = "a rate per unit names its unit"
        if wrong:
            raise ValidationError(wrong)


class ExchangeRate(models.Model):
    """One unit of `base` is `rate` units of `quote`, from a day until the next row's day."""

    base = models.CharField(_("base currency"), max_length=3)
    quote = models.CharField(_("quoted currency"), max_length=3)
    rate = models.DecimalField(_("rate"), max_digits=20, decimal_places=10)
    valid_from = models.DateField(_("valid from"))

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        constraints = [
            models.UniqueConstraint(fields=["base", "quote", "valid_from"], name="exchange_once_per_start"),
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="exchange_rate_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.base}/{self.quote} {self.valid_from}"

    def clean(self) -> None:
        """Refuse what is no currency, a currency against itself, and a rate that is not above zero."""
        super().clean()
        wrong = {
            name: f"'{code}' is no currency of ISO 4217 that amounts are stated in"
            for name, code in (("base", self.base), ("quote", self.quote))
            if not money.is_currency(code)
        }
        if self.base == self.quote:
            wrong["quote"] = "is another currency than the base"
        if self.rate is not None and self.rate <= 0:
            wrong["rate"] = "lies above zero"
        if wrong:
            raise ValidationError(wrong)
