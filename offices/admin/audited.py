"""What every admin page of this app shares: who reads, who writes, each change is history (spec section 17)."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.shortcuts import redirect

from acts.common import clock
from acts.common.address import client_address
from acts.common.refusals import NotAllowed, Refusal
from offices import actors, audit
from offices.actors import Actor
from offices.enums import AppointmentKind
from offices.models import User

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin


def actor_of(request: HttpRequest) -> Actor:
    """The actor behind a request, built once."""
    actor: Actor | None = getattr(request, "_acts_actor", None)
    if actor is None:
        if not isinstance(request.user, User):
            raise NotAllowed("log in first")
        actor = actors.of(request.user, at=clock.now(), address=client_address(request))
        request._acts_actor = actor  # type: ignore[attr-defined]  # kept for this request only
    return actor


class Audited(ModelAdmin):
    """Everyone appointed reads; `may_edit` says who writes; each change is a history entry; a refusal is a message."""

    def may_edit(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the person may add (no `obj`) or change this row. A superuser sets the house up."""
        return bool(getattr(request.user, "is_superuser", False))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if not request.user.is_authenticated:
            return False
        return bool(actor_of(request).appointments) or Audited.may_edit(self, request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may_edit(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_edit(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_edit(request, obj)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refusal as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return redirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        before = audit.values(self.model._default_manager.get(pk=obj.pk)) if change else None
        super().save_model(request, obj, form, change)
        self.note(request, obj, "change" if change else "create", before)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        stored = {row.pk: audit.values(row) for row in formset.queryset}
        super().save_formset(request, form, formset, change)
        for row in formset.new_objects:
            self.note(request, row, "create")
        for row, _ in formset.changed_objects:
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
            row=row, verb=verb, actor=actor.name, address=actor.address, at=clock.now(), before=before, data=data
        )


class ReadOnly(Audited):
    """Rows that change through services only."""

    def may_edit(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Central(Audited):
    """Countries, offices, roads: the central team's."""

    def may_edit(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().may_edit(request, obj) or actor_of(request).appointed(AppointmentKind.CENTRAL_TEAM)


class National(Audited):
    """Profile, holidays, goods, permits: the national administrator's, of the own country."""

    def may_edit(self, request: HttpRequest, obj: Any = None) -> bool:
        country = obj.country_id if obj is not None else None
        return super().may_edit(request, obj) or actor_of(request).appointed(
            AppointmentKind.NATIONAL_ADMINISTRATOR, country
        )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        # The form lets any country be chosen, also for a row that was of the own one.
        if not self.may_edit(request, obj):
            raise NotAllowed("that is another country's")
        super().save_model(request, obj, form, change)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        deleted, counts, needed, protected = super().get_deleted_objects(objs, request)
        foreign = {str(row) for row in objs if not self.may_edit(request, row)}
        return deleted, counts, needed | foreign, protected
