"""The whole history, for auditors (spec sections 1 and 17)."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from acts.common.models import HistoryEntry
from offices.admin.acting import actor_of
from offices.admin.audited import ReadOnly
from offices.admin.site import site
from offices.enums import AppointmentKind


class ForAuditors(ReadOnly):
    """Rows of every country and firm."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return actor_of(request).appointed(AppointmentKind.AUDITOR)


@admin.register(HistoryEntry, site=site)
class HistoryEntryAdmin(ForAuditors):
    list_display = ("at", "actor", "posting", "verb", "before", "after", "subject")
    list_filter = ("verb",)
    search_fields = ("actor", "verb", "posting", "subject__exact")
    ordering = ("-at", "-pk")
    show_full_result_count = False
