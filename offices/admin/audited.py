"""What every page of the admin shares: who reads, who writes, each change is history (spec section 17)."""

import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import formats
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from acts.common.models import HistoryEntry
from acts.common.refusals import NotAllowed, Refusal
from offices import audit
from offices.admin.acting import actor_of, now
from offices.enums import AppointmentKind
from offices.models import Country
from offices.pages.tags import number, words

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    InlineBase = admin.TabularInline[Any, Any]
    # What `Plain` is mixed into.
    Admin = BaseModelAdmin[Any]
else:
    ModelAdmin, InlineBase, Admin = admin.ModelAdmin, admin.TabularInline, object

PAGE = 25
REFUSAL = "acts.refusal"


def _yes_or_no(value: Any) -> str:
    return _("yes") if value else _("no")


def figure(text: str) -> str:
    """A number in a column of numbers, its groups kept together."""
    return format_html('<span class="amount figure">{}</span>', text)


def _instant(value: Any) -> str:
    return f"{formats.date_format(value, 'DATETIME_FORMAT')} UTC"


def _listed(value: Any) -> str:
    if isinstance(value, list) and not any(isinstance(part, dict | list) for part in value):
        return ", ".join(map(str, value))
    return format_html("<code>{}</code>", json.dumps(value, ensure_ascii=False))


