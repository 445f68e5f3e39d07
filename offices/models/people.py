"""Users, officers' postings, appointments, employees' duties (spec section 1)."""

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from offices.enums import AppointmentKind, EmployeeRole
from offices.models.countries import Country
from offices.models.firms import Firm
from offices.models.periods import Period
from offices.models.posts import Office


class User(AbstractUser):
    """A person. Duties are rows (postings, appointments, employee duties), not groups.

    `factor_changes` counts what happened to the second factor: each change ends the sessions begun before it.
    """

    language = models.CharField(_("language"), max_length=8, default="en")
    firm = models.ForeignKey(
        Firm, verbose_name=_("firm"), on_delete=models.PROTECT, null=True, blank=True, related_name="people"
    )
    has_second_factor = models.BooleanField(_("has a second factor"), default=False)
    factor_changes = models.PositiveIntegerField(_("changes of the second factor"), default=0)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        key = f"{self.password}:{self.factor_changes}"
        return salted_hmac("offices.session", key, secret=secret, algorithm="sha256").hexdigest()


class EmployeeDuty(Period):
    """What a person may do for the own firm, for a period."""

    user = models.ForeignKey(User, verbose_name=_("user"), on_delete=models.CASCADE, related_name="duties")
    role = models.CharField(_("duty"), max_length=12, choices=EmployeeRole.choices)

    class Meta(Period.Meta):
        verbose_name = _("employee duty")
        verbose_name_plural = _("employee duties")

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"


class Posting(Period):
    """An officer's posting: one office, one or more roles, a first and a last day. Outside it: nothing."""

    id = models.UUIDField(_("ID"), primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, verbose_name=_("user"), on_delete=models.PROTECT, related_name="postings")
    office = models.ForeignKey(Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="postings")
    roles = models.JSONField(_("roles"), default=list, help_text=_("values of OfficerRole"))

    class Meta(Period.Meta):
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        ordering = ["office", "valid_from"]

    def __str__(self) -> str:
        return f"{self.user}, {self.office_id}"


class Appointment(Period):
    """A duty beyond one office: national administrator (of a country), central team, auditor. No act on movements."""

    user = models.ForeignKey(User, verbose_name=_("user"), on_delete=models.PROTECT, related_name="appointments")
    kind = models.CharField(_("kind"), max_length=24, choices=AppointmentKind.choices)
    country = models.ForeignKey(
        Country, verbose_name=_("country"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Period.Meta):
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(kind="NATIONAL_ADMINISTRATOR") | ~models.Q(country=None),
                name="national_administrator_has_country",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_kind_display()}"
