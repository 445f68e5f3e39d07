"""Accounts, appointments, postings."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.auth.forms import AdminUserCreationForm
from django.http import HttpRequest

from acts.common import clock
from acts.common.refusals import NotAllowed, PostingNeeded
from offices.admin.audited import Audited, Central, actor_of
from offices.enums import AppointmentKind, OfficerRole
from offices.models import Appointment, Posting, User
from offices.services import postings

if TYPE_CHECKING:
    CreationForm = AdminUserCreationForm[User]
    ModelForm = forms.ModelForm[Any]
else:
    CreationForm, ModelForm = AdminUserCreationForm, forms.ModelForm


class NewUserForm(CreationForm):
    class Meta:
        model = User
        fields = ("username", "first_name", "last_name", "email", "language")


def _countries(user: User | None) -> set[str | None]:
    """The countries a person belongs to, by firm or posting; {None}, which is any, for a newcomer."""
    if user is None:
        return {None}
    countries: set[str | None] = set(user.postings.values_list("office__country", flat=True))
    if user.firm is not None:
        countries.add(user.firm.country_id)
    return countries or {None}


@admin.register(User)
class UserAdmin(Audited):
    """Accounts. Who the person is and whether the account lives; powers are postings, duties and appointments."""

    list_display = ("username", "first_name", "last_name", "email", "firm", "is_active", "is_staff")
    list_filter = ("is_active", "is_staff")
    list_select_related = ("firm",)
    search_fields = ("username", "first_name", "last_name", "email", "firm__number")
    fields = ("username", "first_name", "last_name", "email", "language", "firm", "is_active", "is_staff")
    readonly_fields = ("firm",)

    def may_edit(self, request: HttpRequest, obj: Any = None) -> bool:
        if super().may_edit(request, obj):
            return True
        if obj is not None and obj.is_superuser:
            return False
        actor = actor_of(request)
        return actor.appointed(AppointmentKind.CENTRAL_TEAM) or any(
            actor.appointed(AppointmentKind.NATIONAL_ADMINISTRATOR, country) for country in _countries(obj)
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if not change:
            kwargs |= {"form": NewUserForm, "fields": NewUserForm.Meta.fields}
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields if obj else (*NewUserForm.Meta.fields, "usable_password", "password1", "password2")


@admin.register(Appointment)
class AppointmentAdmin(Central):
    list_display = ("user", "kind", "country", "valid_from", "valid_until")
    list_filter = ("kind", "country")
    list_select_related = ("user", "country")
    search_fields = ("user__username",)
    raw_id_fields = ("user",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if obj.user == request.user and not Audited.may_edit(self, request):
            raise NotAllowed("nobody appoints himself")
        super().save_model(request, obj, form, change)


class PostingForm(ModelForm):
    roles = forms.MultipleChoiceField(choices=OfficerRole.choices)

    class Meta:
        model = Posting
        fields = ("user", "office", "roles", "valid_from", "valid_until")


@admin.register(Posting)
class PostingAdmin(Audited):
    """Postings, through their service: it decides who may."""

    form = PostingForm
    list_display = ("user", "office", "roles", "valid_from", "valid_until")
    list_filter = ("office__country",)
    list_select_related = ("user", "office")
    search_fields = ("user__username", "office__code", "office__name")
    raw_id_fields = ("user", "office")

    def may_edit(self, request: HttpRequest, obj: Any = None) -> bool:
        actor = actor_of(request)
        return actor.appointed(AppointmentKind.NATIONAL_ADMINISTRATOR) or any(
            OfficerRole.SUPERVISOR.value in row.roles for row in actor.postings
        )

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) or (
            request.user.is_authenticated and self.may_edit(request, obj)
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("user", "office", "roles", "valid_from") if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        actor = actor_of(request)
        here = next((row.pk for row in actor.postings if row.office_id == obj.office_id), None)
        try:
            actor = actor.acting(here)
        except PostingNeeded as refusal:
            raise NotAllowed("you are not posted at that office") from refusal
        if not change:
            row = postings.assign(
                actor=actor,
                user=obj.user.username,
                office=obj.office_id,
                roles=[OfficerRole(role) for role in form.cleaned_data["roles"]],
                valid_from=obj.valid_from,
                valid_until=obj.valid_until,
                at=clock.now(),
            )
            obj.pk = row.pk
        elif "valid_until" in form.changed_data:
            if obj.valid_until is None:
                raise NotAllowed("a posting that ends is not prolonged: assign a new one")
            postings.end(actor=actor, posting=obj.pk, last_day=obj.valid_until, at=clock.now())
