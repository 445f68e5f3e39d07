"""The whole history, for auditors (spec sections 1 and 17)."""

import uuid
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import formats
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from acts.common.models import HistoryEntry
from offices.admin.acting import actor_of
from offices.admin.audited import Codes, ReadOnly
from offices.admin.site import site
from offices.enums import AppointmentKind
from offices.pages.tags import words


class ForAuditors(ReadOnly):
    """Rows of every country and firm."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return actor_of(request).appointed(AppointmentKind.AUDITOR)

    @admin.display(description=_("what"), ordering="verb")
    def what(self, row: Any) -> str:
        return words(row.verb)


@admin.register(HistoryEntry, site=site)
class HistoryEntryAdmin(ForAuditors):
    list_display = ("when", "actor", "posting", "what", "was", "became", "chain")
    list_display_links = ("when",)
    list_filter = (("verb", Codes),)
    search_fields = ("actor", "verb", "posting")
    ordering = ("-at", "-pk")
    show_full_result_count = False

    @admin.display(description=_("when (UTC)"), ordering="at")
    def when(self, row: HistoryEntry) -> str:
        return formats.date_format(row.at, "j M Y H:i:s")

    @admin.display(description=_("before"), ordering="before")
    def was(self, row: HistoryEntry) -> str:
        return words(row.before)

    @admin.display(description=_("after"), ordering="after")
    def became(self, row: HistoryEntry) -> str:
        return words(row.after)

    @admin.display(description=_("of"), ordering="subject")
    def chain(self, row: HistoryEntry) -> str:
        """What the entry is about, where it says so, and the way to all of its chain."""
        app, _dot, name = str(row.data.get("kind", "")).partition(".")
        known = apps.all_models[app].get(name)
        here = format_html(
            '<a class="num" href="?q={}" title="{}">{}…</a>', row.subject, row.subject, str(row.subject)[:8]
        )
        return format_html("{} {}", known._meta.verbose_name if known is not None else "", here)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Any:
        """Of a subject all of its chain: by the key's index, and on databases that keep a key without its dashes."""
        try:
            subject = uuid.UUID(search_term)
        except ValueError:
            return super().get_search_results(request, queryset, search_term)
        return queryset.filter(subject=subject), False
