"""The face of every verb on a page: ask, do, go back to its subject. A refusal becomes a form error."""

import uuid
from abc import abstractmethod
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views import View

from acts.common import clock
from acts.common.models import Proposal
from acts.common.refusals import NotAllowed, NotFound, Refusal
from offices.actors import Actor
from offices.pages import acting
from offices.pages.act import Act, Failed, S


class Verb(Act[S], View):
    """POST does it. GET leads back to the page: after a log-in in between, or by the back button."""

    http_method_names = ["get", "head", "post"]

    @abstractmethod
    def found(self, actor: Actor, key: uuid.UUID, at: datetime) -> S:
        """The subject; NotFound for who may not know of it."""

    @abstractmethod
    def back(self, request: HttpRequest, subject: S) -> HttpResponse:
        """To the page the act was sent from."""

    @abstractmethod
    def draw(
        self, request: HttpRequest, subject: S, *, actor: Actor, at: datetime, failed: Failed, status: int
    ) -> HttpResponse:
        """The same page with the form that could not be done."""

    @abstractmethod
    def fire(self, subject: S, *, actor: Actor, place: str, body: dict[str, Any], at: datetime) -> Any:
        """Call the service."""

    def handle(self, request: HttpRequest, key: uuid.UUID, place: str = "") -> HttpResponse:
        """What POST does."""
        at = clock.now()
        actor = acting.actor_of(request, at)
        row = self.found(actor, key, at)
        officer = self.acting(actor, row, place)
        if not self.may(officer, row, place, at=at):
            raise NotAllowed(_("You may not do this here."))
        form = self.form(row, place, acting.zones(), data=request.POST, files=request.FILES)
        if form.stale or self.hindrance(row, place):
            return self.stale(request, row)
        if form.is_valid():
            try:
                done = self.fire(row, actor=officer, place=place, body=form.judged, at=at)
            except (NotAllowed, NotFound):
                raise
            except Refusal as refusal:
                if (answer := self.overtaken(request, row, refusal)) is not None:
                    return answer
                form.refuse([finding.as_dict() for finding in refusal.findings], refusal.detail)
            else:
                return self.after(request, row, done)
        status = getattr(form, "status", 422)
        return self.draw(request, row, actor=actor, at=at, failed=(type(self), place, form), status=status)

    def stale(self, request: HttpRequest, subject: S) -> HttpResponse:
        """Sent twice, or from a page drawn before something else happened: say how things stand, change nothing."""
        messages.warning(request, _("Nothing was done: this has changed since your page was drawn."))
        return self.back(request, subject)

    @abstractmethod
    def overtaken(self, request: HttpRequest, subject: S, refusal: Refusal) -> HttpResponse | None:
        """The answer to a refusal by what somebody else did in this very moment; None: the form says what is wrong."""

    def after(self, request: HttpRequest, subject: S, done: Any) -> HttpResponse:
        """Say what was done and show the subject as it is now (a reload sends nothing twice)."""
        if isinstance(done, Proposal) and done.status == Proposal.Status.OPEN:
            messages.info(request, _("Proposed. It takes effect when a supervisor confirms it."))
        else:
            messages.success(request, str(self.done or self.title))
        return self.back(request, subject)
