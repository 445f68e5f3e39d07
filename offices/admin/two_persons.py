"""Reference data that two persons change: the first one's form waits until the second has it saved (spec section 1)."""

from collections.abc import Iterator
from copy import copy
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.db.models import Model, ProtectedError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from acts.common import history
from acts.common.models import Proposal
from acts.common.proposals import Lapsed
from offices import audit, register
from offices.admin.acting import actor_of, now
from offices.admin.audited import Audited, National
from offices.services import reference

# What the request's META tells: the proposal that is being carried out, whether it was, or that one was made.
CONFIRMS, DONE, PROPOSED = "acts.confirms", "acts.done", "acts.proposed"
_NOT_TYPED = {"csrfmiddlewaretoken", "_save", "_continue", "_addanother"}


class Difference(NamedTuple):
    """One field that a proposal would change, in words."""

    name: str
    before: str
    after: str


class TwoPersons(National):
    """A country's own row, which a second administrator of it confirms. The superuser sets the house up alone."""

    def get_actions(self, request: HttpRequest) -> Any:
        """None on many rows at once: each deletion is a proposal of its own."""
        return {}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if self._is_first(request):
            self._propose(request, reference.CHANGE if change else reference.ADD, obj)
        else:
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        if PROPOSED not in request.META:
            super().save_related(request, form, formsets, change)

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """Nothing: it is for Django's own log, and asks what the formsets have saved."""
        return []

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        return self._said(request) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._said(request) or super().response_change(request, obj)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The page that asks again says where one person alone deletes nothing."""
        return super().delete_view(request, object_id, {**(extra_context or {}), "waits": self._is_first(request)})

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        if self._is_first(request):
            self._propose(request, reference.DELETE, obj)
        else:
            super().delete_model(request, obj)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: Any) -> HttpResponse:
        return self._said(request) or super().response_delete(request, obj_display, obj_id)

    def note(self, request: HttpRequest, row: Model, verb: str, *args: Any, **kwargs: Any) -> None:
        """History names both persons."""
        proposal: Proposal | None = request.META.get(CONFIRMS)
        if proposal is not None:
            first = {
                "proposal": str(proposal.pk),
                "proposed_by": proposal.proposed_by.get_username(),
                "data_hash": proposal.data_hash,
            }
            kwargs["data"] = (kwargs.get("data") or {}) | first
        super().note(request, row, verb, *args, **kwargs)

    def standing(self, row: Any) -> str:
        """The digest of the row, and of the rows edited with it, as they are now."""
        if row is None:
            return ""
        stored = self.model._default_manager.get(pk=row.pk)
        parts = [
            [audit.values(part) for part in getattr(stored, related.get_accessor_name()).order_by("pk")]
            for related in self.model._meta.related_objects
            if related.related_model in {inline.model for inline in self.inlines}
        ]
        return history.digest([audit.values(stored), parts])

    def carry_out(self, request: HttpRequest, row: Proposal) -> None:
        """Do what was proposed, by the same form or deletion. Lapsed where it is no longer possible."""
        key = row.data["key"]
        subject = self.model._default_manager.filter(pk=key).first() if key else None
        if self.standing(subject) != row.data["standing"]:
            raise Lapsed(_("what it is about has changed since"))
        again: Any = copy(request)
        again.POST = _body(row)
        again.META = {**request.META, CONFIRMS: row}
        if row.verb == reference.DELETE:
            try:
                self.delete_model(again, subject)
            except ProtectedError as error:
                raise Lapsed(_("it is in use and stays; end its validity instead")) from error
            return
        self.changeform_view(again, key or None, "", None)
        if DONE not in again.META:
            raise Lapsed(_("the form is no longer right: propose it anew"))

    def differences(self, request: HttpRequest, row: Proposal, subject: Any) -> list[Difference]:
        """What it would change of `subject`, field by field; nothing of a deletion, nor of what has gone."""
        if row.verb == reference.DELETE or (subject is None and row.data["key"]):
            return []
        body = _body(row)
        form = self.get_form(request, subject, change=subject is not None)(body, instance=subject)
        found = [*_of_form(form)]
        for formset_class, inline in self.get_formsets_with_inlines(request, subject):
            formset: Any = formset_class(body, instance=subject, queryset=inline.get_queryset(request))
            for part in formset.forms:
                named = str(part.instance) if part.instance.pk else str(inline.opts.verbose_name)
                if part in formset.deleted_forms:
                    found.append(Difference(named, named, _("deleted")))
                else:
                    found += [row._replace(name=f"{named}: {row.name}") for row in _of_form(part)]
        return found

    def _is_first(self, request: HttpRequest) -> bool:
        return CONFIRMS not in request.META and not Audited.may_edit(self, request)

    def _propose(self, request: HttpRequest, verb: str, obj: Any) -> None:
        stored = obj if obj.pk is not None else None
        reference.propose(
            verb=verb,
            kind=self.model._meta.label_lower,
            key="" if stored is None else str(stored.pk),
            country=self.country_of(obj),
            form={} if verb == reference.DELETE else dict(_typed(request.POST)),
            standing=self.standing(stored),
            actor=actor_of(request),
            at=now(request),
        )
        request.META[PROPOSED] = True

    def _said(self, request: HttpRequest) -> HttpResponse | None:
        """Where a proposal leads to. Who confirms one is told by whoever asked for it."""
        if PROPOSED in request.META:
            text = _("Nothing is changed yet: another administrator of your country must confirm it within a day.")
            messages.success(request, text)
        elif CONFIRMS in request.META:
            # The last step of a save: the row and those edited with it are stored.
            request.META[DONE] = True
        else:
            return None
        return HttpResponseRedirect(reverse("admin:changes"))


def _typed(post: QueryDict) -> Iterator[tuple[str, list[str]]]:
    """What was typed. The form has refused a NUL in its own fields: beside them one would break the database."""
    for name, values in post.lists():
        if name not in _NOT_TYPED and not any("\0" in text for text in (name, *values)):
            yield name, values


def _body(row: Proposal) -> QueryDict:
    body = QueryDict(mutable=True)
    for name, values in row.data["form"].items():
        body.setlist(name, values)
    return body


def _of_form(form: forms.BaseForm) -> Iterator[Difference]:
    for name in form.changed_data:
        field, typed = form.fields[name], form[name]
        before = form.get_initial_for_field(field, name)
        yield Difference(str(field.label or name), _shown(field, before), _shown(field, typed.value()))


def _shown(field: forms.Field, value: Any) -> str:
    """A value as its field's choices name it."""
    if isinstance(field, forms.ModelChoiceField):  # The country whose row it is.
        return str(register.current().countries.get(str(value), value or "–"))
    if isinstance(field, forms.ChoiceField):
        offered: Any = field.choices
        names = {str(key): str(name) for key, name in offered}
        many = value if isinstance(value, (list, tuple)) else [value]
        return ", ".join(names.get(str(one), str(one)) for one in many if one not in (None, "")) or "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(field.prepare_value(value)) if value not in (None, "", [], {}) else "–"
