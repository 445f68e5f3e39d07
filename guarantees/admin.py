"""Django admin: tariff and rates are edited, each change recorded; money is only looked at, by whom it concerns."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import DecimalField, Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from guarantees import models, selectors
from offices.admin.acting import actor_of
from offices.admin.audited import Central, ReadOnly, figure
from offices.admin.site import site
from offices.admin.two_persons import TwoPersons
from offices.enums import AppointmentKind, OfficerRole
from offices.pages.tags import money


class Money(ReadOnly):
    """Rows that only services write; seen where the guarantee they belong to may be known of. `of` leads there."""

    of = "guarantee__in"
    said: ClassVar[Any] = {**ReadOnly.said, DecimalField: lambda value: figure(money(value))}

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Officers of guarantee, national administrators, auditors; which rows the query says."""
        actor = actor_of(request)
        return (
            actor.appointed(AppointmentKind.AUDITOR)
            or actor.appointed(AppointmentKind.NATIONAL_ADMINISTRATOR)
            or any(OfficerRole.GUARANTEE.value in row.roles for row in actor.postings)
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        known = selectors.for_officers(actor=actor_of(request))
        return super().get_queryset(request).filter(**{self.of: known.order_by().values("pk")})


@admin.register(models.Guarantee, site=site)
class GuaranteeAdmin(Money):
    of = "pk__in"
    list_display = ["number", "kind", "state", "principal", "post", "currency", "reference_amount", "reserved", "paid"]
    list_filter = ["state", "kind", "office__country"]
    list_select_related = ["principal", "office"]
    search_fields = ["grn", "principal__number", "bank_reference"]
    ordering = ["grn", "pk"]

    @admin.display(description=_("guarantee"), ordering="grn")
    def number(self, row: models.Guarantee) -> str:
        return row.grn or _now("no number yet %(reference)s") % {"reference": row.bank_reference}

    @admin.display(description=_("office"), ordering="office")
    def post(self, row: models.Guarantee) -> str:
        return str(row.office_id)

    def chain_of(self, row: Model) -> Any:
        return row.pk


@admin.register(models.LedgerEntry, site=site)
class LedgerEntryAdmin(Money):
    list_display = [
        "guarantee",
        "sequence",
        "at",
        "kind",
        "booked",
        "reference",
        "reserved_after",
        "paid_after",
    ]
    list_filter = ["kind"]
    list_select_related = ["guarantee"]
    search_fields = ["guarantee__grn", "reference"]

    @admin.display(description=_("amount"), ordering="amount")
    def booked(self, row: models.LedgerEntry) -> str:
        return figure(f"{money(row.amount)} {row.currency}")


@admin.register(models.Reservation, site=site)
class ReservationAdmin(Money):
    list_display = ["reference", "guarantee", "amount", "currency", "country", "state", "reserved_at", "ended_at"]
    list_filter = ["state"]
    list_select_related = ["guarantee"]
    search_fields = ["guarantee__grn", "reference"]


@admin.register(models.Guarantor, site=site)
class GuarantorAdmin(ReadOnly):
    list_display = ["firm"]
    list_select_related = ["firm"]
    search_fields = ["firm__number", "firm__name"]


@admin.register(models.GuarantorApproval, site=site)
class GuarantorApprovalAdmin(ReadOnly):
    list_display = ["guarantor", "office", "valid_from", "valid_until"]
    list_select_related = ["guarantor__firm", "office"]
    search_fields = ["guarantor__firm__number", "office__code"]


@admin.register(models.TariffEdition, site=site)
class TariffEditionAdmin(Central):
    list_display = ["name", "valid_from", "valid_until"]
    search_fields = ["name"]


@admin.register(models.TariffLine, site=site)
class TariffLineAdmin(Central):
    list_display = ["code", "edition", "description_en", "sensitive"]
    list_filter = ["edition", "sensitive"]
    list_select_related = ["edition"]
    search_fields = ["code", "description_en", "description_vi"]
    fixed = ("edition", "code")
    deletable = True


@admin.register(models.RateRow, site=site)
class RateRowAdmin(TwoPersons):
    list_display = [
        "code_prefix",
        "country",
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
    deletable = True


@admin.register(models.ExchangeRate, site=site)
class ExchangeRateAdmin(TwoPersons):
    """What one unit of a foreign currency is in the own one: the affair of the country whose currency it is."""

    list_display = ["__str__", "base", "quote", "rate", "valid_from"]
    list_filter = ["base", "quote"]
    search_fields = ["base", "quote"]
    ordering = ["base", "quote", "-valid_from"]
    fixed = ("base", "quote")
    deletable = True

    def country_of(self, row: Any) -> str:
        return selectors.country_of(currency=row.quote)
