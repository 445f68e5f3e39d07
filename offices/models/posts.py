"""Customs offices, their hours and facing posts, corridors and distances."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from acts.common import numbers
from offices.enums import OfficeKind, OfficeRole
from offices.models.countries import Country


class Office(models.Model):
    """A customs office.

    `roles` holds letters of OfficeRole; `opening_hours` seven of ["08:00", "17:00"] or null, Monday first.
    `faces` is the post on the other side: a border is crossed only through two posts that face each other.
    """

    code = models.CharField(_("code"), max_length=8, primary_key=True)
    name = models.CharField(_("name"), max_length=120)
    country = models.ForeignKey(Country, verbose_name=_("country"), on_delete=models.PROTECT, related_name="offices")
    kind = models.CharField(_("kind"), max_length=6, choices=OfficeKind.choices)
    roles = models.CharField(_("roles"), max_length=4)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5)
    faces = models.OneToOneField(
        "self",
        verbose_name=_("facing post"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="faced_by",
        db_constraint=False,
    )
    opening_hours = models.JSONField(_("opening hours"), default=list)
    open_from = models.DateField(_("open from"), default=date(2020, 11, 2))
    open_until = models.DateField(_("open until"), null=True, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    hotline = models.CharField(_("hotline"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def clean(self) -> None:
        """Refuse a code of another country, a place off the globe, a post that faces itself or its own country, and
        an office that never opens.
        """
        super().clean()
        wrong = {}
        if not numbers.OFFICE_CODE.fullmatch(self.code) or self.code[:2] != self.country_id:
            wrong["code"] = "the country's two letters and six capitals or digits are needed"
        if self.latitude is not None and abs(self.latitude) > 90:
            wrong["latitude"] = "lies between -90 and 90"
        if self.longitude is not None and abs(self.longitude) > 180:
            wrong["longitude"] = "lies between -180 and 180"
        if self.faces is not None and self.faces.country_id == self.country_id:
            wrong["faces"] = "the post on the other side lies in another country"
        if self.open_until is not None and self.open_from is not None and self.open_until < self.open_from:
            wrong["open_until"] = f"lies before the first day, {self.open_from}"
        if self.opening_hours and not any(self.opening_hours):
            wrong["opening_hours"] = "no deadline can be counted at an office that is closed all week"
        if wrong:
            raise ValidationError(wrong)

    def has_role(self, role: OfficeRole) -> bool:
        return role.value in self.roles

    def open_on(self, day: date) -> bool:
        """Whether the office exists on `day`; its hours are another matter."""
        return self.open_from <= day and (self.open_until is None or day <= self.open_until)


class CorridorManager(models.Manager["Corridor"]):
    def get_by_natural_key(self, name: str) -> "Corridor":
        return self.get(name=name)


class Corridor(models.Model):
    """A plausible route as an ordered chain of offices, for suggestions, samples and tests."""

    name = models.CharField(_("name"), max_length=120, unique=True)

    objects = CorridorManager()

    class Meta:
        verbose_name = _("corridor")
        verbose_name_plural = _("corridors")

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.name,)


class CorridorStopManager(models.Manager["CorridorStop"]):
    def get_by_natural_key(self, corridor: str, position: int) -> "CorridorStop":
        return self.get(corridor__name=corridor, position=position)


class CorridorStop(models.Model):
    corridor = models.ForeignKey(Corridor, verbose_name=_("corridor"), on_delete=models.CASCADE, related_name="stops")
    position = models.PositiveSmallIntegerField(_("order"))
    office = models.ForeignKey(Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="+")

    objects = CorridorStopManager()

    class Meta:
        verbose_name = _("corridor stop")
        verbose_name_plural = _("corridor stops")
        ordering = ["corridor", "position"]
        constraints = [models.UniqueConstraint(fields=["corridor", "position"], name="corridor_position_once")]

    def __str__(self) -> str:
        return f"{self.corridor_id}/{self.position} {self.office_id}"

    def natural_key(self) -> tuple[str, int]:
        return *self.corridor.natural_key(), self.position


class RoadDistanceManager(models.Manager["RoadDistance"]):
    def get_by_natural_key(self, one: str, other: str) -> "RoadDistance":
        return self.get(one=one, other=other)


class RoadDistance(models.Model):
    """Road kilometres between two offices, in either direction; without a row the great circle is used (spec 10)."""

    one = models.ForeignKey(Office, verbose_name=_("one office"), on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Office, verbose_name=_("other office"), on_delete=models.CASCADE, related_name="+")
    kilometres = models.PositiveIntegerField(_("kilometres"))

    objects = RoadDistanceManager()

    class Meta:
        verbose_name = _("road distance")
        verbose_name_plural = _("road distances")
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="distance_once"),
            models.CheckConstraint(condition=Q(one__lt=models.F("other")), name="distance_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id}–{self.other_id}: {self.kilometres} km"

    def natural_key(self) -> tuple[str, str]:
        return self.one_id, self.other_id

    def clean(self) -> None:
        """The offices in the order of their codes, however they were named: a road has one row for both directions."""
        super().clean()
        if self.one_id and self.other_id and self.one_id > self.other_id:
            self.one, self.other = self.other, self.one
