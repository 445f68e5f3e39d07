"""What waits for a second administrator: the list of proposed changes, and what is decided about each."""

import uuid
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from acts.common.models import Proposal
from acts.common.refusals import NotAllowed, NotFound, Refusal
from offices import register
from offices.admin.acting import actor_of, now
from offices.enums import AppointmentKind
from offices.pages import acting
from offices.services import reference

if TYPE_CHECKING:
    from offices.admin.site import Site

_PAGE = 25
_READERS = (AppointmentKind.NATIONAL_ADMINISTRATOR, AppointmentKind.AUDITOR)


def may_read(request: HttpRequest) -> bool:
    """Whether the person knows of changes that wait."""
    return any(actor_of(request).appointed(kind) for kind in _READERS)


@require_safe
def listed(request: HttpRequest, *, site: "Site") -> HttpResponse:
    """The changes that wait, each with what it would change, and who may decide about it."""
    if not may_read(request):
        raise PermissionDenied
    actor = actor_of(request)
    page = Paginator(reference.waiting(actor=actor, at=now(request)), _PAGE).get_page(request.GET.get("page"))
    with register.held():
        subjects = _subjects(site, list(page))
        rows = [_row(request, site, row, subjects.get((row.data["kind"], row.data["key"]))) for row in page]
    context = {
        **site.each_context(request),
        "title": _("Changes to confirm"),
        "now": now(request),
        "zones": acting.zones(),
        "home": actor.home_country,
        "page": page,
        "rows": rows,
    }
    return TemplateResponse(request, "admin/changes.html", context)


@require_POST
def confirm(request: HttpRequest, proposal: uuid.UUID, *, site: "Site") -> HttpResponse:
    """The second person has it saved; a change that is no longer possible stays where it is and says why."""

    def decide() -> None:
        with reference.confirming(proposal=proposal, actor=actor_of(request), at=now(request)) as row:
            _page(site, row).carry_out(request, row)

    return _decided(request, decide, _("Confirmed and saved."))


@require_POST
def refuse(request: HttpRequest, proposal: uuid.UUID, *, site: "Site") -> HttpResponse:
    """Nothing is changed: the second person refuses it, or the first takes it back."""
    # PostgreSQL keeps no NUL.
    reason = request.POST.get("reason", "").replace("\0", "").strip()[:2000] or _("no reason given")

    def decide() -> None:
        reference.refuse(proposal=proposal, reason=reason, actor=actor_of(request), at=now(request))

    return _decided(request, decide, _("The proposal is closed; nothing was changed."))


def _decided(request: HttpRequest, decide: Callable[[], None], done: str) -> HttpResponse:
    """Back to the list with what came of it."""
    try:
        decide()
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        messages.warning(request, _("Nothing was changed: %(why)s.") % {"why": refusal.detail})
    else:
        messages.success(request, done)
    return redirect("admin:changes")


def _page(site: "Site", row: Proposal) -> Any:
    return site.get_model_admin(apps.get_model(row.data["kind"]))


def _subjects(site: "Site", rows: Iterable[Proposal]) -> dict[tuple[str, str], Model]:
    """What the changes are about, by table and key; one query for each table."""
    keys: dict[str, set[str]] = {}
    for row in rows:
        if row.data["key"]:
            keys.setdefault(row.data["kind"], set()).add(row.data["key"])
    found: dict[tuple[str, str], Model] = {}
    for kind, wanted in keys.items():
        page: Any = site.get_model_admin(apps.get_model(kind))
        stored = page.model._default_manager.select_related(*page.list_select_related or ()).in_bulk(wanted)
        found |= {(kind, str(key)): row for key, row in stored.items()}
    return found


def _row(request: HttpRequest, site: "Site", row: Proposal, subject: Model | None) -> dict[str, Any]:
    page, actor = _page(site, row), actor_of(request)
    decides = actor.appointed(AppointmentKind.NATIONAL_ADMINISTRATOR, row.office)
    return {
        "proposal": row,
        "table": page.opts.verbose_name,
        # By its key where it has gone since.
        "subject": subject or row.data["key"],
        "deletes": row.verb == reference.DELETE,
        "differences": page.differences(request, row, subject) if decides else [],
        "own": actor.user is not None and row.proposed_by_id == actor.user.pk,
        "decides": decides,
    }
