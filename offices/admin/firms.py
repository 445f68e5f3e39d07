"""Firms and what they hold: read here, changed through services only."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from acts.common import clock
from acts.common.refusals import Refusal
from offices.admin.audited import ReadOnly, actor_of
from offices.models import AttRight, EmployeeDuty, Firm, Mandate, Premises, SealSeries
from offices.services import registration


@admin.register(Firm)
class FirmAdmin(ReadOnly):
    list_display = ("number", "name", "kind", "status", "country", "city")
    list_filter = ("status", "kind", "country")
    list_select_related = ("country",)
    search_fields = ("number", "name", "licence_number")
    actions = ("approve",)

    @admin.action(description="Approve the registration")
    def approve(self, request: HttpRequest, queryset: QuerySet[Firm]) -> None:
        for number in queryset.order_by("number").values_list("number", flat=True):
            try:
                registration.approve(actor=actor_of(request), firm=number, at=clock.now())
            except Refusal as refusal:
                self.message_user(request, f"{number}: {refusal}", messages.ERROR)
            else:
                self.message_user(request, f"{number} is approved.", messages.SUCCESS)


@admin.register(Mandate)
class MandateAdmin(ReadOnly):
    list_display = ("principal", "representative", "valid_from", "valid_until")
    list_select_related = ("principal", "representative")
    search_fields = ("principal__number", "representative__number")


@admin.register(EmployeeDuty)
class EmployeeDutyAdmin(ReadOnly):
    list_display = ("user", "role", "valid_from", "valid_until")
    list_filter = ("role",)
    list_select_related = ("user",)
    search_fields = ("user__username", "user__firm__number")


@admin.register(AttRight)
class AttRightAdmin(ReadOnly):
    list_display = ("firm", "country", "kind", "valid_from", "valid_until")
    list_filter = ("country", "kind")
    list_select_related = ("firm", "country")
    search_fields = ("firm__number", "firm__name")


@admin.register(Premises)
class PremisesAdmin(ReadOnly):
    list_display = ("code", "firm", "office", "valid_from", "valid_until")
    list_filter = ("office__country",)
    list_select_related = ("firm", "office")
    search_fields = ("code", "firm__number", "address")


@admin.register(SealSeries)
class SealSeriesAdmin(ReadOnly):
    list_display = ("__str__", "firm", "valid_from", "valid_until")
    list_select_related = ("firm",)
    search_fields = ("prefix", "firm__number")
