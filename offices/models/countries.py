"""Countries and their profiles: every national number is a row here, never a constant in code (spec section 15)."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from acts.common import money
from offices.enums import DeadlineKind, GoodsRule, Mark, TimeUnit
from offices.models.periods import Period

_COUNTRY_CODE = re.compile(r"[A-Z]{2}", re.ASCII)
CODE_PREFIX = re.compile(r"[0-9]{2,8}", re.ASCII)
"""The first digits of a commodity code."""
_PLAIN: Mapping[str, timedelta] = {
    TimeUnit.MINUTES: timedelta(minutes=1),
    TimeUnit.HOURS: timedelta(hours=1),
    TimeUnit.DAYS: timedelta(days=1),
}


def _saturday_sunday() -> list[int]:
    return [5, 6]


class Country(models.Model):
    """A member state of ACTS. `profile` values change over time and live in `CountryProfile`."""

    code = models.CharField(_("code"), max_length=2, primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    currency = models.CharField(_("currency"), max_length=3)
    language = models.CharField(_("language"), max_length=8, help_text=_("second language of papers, such as th"))
    time_zone = models.CharField(_("time zone"), max_length=40)

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse what no instant or amount of this country could be computed with."""
        super().clean()
        wrong = {}
        if not _COUNTRY_CODE.fullmatch(self.code):
            wrong["code"] = "two capital letters of ISO 3166 are needed"
        if not money.is_currency(self.currency):
            wrong["currency"] = f"'{self.currency}' is no currency of ISO 4217 that amounts are stated in"
        if self.time_zone not in available_timezones():
            wrong["time_zone"] = f"'{self.time_zone}' is no time zone of the IANA list, such as Asia/Bangkok"
        if wrong:
            raise ValidationError(wrong)


class CountryProfile(Period):
    """How one country runs transit, for a period. At most one holds on a day (checked when edited)."""

    country = models.ForeignKey(Country, verbose_name=_("country"), on_delete=models.PROTECT, related_name="profiles")
    weekend = models.JSONField(
        _("weekend"), default=_saturday_sunday, help_text=_("weekdays without work, Monday is 0")
    )
    exit_offices_count = models.BooleanField(
        _("exit posts count"), default=True, help_text=_("exit posts are offices of transit")
    )
    automatic_acceptance = models.BooleanField(
        _("automatic acceptance"), default=True, help_text=_("once all checks pass")
    )
    recovery_by_deadline = models.BooleanField(_("recovery by deadline"), default=False)
    permit_register = models.BooleanField(
        _("register of vehicle permits"), default=True, help_text=_("AGVCBP permits are imported here")
    )
    itinerary_binding = models.BooleanField(
        _("itinerary binding"), default=True, help_text=_("unless the declaration says otherwise")
    )
    document_types = models.JSONField(
        _("document types"),
        default=list,
        blank=True,
        help_text=_('asked for of every declaration through here: ["INVOICE"]'),
    )
    road_speed_kmh = models.PositiveSmallIntegerField(
        _("assumed speed on the road"), default=40, help_text=_("kilometres an hour")
    )
    reserve_hours = models.PositiveSmallIntegerField(
        _("hours in reserve"), default=12, help_text=_("added to every limit date")
    )
    reduction_scale = models.JSONField(
        _("reduction scale"), default=list, help_text=_('[{"percentage": 50, "clean_years": 2}]')
    )
    att_rights = models.JSONField(_("ATT rights"), default=list)
    access_code_tries = models.PositiveSmallIntegerField(
        _("tries of an access code"), default=5, help_text=_("wrong codes that lock GRN and user")
    )
    access_code_window_minutes = models.PositiveSmallIntegerField(
        _("tries count for"), default=15, help_text=_("minutes")
    )
    access_code_lock_minutes = models.PositiveSmallIntegerField(_("locked for"), default=15, help_text=_("minutes"))
    low_balance_percent = models.PositiveSmallIntegerField(
        _("low balance"), default=10, help_text=_("bank and principal are warned below this share, in percent")
    )
    expiry_alert_days = models.PositiveSmallIntegerField(
        _("warning before the end"), default=30, help_text=_("days before a guarantee expires")
    )
    retention_years = models.PositiveSmallIntegerField(_("years kept"), default=10)

    NATURAL_KEY = ("country", "valid_from")

    class Meta(Period.Meta):
        verbose_name = _("country profile")
        verbose_name_plural = _("country profiles")
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(fields=["country", "valid_from"], name="profile_one_per_start"),
            models.CheckConstraint(condition=models.Q(access_code_tries__gte=1), name="profile_some_tries"),
            models.CheckConstraint(condition=models.Q(road_speed_kmh__gte=1), name="profile_some_speed"),
            models.CheckConstraint(condition=models.Q(low_balance_percent__lte=100), name="profile_percent"),
        ]

    def __str__(self) -> str:
        first = formats.date_format(self.valid_from, "j M Y")
        return gettext("%(country)s, from %(day)s") % {"country": self.country, "day": first}

    def natural_key(self) -> tuple[str, date]:
        return self.country_id, self.valid_from

    def clean(self) -> None:
        """Refuse a week without a working day and a speed of nothing: no deadline, no limit date could be counted."""
        super().clean()
        wrong = {}
        if {*range(7)} <= {*self.weekend}:
            wrong["weekend"] = "one day of the week at least is a working day"
        if self.road_speed_kmh == 0:
            wrong["road_speed_kmh"] = "a truck makes one kilometre an hour at least"
        if wrong:
            raise ValidationError(wrong)


