"""A cash deposit or a waiver booked by the office of guarantee (spec section 9)."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from acts.common import clock
from acts.common.refusals import NotAllowed, NotFound, Refusal, WrongState
from guarantees.enums import GuaranteeKind
from guarantees.services import life
from guarantees.services.terms import Terms
from guarantees.views.forms.book import Booking, Nothing
from offices.actors import Actor
from offices.enums import OfficerRole
from offices.pages import acting


class Book(View):
    """Ask for the terms; a deposit is usable at once, a waiver goes on to its page for papers and a second person."""

    http_method_names = ["get", "head", "post"]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.at = clock.now()

    def get(self, request: HttpRequest) -> HttpResponse:
        actor = self._officer(request)
        return self._show(request, actor, Booking(actor=actor, subject=Nothing(uuid.uuid4())))

    def post(self, request: HttpRequest) -> HttpResponse:
        actor = self._officer(request)
        form = Booking(request.POST, actor=actor, subject=Nothing(uuid.uuid4()))
        if form.is_valid():
            terms, key = Terms(**form.judged), form.key
            officer = actor.posted_at(terms.office, OfficerRole.GUARANTEE)
            book = life.book_waiver if terms.kind == GuaranteeKind.WAIVER else life.book_cash_deposit
            try:
                book(terms=terms, key=key, actor=officer, at=self.at)
            except (NotAllowed, NotFound):
                raise
            except WrongState:
                messages.warning(request, _("Nothing was done: this was booked already."))
                return redirect("guarantee", key)
            except Refusal as refusal:
                form.refuse([finding.as_dict() for finding in refusal.findings], refusal.detail)
            else:
                messages.success(request, _("Booked."))
                return redirect("guarantee", key)
        return self._show(request, actor, form, status=422)

    def _officer(self, request: HttpRequest) -> Actor:
        actor = acting.actor_of(request, self.at)
        if not actor.posted_as(OfficerRole.GUARANTEE):
            raise NotAllowed(_("Only officers of guarantee book deposits and waivers."))
        return actor

    def _show(self, request: HttpRequest, actor: Actor, form: Booking, status: int = 200) -> HttpResponse:
        context = {"form": form, **acting.frame(actor, at=self.at, current="book")}
        return render(request, "guarantees/book.html", context, status=status)
