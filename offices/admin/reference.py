"""The central team's countries, offices, roads; each country's own profile, holidays, goods, permits."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from offices.admin.audited import Central, National
from offices.models import (
    Corridor,
    CorridorStop,
    Country,
    CountryProfile,
    DeadlineSetting,
    Holiday,
    Office,
    RestrictedGoods,
    RoadDistance,
    VehiclePermit,
)

if TYPE_CHECKING:
    TabularInline = admin.TabularInline[Any, Any]
    ModelForm = forms.ModelForm[Any]
else:
    TabularInline, ModelForm = admin.TabularInline, forms.ModelForm


class DeadlineInline(TabularInline):
    model = DeadlineSetting
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return National(CountryProfile, self.admin_site).may_edit(request, obj)

    has_delete_permission = has_change_permission


class StopInline(TabularInline):
    model = CorridorStop
    extra = 0
    raw_id_fields = ("office",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return Central(Corridor, self.admin_site).may_edit(request, obj)

    has_delete_permission = has_change_permission


class ProfileForm(ModelForm):
    class Meta:
        model = CountryProfile
        fields = "__all__"

    def clean(self) -> dict[str, Any]:
        """At most one profile of a country holds on a day."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "country" in data and "valid_from" in data:
            others = CountryProfile.objects.meeting(data["valid_from"], data.get("valid_until"))
            if others.filter(country=data["country"]).exclude(pk=self.instance.pk).exists():
                raise ValidationError("another profile of this country holds in these days: end that one first")
        return data


@admin.register(Country)
class CountryAdmin(Central):
    list_display = ("code", "name", "currency", "language", "time_zone")
    search_fields = ("code", "name")


@admin.register(CountryProfile)
class CountryProfileAdmin(National):
    form = ProfileForm
    inlines = (DeadlineInline,)
    list_display = ("country", "valid_from", "valid_until", "automatic_acceptance", "road_speed_kmh", "reserve_hours")
    list_filter = ("country",)
    search_fields = ("country__name",)


@admin.register(Holiday)
class HolidayAdmin(National):
    list_display = ("country", "day", "name")
    list_filter = ("country",)
    search_fields = ("name",)
    date_hierarchy = "day"


@admin.register(RestrictedGoods)
class RestrictedGoodsAdmin(National):
    list_display = ("country", "code_prefix", "rule", "document_type", "valid_from", "valid_until")
    list_filter = ("country", "rule")
    search_fields = ("code_prefix", "text")


@admin.register(VehiclePermit)
class VehiclePermitAdmin(National):
    list_display = ("number", "country", "registration", "configuration", "valid_until", "status")
    list_filter = ("country", "status", "configuration")
    search_fields = ("number", "registration")


@admin.register(Office)
class OfficeAdmin(Central):
    list_display = ("code", "name", "country", "kind", "roles", "faces", "open_from", "open_until")
    list_filter = ("country", "kind")
    list_select_related = ("country", "faces")
    search_fields = ("code", "name")
    raw_id_fields = ("faces",)


@admin.register(Corridor)
class CorridorAdmin(Central):
    inlines = (StopInline,)
    search_fields = ("name",)


@admin.register(RoadDistance)
class RoadDistanceAdmin(Central):
    list_display = ("one", "other", "kilometres")
    list_select_related = ("one", "other")
    search_fields = ("one__code", "one__name", "other__code", "other__name")
    raw_id_fields = ("one", "other")
