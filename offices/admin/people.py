"""Accounts, appointments, postings: all three by their services, which say who may (spec section 1)."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf.locale import LANG_INFO
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from acts.common.refusals import NotAllowed, PostingNeeded, Refusal
from offices import register
from offices.admin.acting import actor_of, now
from offices.admin.audited import Audited
from offices.admin.site import site
from offices.enums import AppointmentKind, OfficerRole
from offices.models import Appointment, Posting, User
from offices.proofs import StepUpNeeded
from offices.services import accounts, appointments, factors, postings

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
    PersonField = forms.ModelChoiceField[User]
else:
    ModelForm, PersonField = forms.ModelForm, forms.ModelChoiceField


class Person(PersonField):
    """A person, by the name of the account."""

    def __init__(self) -> None:
        super().__init__(
            User.objects.filter(is_active=True),
            to_field_name="username",
            label=_("user name"),
            widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
            error_messages={"invalid_choice": _("There is no active account of this name.")},
        )


class NewUserForm(ModelForm):
    """An account with its first password, which the person changes."""

    password = forms.CharField(
        label=_("first password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least ten characters. The person changes it by clicking their name above."),
    )

    class Meta:
        model = User
        fields = ("username", *accounts.TEXTS)


@admin.register(User, site=site)
class UserAdmin(Audited):
    """Accounts. Who the person is and whether the account lives; powers are postings, duties and appointments."""

    list_display = ("username", "first_name", "last_name", "email", "firm", "is_active")
    list_filter = ("is_active",)
    list_select_related = ("firm",)
    search_fields = ("username", "first_name", "last_name", "email", "firm__number")
    fields = ("username", *accounts.TEXTS, "firm", "is_active")
    readonly_fields = ("firm",)
    fixed = ("username",)
    actions = ("reset_second_factor",)

    def has_reset_permission(self, request: HttpRequest) -> bool:
        """Whoever may make accounts; of whom the service asks, person by person."""
        return accounts.may_manage(actor_of(request), None)

    @admin.action(description=_("Reset the second factor"), permissions=["reset"])
    def reset_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """App and codes are lost: the person sets up new ones at the next log-in."""
        for name in queryset.order_by("username").values_list("username", flat=True):
            try:
                factors.reset(actor=actor_of(request), user=name, at=now(request))
            except StepUpNeeded:
                raise
            except Refusal as refusal:
                self.message_user(request, f"{name}: {refusal}", messages.ERROR)
            else:
                self.message_user(request, _now("%(name)s has no second factor now.") % {"name": name})

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "language":
            spoken = {row.language: row.name for row in register.current().countries.values()}
            # Django's own catalogue has the names of languages, but for Lao.
            info = {"lo": {"name": "Lao"}, **LANG_INFO}
            named = {code: info.get(code, {}).get("name", place) for code, place in ({"en": ""} | spoken).items()}
            known = {code: _now(name) for code, name in named.items()}
            return forms.ChoiceField(label=_("language"), choices=[*known.items()], initial="en")
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def may_edit(self, request: HttpRequest, obj: Any = None) -> bool:
        return accounts.may_manage(actor_of(request), obj)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if not change:
            kwargs |= {"form": NewUserForm, "fields": NewUserForm.Meta.fields}
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields if obj else (*NewUserForm.Meta.fields, "password")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        texts = {name: form.cleaned_data[name] for name in accounts.TEXTS}
        actor, at = actor_of(request), now(request)
        if change:
            accounts.change(actor=actor, user=obj.username, is_active=form.cleaned_data["is_active"], at=at, **texts)
        else:
            password = form.cleaned_data["password"]
            obj.pk = accounts.create(actor=actor, username=obj.username, password=password, at=at, **texts).pk


class AppointmentForm(ModelForm):
    user = Person()

    class Meta:
        model = Appointment
        fields = ("user", "kind", "country", "valid_from", "valid_until")


@admin.register(Appointment, site=site)
class AppointmentAdmin(Audited):
    form = AppointmentForm
    list_display = ("user", "kind", "country", "valid_from", "valid_until")
    list_filter = ("kind", "country")
    list_select_related = ("user", "country")
    search_fields = ("user__username",)
    fixed = ("user", "kind", "country", "valid_from")

    def may_edit(self, request: HttpRequest, obj: Any = None) -> bool:
        return appointments.may_appoint(actor_of(request))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        actor, at = actor_of(request), now(request)
        if not change:
            obj.pk = appointments.appoint(
                actor=actor,
                user=obj.user.username,
                kind=AppointmentKind(obj.kind),
                country=obj.country_id,
                valid_from=obj.valid_from,
                valid_until=obj.valid_until,
                at=at,
            ).pk
        elif "valid_until" in form.changed_data:
            if obj.valid_until is None:
                raise NotAllowed(_now("an appointment that ends is not prolonged: make a new one"))
            appointments.end(actor=actor, appointment=obj.pk, last_day=obj.valid_until, at=at)


class PostingForm(ModelForm):
    user = Person()
    roles = forms.MultipleChoiceField(
        label=_("roles"), choices=OfficerRole.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Posting
        fields = ("user", "office", "roles", "valid_from", "valid_until")


@admin.register(Posting, site=site)
class PostingAdmin(Audited):
    form = PostingForm
    list_display = ("user", "office", "held", "valid_from", "valid_until")
    list_filter = ("office__country",)
    list_select_related = ("user", "office")
    search_fields = ("user__username", "office__code", "office__name")
    fixed = ("user", "office", "roles", "valid_from")

    @admin.display(description=_("roles"))
    def held(self, row: Posting) -> str:
        return capfirst(", ".join(str(OfficerRole(role).label) for role in row.roles))

    def may_edit(self, request: HttpRequest, obj: Any = None) -> bool:
        return postings.may_assign_somewhere(actor_of(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) or self.may_edit(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        actor, at = actor_of(request), now(request)
        here = next((row.pk for row in actor.postings if row.office_id == obj.office_id), None)
        try:
            actor = actor.acting(here)
        except PostingNeeded as refusal:
            raise NotAllowed(_now("you are not posted at that office")) from refusal
        if not change:
            obj.pk = postings.assign(
                actor=actor,
                user=obj.user.username,
                office=obj.office_id,
                roles=[OfficerRole(role) for role in form.cleaned_data["roles"]],
                valid_from=obj.valid_from,
                valid_until=obj.valid_until,
                at=at,
            ).pk
        elif "valid_until" in form.changed_data:
            if obj.valid_until is None:
                raise NotAllowed(_now("a posting that ends is not prolonged: assign a new one"))
            postings.end(actor=actor, posting=obj.pk, last_day=obj.valid_until, at=at)
