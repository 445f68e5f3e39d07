"""Django admin: tariff and rates are edited, each change recorded; money is only looked at."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from guarantees import models
from offices.admin.audited import Central, National

if TYPE_CHECKING:  # Generic in the stubs alone.
    _Admin = admin.ModelAdmin[Any]
else:
    _Admin = admin.ModelAdmin


class ReadOnly(_Admin):
    """Rows that only services write."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(models.Guarantee)
class GuaranteeAdmin(ReadOnly):
    list_display = ["grn", "kind", "state", "principal", "office", "currency", "reference_amount", "reserved", "paid"]
    list_filter = ["state", "kind", "office__country"]
    list_select_related = ["principal", "office"]
    search_fields = ["grn", "principal__number", "bank_reference"]


@admin.register(models.LedgerEntry)
class LedgerEntryAdmin(ReadOnly):
    list_display = ["guarantee", "sequence", "kind", "amount", "currency", "reference", "at"]
    list_filter = ["kind"]
    list_select_related = ["guarantee"]
    search_fields = ["guarantee__grn", "reference"]


@admin.register(models.Reservation)
class ReservationAdmin(ReadOnly):
    list_display = ["reference", "guarantee", "amount", "currency", "country", "state", "reserved_at", "ended_at"]
    list_filter = ["state"]
    list_select_related = ["guarantee"]
    search_fields = ["guarantee__grn", "reference"]


@admin.register(models.Guarantor)
class GuarantorAdmin(ReadOnly):
    list_display = ["firm"]
    list_select_related = ["firm"]
    search_fields = ["firm__number", "firm__name"]


@admin.register(models.GuarantorApproval)
class GuarantorApprovalAdmin(ReadOnly):
    list_display = ["guarantor", "office", "valid_from", "valid_until"]
    list_select_related = ["guarantor__firm", "office"]
    search_fields = ["guarantor__firm__number", "office__code"]


@admin.register(models.TariffEdition)
class TariffEditionAdmin(Central):
    list_display = ["name", "valid_from", "valid_until"]
    search_fields = ["name"]


@admin.register(models.TariffLine)
class TariffLineAdmin(Central):
    list_display = ["code", "edition", "description_en", "sensitive"]
    list_filter = ["edition", "sensitive"]
    list_select_related = ["edition"]
    search_fields = ["code", "description_en", "description_vi"]


@admin.register(models.RateRow)
class RateRowAdmin(National):
    list_display = [
        "country",
        "code_prefix",
        "charge",
        "basis",
        "rate",
        "unit",
        "cumulation",
        "valid_from",
        "valid_until",
    ]
    list_filter = ["country", "charge", "basis"]
    list_select_related = ["country"]
    search_fields = ["code_prefix"]


@admin.register(models.ExchangeRate)
class ExchangeRateAdmin(Central):
    list_display = ["base", "quote", "rate", "valid_from"]
    list_filter = ["base", "quote"]
    search_fields = ["base", "quote"]
