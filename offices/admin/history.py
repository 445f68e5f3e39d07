"""The whole history, for auditors (spec sections 1 and 17)."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from acts.common.models import HistoryEntry
from offices.admin.acting import actor_of
from offices.admin.audited import ReadOnly
from offices.admin.site import site
from offices.enums import AppointmentKind
from offices.pages.tags import words


class ForAuditors(ReadOnly):
    """Rows of every country and firm."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return actor_of(request).appointed(AppointmentKind.AUDITOR)


@admin.register(HistoryEntry, site=site)
class HistoryEntryAdmin(ForAuditors):
    list_display = ("when", "actor", "posting", "what", "was", "became", "subject")
    list_display_links = ("when",)
    list_filter = ("verb",)
    search_fields = ("actor", "verb", "posting", "subject__exact")
    ordering = ("-at", "-pk")
    show_full_result_count = False

    @admin.display(description=_("when (UTC)"), ordering="at")
    def when(self, row: HistoryEntry) -> str:
        return f"{row.at:%-d %b %Y %H:%M:%S}"

    @admin.display(description=_("what"), ordering="verb")
    def what(self, row: HistoryEntry) -> str:
        return words(row.verb)

    @admin.display(description=_("before"), ordering="before")
    def was(self, row: HistoryEntry) -> str:
        return words(row.before)

    @admin.display(description=_("after"), ordering="after")
    def became(self, row: HistoryEntry) -> str:
        return words(row.after)
