"""Registered firms: traders, carriers, banks; mandates, the rights of authorised traders, permits."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from offices.enums import AttRightKind, FirmKind, FirmStatus, PermitStatus
from offices.models.countries import Country
from offices.models.periods import Period
from offices.models.posts import Office

_CONFIGURATIONS = ("RIGID", "PRIME_MOVER", "TRAILER")


class Firm(models.Model):
    """A firm in the register. Its number is what declarations quote; name and address come from here, not from them."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=FirmKind.choices)
    status = models.CharField(_("status"), max_length=10, choices=FirmStatus.choices, default=FirmStatus.REQUESTED)
    name = models.CharField(_("name"), max_length=140)
    street = models.CharField(_("street"), max_length=140)
    city = models.CharField(_("city"), max_length=70)
    postcode = models.CharField(_("postcode"), max_length=17, blank=True)
    country = models.ForeignKey(Country, verbose_name=_("country"), on_delete=models.PROTECT, related_name="firms")
    email = models.EmailField(_("e-mail"), blank=True)
    licence_number = models.CharField(_("licence number"), max_length=35, blank=True)
    logistics = models.BooleanField(
        _("registered for logistics"), default=False, help_text=_("registered for logistics: may ask for a waiver")
    )

    class Meta:
        verbose_name = _("firm")
        verbose_name_plural = _("firms")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def moves_goods(self) -> bool:
        """Whether it can be principal, representative or carrier of goods: approved, and no bank."""
        return self.status == FirmStatus.APPROVED and self.kind != FirmKind.BANK


class Mandate(Period):
    """The principal lets another firm act for it, for a period."""

    principal = models.ForeignKey(
        Firm, verbose_name=_("principal"), on_delete=models.PROTECT, related_name="mandates_given"
    )
    representative = models.ForeignKey(
        Firm, verbose_name=_("representative"), on_delete=models.PROTECT, related_name="mandates_held"
    )

    class Meta(Period.Meta):
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(condition=~Q(principal=models.F("representative")), name="mandate_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.principal} → {self.representative}"


class AttRight(Period):
    """One right of an Authorised Transit Trader, in one country, for a period."""

    firm = models.ForeignKey(Firm, verbose_name=_("firm"), on_delete=models.PROTECT, related_name="att_rights")
    country = models.ForeignKey(Country, verbose_name=_("country"), on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=20, choices=AttRightKind.choices)

    class Meta(Period.Meta):
        verbose_name_plural = _("ATT rights")
        verbose_name = _("ATT right")

    def __str__(self) -> str:
        return f"{self.firm}, {self.get_kind_display()}"


class Premises(Period):
    """Approved premises of an ATT, supervised by an office."""

    firm = models.ForeignKey(Firm, verbose_name=_("firm"), on_delete=models.PROTECT, related_name="premises")
    office = models.ForeignKey(Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="premises")
    code = models.CharField(_("code"), max_length=20, unique=True)
    address = models.CharField(_("address"), max_length=200)

    class Meta(Period.Meta):
        verbose_name = _("premises")
        verbose_name_plural = _("premises")

    def __str__(self) -> str:
        return self.code


class SealSeries(Period):
    """A series of seals approved for an ATT: prefix and an inclusive range of numbers of fixed width."""

    firm = models.ForeignKey(Firm, verbose_name=_("firm"), on_delete=models.PROTECT, related_name="seal_series")
    prefix = models.CharField(_("prefix"), max_length=10)
    first = models.PositiveIntegerField(_("first number"))
    last = models.PositiveIntegerField(_("last number"))
    width = models.PositiveSmallIntegerField(_("digits"), default=6)

    class Meta(Period.Meta):
        verbose_name = _("seal series")
        verbose_name_plural = _("seal series")
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(condition=Q(last__gte=models.F("first")), name="seal_series_range"),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}{self.first:0{self.width}d}–{self.last:0{self.width}d}"

    def contains(self, seal: str) -> bool:
        """Whether `seal` is a number of this series."""
        number = seal.removeprefix(self.prefix)
        return (
            seal.startswith(self.prefix)
            and len(number) == self.width
            and number.isascii()
            and number.isdigit()
            and self.first <= int(number) <= self.last
        )


class VehiclePermit(models.Model):
    """A row of the imported AGVCBP register: the permit is bound to one vehicle and not transferable [A]."""

    number = models.CharField(_("number"), max_length=35, primary_key=True)
    country = models.ForeignKey(Country, verbose_name=_("country"), on_delete=models.PROTECT, related_name="+")
    registration = models.CharField(_("vehicle registration"), max_length=20)
    configuration = models.CharField(_("configuration"), max_length=12, help_text=_("RIGID, PRIME_MOVER or TRAILER"))
    valid_until = models.DateField(_("valid until"))
    status = models.CharField(_("status"), max_length=9, choices=PermitStatus.choices, default=PermitStatus.VALID)

    class Meta:
        verbose_name = _("vehicle permit")
        verbose_name_plural = _("vehicle permits")

    def __str__(self) -> str:
        return self.number

    def clean(self) -> None:
        """Refuse a configuration that no declared vehicle could agree with."""
        super().clean()
        if self.configuration not in _CONFIGURATIONS:
            raise ValidationError({"configuration": f"one of {', '.join(_CONFIGURATIONS)} is needed"})