class DeadlineSettingManager(models.Manager["DeadlineSetting"]):
    def get_by_natural_key(self, country: str, valid_from: date, kind: str) -> "DeadlineSetting":
        return self.get(profile__country=country, profile__valid_from=valid_from, kind=kind)


class DeadlineSetting(models.Model):
    """The length of one deadline in one profile, with the mark that says how firm it is (spec section 10)."""

    profile = models.ForeignKey(
        CountryProfile, verbose_name=_("profile"), on_delete=models.CASCADE, related_name="deadlines"
    )
    kind = models.CharField(_("kind"), max_length=30, choices=DeadlineKind.choices)
    amount = models.PositiveSmallIntegerField(_("amount"))
    unit = models.CharField(_("unit"), max_length=15, choices=TimeUnit.choices)
    mark = models.CharField(_("mark"), max_length=4, choices=Mark.choices)

    objects = DeadlineSettingManager()

    class Meta:
        verbose_name = _("deadline setting")
        verbose_name_plural = _("deadline settings")
        constraints = [models.UniqueConstraint(fields=["profile", "kind"], name="deadline_once_per_profile")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.amount} {self.unit}"

    def natural_key(self) -> tuple[str, date, str]:
        return *self.profile.natural_key(), self.kind

    def clean(self) -> None:
        """Refuse a reminder that cannot be counted back from the limit date: working time and months only go ahead."""
        super().clean()
        if self.kind == DeadlineKind.LIMIT_DATE_REMINDER and self.unit not in _PLAIN:
            raise ValidationError({"unit": f"counted back from the limit date, so one of {', '.join(_PLAIN)}"})

    @property
    def span(self) -> timedelta:
        """The length in plain time; KeyError for working time and months, which have none of their own."""
        return self.amount * _PLAIN[self.unit]


class HolidayManager(models.Manager["Holiday"]):
    def get_by_natural_key(self, country: str, day: date) -> "Holiday":
        return self.get(country=country, day=day)


class Holiday(models.Model):
    country = models.ForeignKey(Country, verbose_name=_("country"), on_delete=models.CASCADE, related_name="holidays")
    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=80)

    objects = HolidayManager()

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        constraints = [models.UniqueConstraint(fields=["country", "day"], name="holiday_once")]
        ordering = ["country", "day"]

    def __str__(self) -> str:
        return f"{self.country_id} {self.day} {self.name}"

    def natural_key(self) -> tuple[str, date]:
        return self.country_id, self.day


class RestrictedGoods(Period):
    """Goods a country refuses in transit, or lets through only with a document of the named type [A]."""

    country = models.ForeignKey(
        Country, verbose_name=_("country"), on_delete=models.CASCADE, related_name="restricted_goods"
    )
    code_prefix = models.CharField(_("start of the commodity code"), max_length=8)
    rule = models.CharField(_("rule"), max_length=10, choices=GoodsRule.choices)
    document_type = models.CharField(_("document type"), max_length=20, blank=True)
    text = models.CharField(_("remark"), max_length=200)

    NATURAL_KEY = ("country", "code_prefix", "valid_from")

    class Meta(Period.Meta):
        verbose_name = _("restricted goods")
        verbose_name_plural = _("restricted goods")
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(rule="PROHIBITED") | ~models.Q(document_type=""), name="restricted_names_document"
            ),
            models.UniqueConstraint(fields=["country", "code_prefix", "valid_from"], name="restricted_once_per_start"),
        ]

    def __str__(self) -> str:
        return f"{self.country_id} {self.code_prefix} {self.rule}"

    def natural_key(self) -> tuple[str, str, date]:
        return self.country_id, self.code_prefix, self.valid_from

    def clean(self) -> None:
        """Refuse a prefix that no commodity code begins with, and a restriction that names no document."""
        super().clean()
        if not CODE_PREFIX.fullmatch(self.code_prefix):
            raise ValidationError({"code_prefix": "the first 2 to 8 digits of a commodity code are needed"})
        if self.rule == GoodsRule.RESTRICTED and not self.document_type:
            raise ValidationError(
                {"document_type": "restricted goods need the type of the document that lets them pass"}
            )
