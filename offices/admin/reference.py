"""The central team's countries, offices, roads; each country's own profile, holidays, goods, permits."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from offices.admin.audited import Central, Inline, National
from offices.admin.fields import DocumentTypes, OfficeRoles, OpeningHours, ReductionScale
from offices.admin.site import site
from offices.admin.two_persons import TwoPersons
from offices.enums import AttRightKind
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
    ModelForm = forms.ModelForm[Any]
else:
    ModelForm = forms.ModelForm

_WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]


class DeadlineInline(Inline):
    model = DeadlineSetting


class StopInline(Inline):
    model = CorridorStop


class ProfileForm(ModelForm):
    weekend = forms.TypedMultipleChoiceField(
        label=_("weekend"), choices=_WEEKDAYS, coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    document_types = DocumentTypes(label=_("document types"))
    reduction_scale = ReductionScale(label=_("reduction scale"))
    att_rights = forms.MultipleChoiceField(
        label=_("Rights of authorised traders offered"),
        choices=AttRightKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = CountryProfile
        fields = "__all__"

    def clean(self) -> dict[str, Any]:
        """At most one profile of a country holds on a day."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        country = data.get("country") or (self.instance.country if self.instance.pk else None)
        if country is not None and "valid_from" in data:
            others = CountryProfile.objects.meeting(data["valid_from"], data.get("valid_until"))
            if others.filter(country=country).exclude(pk=self.instance.pk).exists():
                raise ValidationError(_("another profile of this country holds in these days: end that one first"))
        return data


@admin.register(Country, site=site)
class CountryAdmin(Central):
    list_display = ("code", "name", "currency", "language", "time_zone")
    search_fields = ("code", "name")
    fixed = ("code",)


@admin.register(CountryProfile, site=site)
class CountryProfileAdmin(TwoPersons):
    form = ProfileForm
    inlines = (DeadlineInline,)
    list_display = ("country", "valid_from", "valid_until", "automatic_acceptance", "road_speed_kmh", "reserve_hours")
    list_filter = ("country",)
    list_select_related = ("country",)
    search_fields = ("country__name",)


@admin.register(Holiday, site=site)
class HolidayAdmin(TwoPersons):
    list_display = ("day", "country", "name")
    list_filter = ("country",)
    list_select_related = ("country",)
    search_fields = ("name",)
    date_hierarchy = "day"
    deletable = True


@admin.register(RestrictedGoods, site=site)
class RestrictedGoodsAdmin(TwoPersons):
    list_display = ("code_prefix", "country", "rule", "document_type", "text", "valid_from", "valid_until")
    list_filter = ("country", "rule")
    list_select_related = ("country",)
    search_fields = ("code_prefix", "text")
    deletable = True


@admin.register(VehiclePermit, site=site)
class VehiclePermitAdmin(National):
    list_display = ("number", "country", "registration", "configuration", "valid_until", "status")
    list_filter = ("country", "status", "configuration")
    list_select_related = ("country",)
    search_fields = ("number", "registration")
    fixed = ("number", "country")


class OfficeForm(ModelForm):
    roles = OfficeRoles(label=_("roles"))
    opening_hours = OpeningHours(label=_("opening hours"))

    class Meta:
        model = Office
        fields = "__all__"


@admin.register(Office, site=site)
class OfficeAdmin(Central):
    form = OfficeForm
    list_display = ("code", "name", "country", "kind", "roles", "faces", "open_from", "open_until")
    list_filter = ("country", "kind")
    list_select_related = ("country", "faces")
    search_fields = ("code", "name")
    fixed = ("code", "country")


@admin.register(Corridor, site=site)
class CorridorAdmin(Central):
    inlines = (StopInline,)
    search_fields = ("name",)
    deletable = True


@admin.register(RoadDistance, site=site)
class RoadDistanceAdmin(Central):
    list_display = ("__str__", "one", "other", "kilometres")
    list_select_related = ("one", "other")
    search_fields = ("one__code", "one__name", "other__code", "other__name")
    deletable = True