class Codes(admin.AllValuesFieldListFilter):
    """The codes that occur in a column without a list of them, in words."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        every, *others = super().choices(changelist)
        yield every
        yield from ({**choice, "display": words(str(choice["display"]))} for choice in others)


class Plain(Admin):
    """Forms of plain HTML: the browser's own fields, no popup beside them, no script."""

    formfield_overrides: ClassVar[Any] = {
        models.DateField: {"widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})},
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 4})},
    }

    @property
    def media(self) -> forms.Media:
        return forms.Media()

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A code list names its values as they stand within a sentence; alone they begin with a capital."""
        field: Any = super().formfield_for_choice_field(db_field, request, **kwargs)
        field.choices = [(value, capfirst(label)) for value, label in field.choices]
        return field


class Refused(forms.BaseForm):
    """A form that a service refused after it was found valid: it says so, with what was typed."""

    refusal = ""

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound:
            self.add_error(None, self.refusal)


class Inline(Plain, InlineBase):
    """Rows edited with the row they belong to, by whoever may edit that."""

    extra = 2

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        page: Any = self.admin_site.get_model_admin(self.parent_model)
        return bool(page.may_edit(request, obj))

    has_delete_permission = has_change_permission


class Audited(Plain, ModelAdmin):
    """Everyone appointed reads; `may_edit` says who writes; each change is history; a refusal stands in the form."""

    list_per_page = PAGE
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    deletable = False
    # How the values of a kind of column are said, where nobody edits them.
    said: ClassVar[Mapping[type[Any], Callable[[Any], str]]] = {
        models.BooleanField: _yes_or_no,
        models.DecimalField: lambda value: figure(number(value)),
        models.DateTimeField: _instant,
        models.JSONField: _listed,
    }
    # Columns that name a row for ever: given once, when it is made.
    fixed: tuple[str, ...] = ()

    def may_edit(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the person may add (no `obj`) or change this row. A superuser sets the house up."""
        return bool(getattr(request.user, "is_superuser", False))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(actor_of(request).appointments) or Audited.may_edit(self, request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may_edit(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_edit(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.deletable and self.may_edit(request, obj)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only what the filters offer: a free choice of columns would be an oracle about those not shown."""
        filters = [row[0] if isinstance(row, tuple) else row for row in self.get_list_filter(request)]
        offered = [name for name in (*filters, self.date_hierarchy) if isinstance(name, str)]
        asked_for = any(lookup == name or lookup.startswith(f"{name}__") for name in offered)
        return asked_for and super().lookup_allowed(lookup, value, request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*super().get_readonly_fields(request, obj), *(self.fixed if obj is not None else ()))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What names the row stands first."""
        given = super().get_fields(request, obj)
        if obj is None or self.fields:
            return given
        return [*self.fixed, *(name for name in given if name not in self.fixed)]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who only reads finds words for what is kept as the program needs it."""
        given = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return given
        return [
            (title, {**options, "fields": [self._readable(name) for name in options["fields"]]})
            for title, options in given
        ]

    def get_list_display(self, request: HttpRequest) -> Any:
        """Yes and no and codes in words, decimals without the zeros the column keeps, instants with their zone."""
        return [self._readable(name) for name in super().get_list_display(request)]

    def get_sortable_by(self, request: HttpRequest) -> Any:
        """By what is shown: Django looks for the very columns of the list, not for their names."""
        return self.get_list_display(request) if self.sortable_by is None else super().get_sortable_by(request)

    def _readable(self, name: Any) -> Any:
        """The column, or what shows it in words: the same thing each time it is asked for."""
        return self._columns.setdefault(name, self._shown(name))

    @cached_property
    def _columns(self) -> dict[Any, Any]:
        return {}

    def _shown(self, name: Any) -> Any:
        columns = {field.name: field for field in self.opts.concrete_fields}
        column = columns.get(name) if isinstance(name, str) else None
        said = self._says(column)
        if column is None or said is None or hasattr(self, name):
            return name

        @admin.display(description=column.verbose_name, ordering=name)
        def shown(row: Any) -> Any:
            value = getattr(row, name)
            return self.get_empty_value_display() if value in (None, "", []) else said(value)

        # Names the column's class in the table, as the field itself would.
        shown.__name__ = name
        return shown

    def _says(self, column: Any) -> Callable[[Any], str] | None:
        """How a column's values are said: as its form shows them, else as is usual for its kind; None: as they are."""
        asked = self.form.declared_fields.get(column.name) if column is not None else None
        if isinstance(asked, forms.MultipleChoiceField):
            choices: Any = asked.choices
            labels = dict(choices)
            return lambda value: capfirst(", ".join(str(labels.get(key, key)) for key in asked.prepare_value(value)))
        if asked is not None and isinstance(column, models.JSONField):
            return lambda value: str(asked.prepare_value(value))
        if column is not None and column.choices:
            names = dict(column.flatchoices)
            return lambda value: str(capfirst(names.get(value, value)))
        return next((say for kind, say in self.said.items() if isinstance(column, kind)), None)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The row; 404 for one that does not exist, or that the person may not know of."""
        row = super().get_object(request, object_id, from_field)
        if row is None:
            raise Http404
        return row

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refusal as refusal:
            # The same form once more, as it was typed, with what a service refused.
            request.META[REFUSAL] = refusal.detail
            return super().changeform_view(request, *args, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        refusal = request.META.get(REFUSAL, "")
        return type("Refused", (Refused, form), {"refusal": refusal}) if refusal else form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        before = audit.values(self.model._default_manager.get(pk=obj.pk)) if change else None
        super().save_model(request, obj, form, change)
        self.note(request, obj, "change" if change else "create", before)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        stored = {row.pk: audit.values(row) for row in formset.queryset}
        super().save_formset(request, form, formset, change)
        for row in formset.new_objects:
            self.note(request, row, "create")
        for row, _changed in formset.changed_objects:
            self.note(request, row, "change", stored[row.pk])
        for row in formset.deleted_objects:
            self.note(request, form.instance, "delete_part", data={"part": str(row)})

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.note(request, obj, "delete")
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for row in queryset:
            self.note(request, row, "delete")
        super().delete_queryset(request, queryset)

    def note(
        self,
        request: HttpRequest,
        row: Model,
        verb: str,
        before: dict[str, Any] | None = None,
        data: dict[str, Any] | None = None,
    ) -> None:
        """Write the change into the history."""
        actor = actor_of(request)
        audit.record(
            row=row, verb=verb, actor=actor.name, address=actor.address, at=now(request), before=before, data=data
        )

    # The history above is the only one: Django's own log would be a second that anybody with the table may edit.

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any: ...

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any: ...

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any: ...

    def chain_of(self, row: Model) -> uuid.UUID:
        """Under which subject the history tells of a row."""
        return audit.subject_of(row)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What happened to the row, newest first."""
        row = self.get_object(request, object_id)
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        entries = HistoryEntry.objects.filter(subject=self.chain_of(row)).order_by("-sequence")
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of %(name)s") % {"name": row},
            "original": row,
            "opts": self.opts,
            "page": Paginator(entries, PAGE).get_page(request.GET.get("page")),
        }
        return TemplateResponse(request, "admin/object_history.html", context)


class ReadOnly(Audited):
    """Rows that change through services only."""

    def may_edit(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Shared(Audited):
    """Reference data, which everybody in customs reads."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return actor_of(request).in_customs or Audited.may_edit(self, request)


class Central(Shared):
    """Countries, offices, roads: the central team's."""

    def may_edit(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().may_edit(request, obj) or actor_of(request).appointed(AppointmentKind.CENTRAL_TEAM)


class National(Shared):
    """Profile, holidays, goods, permits: the national administrator's, of the own country."""

    fixed: tuple[str, ...] = ("country",)

    def country_of(self, row: Any) -> str:
        """Whose row it is."""
        return str(row.country_id)

    def may_edit(self, request: HttpRequest, obj: Any = None) -> bool:
        country = self.country_of(obj) if obj is not None else None
        return super().may_edit(request, obj) or actor_of(request).appointed(
            AppointmentKind.NATIONAL_ADMINISTRATOR, country
        )

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only the own countries are offered."""
        if db_field.name == "country" and not Audited.may_edit(self, request):
            own = [row.country_id for row in actor_of(request).appointments]
            kwargs["queryset"] = Country.objects.filter(pk__in=[code for code in own if code])
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        # Whose row it is may follow from more than the field `country`.
        if not self.may_edit(request, obj):
            raise NotAllowed(_("that is another country's"))
        super().save_model(request, obj, form, change)
