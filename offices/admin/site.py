"""The admin's own site: its door is the duties a person holds today, its log-in the pages' log-in.

Only what is registered here has a page; what libraries register for themselves stays on Django's site, which has no
route. There are no popups, no second log-in, no scripts.
"""

from functools import partial, update_wrapper
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR, TO_FIELD_VAR
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from offices.admin import changes
from offices.admin.acting import actor_of, now
from offices.enums import AppointmentKind
from offices.models import Appointment
from offices.services import reference

_NOT_OFFERED = {IS_POPUP_VAR, TO_FIELD_VAR}


def duty(row: Appointment) -> str:
    """An appointment in words: `National administrator, Singapore`."""
    kind = str(capfirst(AppointmentKind(row.kind).label))
    return f"{kind}, {row.country.name}" if row.country is not None else kind


class Site(admin.AdminSite):
    site_title = site_header = _("ACTS administration")
    index_title = _("Administration")
    enable_nav_sidebar = False
    empty_value_display = "–"

    def has_permission(self, request: HttpRequest) -> bool:
        """Whoever holds a live posting or appointment, and the superuser who sets the house up."""
        if not request.user.is_active:
            return False
        return actor_of(request).enters_admin

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """404 for whom the admin is none of his business; anonymous visitors the middleware leads to the log-in."""

        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not self.has_permission(request) or _NOT_OFFERED & {*request.GET, *request.POST}:
                raise Http404
            # PostgreSQL takes no NUL in a text: such a search finds nothing, and says so.
            if any("\0" in text for text in (request.path, *request.GET.values())):
                raise Http404
            answer: HttpResponse = view(request, *args, **kwargs)
            return answer

        return update_wrapper(never_cache(asked), view)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """What every page of the admin shows: the person's own duties, and to who may know how many changes wait."""
        actor = actor_of(request)
        may_read = changes.may_read(request)
        return {
            **super().each_context(request),
            "changes_waiting": reference.waiting(actor=actor, at=now(request)).count() if may_read else None,
            "duties": [duty(row) for row in actor.appointments],
            "on_the_road": bool(actor.postings) or actor.appointed(AppointmentKind.AUDITOR),
        }

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The front page, one page for each app, and those of the registered models; nothing else of Django's."""
        rows: list[URLPattern | URLResolver] = [
            path("", self.admin_view(self.index), name="index"),
            path("changes/", self.admin_view(partial(changes.listed, site=self)), name="changes"),
        ]
        for name, decide in (("confirm", changes.confirm), ("refuse", changes.refuse)):
            view = self.admin_view(partial(decide, site=self))
            rows.append(path(f"changes/<uuid:proposal>/{name}/", view, name=f"{name}-change"))
        for model, page in self._registry.items():
            meta = model._meta
            rows.append(path(f"{meta.app_label}/{meta.model_name}/", include(page.urls)))
        labels = "|".join(sorted({model._meta.app_label for model in self._registry}))
        rows.append(re_path(rf"^(?P<app_label>{labels})/$", self.admin_view(self.app_index), name="app_list"))
        return rows


site = Site(name="admin")
