"""A new declaration: its head typed in, or all of it from a file in the API's JSON (spec section 3)."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from acts.common import clock
from acts.common.refusals import NotAllowed, Refusal
from offices import selectors as offices
from offices.actors import Actor
from offices.models import Firm
from offices.pages import acting
from transit import permissions
from transit.models import Movement
from transit.services import declaration
from transit.views.forms.trader import Begin, Upload


class NewDeclaration(View):
    """Ask for the head; keep it as a draft and go on to its parts. Lodging is the draft's own act."""

    http_method_names = ["get", "head", "post"]
    route, place = "declare", ["journey"]

    def get(self, request: HttpRequest) -> HttpResponse:
        at = clock.now()
        return self._show(request, _writer(request, at), at)

    def post(self, request: HttpRequest) -> HttpResponse:
        at = clock.now()
        actor = _writer(request, at)
        form = self.form(request, actor, at)
        if form.is_valid():
            try:
                row = declaration.create(actor=actor, content=form.judged, at=at)
            except NotAllowed:
                raise
            except Refusal as refusal:
                form.refuse([finding.as_dict() for finding in refusal.findings], refusal.detail)
            else:
                messages.success(request, _("Kept as a draft. Nobody is told before you lodge it."))
                return redirect(self.route, row.pk, *self.place)
        return self._show(request, actor, at, status=form.status, **self.failed(form))

    def form(self, request: HttpRequest, actor: Actor, at: datetime) -> Begin | Upload:
        """The form with what was sent."""
        return _begin(actor, at, request.POST)

    def failed(self, form: Any) -> dict[str, Any]:
        """Under which name the page shows the form that failed."""
        return {"begin": form}

    def _show(self, request: HttpRequest, actor: Actor, at: datetime, status: int = 200, **failed: Any) -> HttpResponse:
        upload = Upload(subject=Movement(), name="new")
        begin = failed.get("begin") or _begin(actor, at)
        context = {"form": upload, "begin": begin, **acting.frame(actor, at=at, current="new"), **failed}
        return render(request, "transit/new.html", context, status=status)


class UploadDeclaration(NewDeclaration):
    """The whole declaration as a file; its page is next."""

    route, place = "movement", []

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("new-declaration")

    def form(self, request: HttpRequest, actor: Actor, at: datetime) -> Begin | Upload:
        return Upload(request.POST, request.FILES, subject=Movement(), name="new")

    def failed(self, form: Any) -> dict[str, Any]:
        return {"form": form}


def _writer(request: HttpRequest, at: datetime) -> Actor:
    """Who asks, if declarations are theirs to write; else NotAllowed, before any form is shown."""
    actor = acting.actor_of(request, at)
    if not permissions.writes_declarations(actor):
        raise NotAllowed(_("Only a trader's people who prepare or lodge may write declarations."))
    return actor


def _begin(actor: Actor, at: datetime, data: Any = None) -> Begin:
    """The head of a draft for the own firm or, for who holds mandates, one of those it represents."""
    own = actor.firm_number
    represented = Firm.objects.filter(pk__in=actor.represented).order_by("name") if actor.represented else ()
    firms = [("", own), *((firm.number, firm.name) for firm in represented)] if represented else []
    found = offices.open_offices(day=at.date())
    return Begin(data, offices=found, corridors=offices.corridors(), firms=firms)
