"""A new declaration from a file in the API's JSON (spec section 3)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from acts.common import clock
from acts.common.refusals import NotAllowed, Refusal
from offices.enums import EmployeeRole
from transit.models import Movement
from transit.services import declaration
from transit.views import acting, side
from transit.views.forms.trader import Upload


class NewDeclaration(View):
    """Ask for the file; keep it as a draft. Lodging is the draft's next act."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request, Upload(movement=Movement(), name="new"))

    def post(self, request: HttpRequest) -> HttpResponse:
        at = clock.now()
        actor = acting.actor_of(request, at)
        if not (actor.may(EmployeeRole.PREPARE) or actor.may(EmployeeRole.LODGE)):
            raise NotAllowed(_("Only a trader's people who prepare or lodge may write declarations."))
        form = Upload(request.POST, request.FILES, movement=Movement(), name="new")
        if form.is_valid():
            try:
                row = declaration.create(actor=actor, content=form.judged, at=at)
            except Refusal as refusal:
                form.refuse([finding.as_dict() for finding in refusal.findings], refusal.detail)
            else:
                messages.success(request, _("Kept as a draft. Nobody is told before you lodge it."))
                return redirect("movement", row.pk)
        return self._show(request, form, status=form.status)

    def _show(self, request: HttpRequest, form: Upload, status: int = 200) -> HttpResponse:
        at = clock.now()
        actor = acting.actor_of(request, at)
        context = {"form": form, "now": at, **side.context(actor, at=at, current="new")}
        return render(request, "transit/new.html", context, status=status)
