"""A bank issues a guarantee on a page: once, however often the form is sent."""

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from acts.common import clock, history, idempotency
from acts.common.idempotency import Answer, Asked
from acts.common.models import Proposal
from acts.common.refusals import NotAllowed, Refusal
from guarantees import selectors
from guarantees.services import two_persons
from guarantees.services.terms import Terms
from guarantees.views import second
from guarantees.views.forms.bank import Issue
from offices.actors import Actor
from offices.enums import EmployeeRole
from offices.pages import acting


class IssueGuarantee(View):
    """Ask for the terms; the office of guarantee accepts what is issued, or a colleague confirms it first."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        at = clock.now()
        actor = self._actor(request, at)
        return self._show(request, _form(actor), actor, at)

    def post(self, request: HttpRequest) -> HttpResponse:
        at = clock.now()
        actor = self._actor(request, at)
        form = _form(actor, request.POST)
        if form.is_valid():
            try:
                place, done = _issue_once(request, form.judged, actor, at)
            except NotAllowed:
                raise
            except Refusal as refusal:
                form.refuse([finding.as_dict() for finding in refusal.findings], refusal.detail)
            else:
                if done is not None and second.told(request, done) is None:
                    messages.success(request, _("Issued. The office of guarantee is told and accepts or refuses it."))
                return redirect(place)
        return self._show(request, form, actor, at, status=422)

    def _actor(self, request: HttpRequest, at: datetime) -> Actor:
        actor = acting.actor_of(request, at)
        if selectors.own_guarantor(actor=actor) is None or not actor.may(EmployeeRole.LODGE):
            raise NotAllowed(_("Only a guarantor's people who may bind it issue guarantees."))
        return actor

    def _show(self, request: HttpRequest, form: Issue, actor: Actor, at: datetime, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            # Of each form drawn there is one guarantee: sent twice, it is issued once.
            "once": uuid.uuid4(),
            **acting.frame(actor, at=at, current="issue"),
        }
        return render(request, "guarantees/issue.html", context, status=status)


def _form(actor: Actor, data: Any = None) -> Issue:
    offices = {row.office_id: row.office for row in selectors.approvals(actor=actor)}
    return Issue(data, offices=offices.values())


def _issue_once(request: HttpRequest, body: dict[str, Any], actor: Actor, at: datetime) -> tuple[str, Any]:
    """Where what was issued or proposed is shown, and what it is; nothing the second time."""
    lists = {name: tuple(body.get(name, ())) for name in ("blocked_countries", "code_prefixes")}
    key = request.POST.get("once", "")[:255]
    asked = Asked(f"user:{request.user.pk}", request.path, key, history.digest(body))
    with transaction.atomic():
        kept = idempotency.find(asked)
        if kept is not None:
            return kept.location, None
        done = two_persons.issue(terms=Terms(**body | lists), actor=actor, at=at)
        proposed = isinstance(done, Proposal)
        place = reverse("bank-proposals") if proposed else reverse("guarantee", args=[done.pk])
        idempotency.keep(asked, Answer(302, "", place, b""), at=at)
        return place, done
