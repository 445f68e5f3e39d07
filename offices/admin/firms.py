"""Firms and what they hold: read here, changed through services only."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from acts.common.refusals import Refusal
from offices.admin.acting import actor_of, now
from offices.admin.audited import ReadOnly
from offices.admin.site import site
from offices.enums import AppointmentKind
from offices.models import AttRight, EmployeeDuty, Firm, Mandate, Premises, SealSeries
from offices.services import registration


@admin.register(Firm, site=site)
class FirmAdmin(ReadOnly):
    list_display = ("number", "name", "kind", "status", "country", "city")
    list_filter = ("status", "kind", "country")
    list_select_related = ("country",)
    search_fields = ("number", "name", "licence_number")
    actions = ("approve",)

    def has_approve_permission(self, request: HttpRequest) -> bool:
        """A national administrator; of which country the service asks, firm by firm."""
        return actor_of(request).appointed(AppointmentKind.NATIONAL_ADMINISTRATOR)

    @admin.action(description=_("Approve the registration"), permissions=["approve"])
    def approve(self, request: HttpRequest, queryset: QuerySet[Firm]) -> None:
        for number in queryset.order_by("number").values_list("number", flat=True):
            try:
                registration.approve(actor=actor_of(request), firm=number, at=now(request))
            except Refusal as refusal:
                self.message_user(request, f"{number}: {refusal}", messages.ERROR)
            else:
                self.message_user(request, _now("%(firm)s is approved.") % {"firm": number}, messages.SUCCESS)


@admin.register(Mandate, site=site)
class MandateAdmin(ReadOnly):
    list_display = ("principal", "representative", "valid_from", "valid_until")
    list_select_related = ("principal", "representative")
    search_fields = ("principal__number", "representative__number")


@admin.register(EmployeeDuty, site=site)
class EmployeeDutyAdmin(ReadOnly):
    list_display = ("user", "role", "valid_from", "valid_until")
    list_filter = ("role",)
    list_select_related = ("user",)
    search_fields = ("user__username", "user__firm__number")


@admin.register(AttRight, site=site)
class AttRightAdmin(ReadOnly):
    list_display = ("firm", "country", "kind", "valid_from", "valid_until")
    list_filter = ("country", "kind")
    list_select_related = ("firm", "country")
    search_fields = ("firm__number", "firm__name")


@admin.register(Premises, site=site)
class PremisesAdmin(ReadOnly):
    list_display = ("code", "firm", "office", "valid_from", "valid_until")
    list_filter = ("office__country",)
    list_select_related = ("firm", "office")
    search_fields = ("code", "firm__number", "address")


@admin.register(SealSeries, site=site)
class SealSeriesAdmin(ReadOnly):
    list_display = ("__str__", "firm", "valid_from", "valid_until")
    list_select_related = ("firm",)
    search_fields = ("prefix", "firm__number")
