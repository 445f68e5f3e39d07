"""The face of every verb on a page: ask, do, go back to the movement. A refusal becomes a form error."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views import View

from acts.common import clock
from acts.common.models import Proposal
from acts.common.refusals import NotAllowed, NotFound, Refusal, RulesBroken, WrongState
from transit.models import LateFact, Movement
from transit.selectors import movements
from transit.services.departure import ReleaseRefused
from transit.views import acting, page
from transit.views.act import Act
from transit.views.tags import words


class Verb(Act, View):
    """POST does it. GET leads back to the page: after a log-in in between, or by the back button."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, movement: uuid.UUID, office: str = "") -> HttpResponse:
        return redirect("movement", movement)

    def post(self, request: HttpRequest, movement: uuid.UUID, office: str = "") -> HttpResponse:
        at = clock.now()
        actor = acting.actor_of(request, at)
        row = movements.detail(actor, movement, at=at)
        officer = self.acting(actor, row, office)
        if not self.may(officer, row, office, at=at):
            raise NotAllowed(_("You may not do this to this movement."))
        form = page.form_of(type(self), row, office, acting.zones(), data=request.POST, files=request.FILES)
        if form.stale or self.hindrance(row, office):
            return self.stale(request, row)
        if form.is_valid():
            try:
                done = self.do(actor=officer, movement=row.pk, place=office, body=form.judged, at=at)
            except (WrongState, ReleaseRefused) as refusal:
                return self.overtaken(request, row, refusal)
            except (NotAllowed, NotFound):
                raise
            except Refusal as refusal:
                form.refuse([finding.as_dict() for finding in refusal.findings], refusal.detail)
            else:
                return self.after(request, row, done)
        status = getattr(form, "status", 422)
        return page.draw(request, actor=actor, movement=row, at=at, failed=(type(self), office, form), status=status)

    def stale(self, request: HttpRequest, row: Movement) -> HttpResponse:
        """Sent twice, or from a page drawn before something else happened: say how things stand, change nothing."""
        text = _("Nothing was done: this movement has changed since your page was drawn. It is now %(state)s.")
        messages.warning(request, text % {"state": words(row.state)})
        return acting.back(request, row.pk)

    def overtaken(self, request: HttpRequest, row: Movement, refusal: Refusal) -> HttpResponse:
        """Refused by what somebody else did in this very moment, or by the guarantee (which changes the state)."""
        if isinstance(refusal, RulesBroken):
            reasons = "; ".join(f"{finding.code} {finding.text}" for finding in refusal.findings)
            messages.error(request, f"{_(refusal.title)} {reasons}")
        else:
            return self.stale(request, Movement.objects.get(pk=row.pk))
        return acting.back(request, row.pk)

    def after(self, request: HttpRequest, row: Movement, done: Any) -> HttpResponse:
        """Say what was done and show the movement as it is now (a reload sends nothing twice)."""
        if isinstance(done, LateFact):
            messages.info(request, _("Kept as a late fact: the office of departure decides about it."))
        elif isinstance(done, Proposal) and done.status == Proposal.Status.OPEN:
            messages.info(request, _("Proposed. It takes effect when a supervisor confirms it."))
        else:
            messages.success(request, str(self.done or self.title))
        return acting.back(request, row.pk)
