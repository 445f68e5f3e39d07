"""Guarantors as their office sees them: approved with a limit, ended with all that follows, what they stand for."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_safe

from acts.common import clock
from acts.common.refusals import NotAllowed, NotFound, Refusal, WrongState
from guarantees import exposures, selectors
from guarantees.models import GuarantorApproval
from guarantees.services import guarantors
from guarantees.views import chart
from guarantees.views.forms import book
from guarantees.views.forms.book import Approval, Nothing
from offices.actors import Actor, local_day
from offices.enums import OfficerRole
from offices.pages import acting

PAGE = 25


def _officer(request: HttpRequest, at: datetime) -> Actor:
    actor = acting.actor_of(request, at)
    if not actor.posted_as(OfficerRole.GUARANTEE):
        raise NotAllowed(_("Only officers of guarantee approve guarantors."))
    return actor


def _found(actor: Actor, approval: int) -> GuarantorApproval:
    row = exposures.with_owed(selectors.approvals(actor=actor)).filter(pk=approval).first()
    if row is None:
        raise NotFound("no such approval")
    return row


class Guarantors(View):
    """The approvals of the own offices; POST approves a bank."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        at = clock.now()
        actor = _officer(request, at)
        return self._show(request, actor, at, Approval(actor=actor, subject=Nothing()))

    def post(self, request: HttpRequest) -> HttpResponse:
        at = clock.now()
        actor = _officer(request, at)
        form = Approval(request.POST, actor=actor, subject=Nothing())
        if form.is_valid():
            officer = actor.posted_at(form.judged["office"], OfficerRole.GUARANTEE)
            try:
                guarantors.approve(**form.judged, actor=officer, at=at)
            except NotAllowed:
                raise
            except Refusal as refusal:
                form.refuse([finding.as_dict() for finding in refusal.findings], refusal.detail)
            else:
                messages.success(request, _("Approved."))
                return redirect("guarantors")
        return self._show(request, actor, at, form, status=422)

    def _show(
        self, request: HttpRequest, actor: Actor, at: datetime, form: Approval, status: int = 200
    ) -> HttpResponse:
        rows = exposures.with_owed(selectors.approvals(actor=actor)).order_by("-valid_from", "pk")
        page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
        days = {row.pk: local_day(at, row.office.country.time_zone) for row in page}
        context = {
            "form": form,
            "page": page,
            "ended": {row.pk for row in page if row.valid_until is not None and row.valid_until < days[row.pk]},
            **acting.frame(actor, at=at, current="guarantors"),
        }
        return render(request, "guarantees/guarantors.html", context, status=status)


class EndApproval(View):
    """GET lists what ending an approval does; POST ends it."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, approval: int) -> HttpResponse:
        at = clock.now()
        actor = _officer(request, at)
        row = _found(actor, approval)
        context: dict[str, Any] = {
            "approval": row,
            "page": Paginator(guarantors.suspended_by_end(approval=row), PAGE).get_page(request.GET.get("page")),
            **exposures.under_way(approval=row),
            **acting.frame(actor, at=at, current="guarantors"),
        }
        return render(request, "guarantees/end_approval.html", context)

    def post(self, request: HttpRequest, approval: int) -> HttpResponse:
        at = clock.now()
        actor = _officer(request, at)
        row = _found(actor, approval)
        officer = actor.posted_at(row.office_id, OfficerRole.GUARANTEE)
        try:
            n = guarantors.end(approval=approval, actor=officer, at=at)
        except NotFound:
            messages.warning(request, _("Nothing was done: this approval has ended already."))
        else:
            messages.success(request, _("Ended. Guarantees suspended with it: %(n)d.") % {"n": n})
        return redirect("guarantors")


class Limit(View):
    """GET shows what a bank may owe here and what it owes; POST sets the limit."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, approval: int) -> HttpResponse:
        at = clock.now()
        actor = _officer(request, at)
        row = _found(actor, approval)
        return self._show(request, actor, at, row, book.Limit(approval=row))

    def post(self, request: HttpRequest, approval: int) -> HttpResponse:
        at = clock.now()
        actor = _officer(request, at)
        row = _found(actor, approval)
        form = book.Limit(request.POST, approval=row)
        if form.is_valid():
            officer = actor.posted_at(row.office_id, OfficerRole.GUARANTEE)
            try:
                guarantors.set_limit(
                    approval=approval, limit=form.judged["limit"], seen=form.cleaned_data["seen"], actor=officer, at=at
                )
            except (NotAllowed, NotFound):
                raise
            except WrongState as refusal:
                if refusal.state == "CHANGED":
                    messages.warning(request, _("Nothing was done: the limit has changed since your page was drawn."))
                    return redirect("guarantor-limit", approval)
                messages.warning(request, _("Nothing was done: this approval has ended already."))
                return redirect("guarantors")
            except Refusal as refusal:
                form.refuse([finding.as_dict() for finding in refusal.findings], refusal.detail)
            else:
                messages.success(request, _("The limit is set."))
                return redirect("guarantors")
        return self._show(request, actor, at, row, form, status=422)

    def _show(
        self,
        request: HttpRequest,
        actor: Actor,
        at: datetime,
        row: GuarantorApproval,
        form: book.Limit,
        status: int = 200,
    ) -> HttpResponse:
        context = {"approval": row, "form": form, **acting.frame(actor, at=at, current="guarantors")}
        return render(request, "guarantees/limit.html", context, status=status)


@require_safe
def exposure(request: HttpRequest) -> HttpResponse:
    """What is stood for, by bank, or with `?by=principal` by principal: as a chart, and its table."""
    at = clock.now()
    actor = acting.actor_of(request, at)
    if not exposures.may_see(actor):
        raise Http404
    by = exposures.By.PRINCIPAL if request.GET.get("by") == "principal" else exposures.By.BANK
    page = Paginator(exposures.totals(actor=actor, by=by), PAGE).get_page(request.GET.get("page"))
    context = {
        "by": by.value,
        "page": page,
        "bars": chart.bars(page),
        **acting.frame(actor, at=at, current="exposure"),
    }
    return render(request, "guarantees/exposure.html", context)
