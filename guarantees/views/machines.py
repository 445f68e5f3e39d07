"""A bank's programs and where its events are sent: made, given new secrets, withdrawn. A secret is shown once."""

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from acts.common import clock
from acts.common.refusals import NotAllowed, NotFound, Refusal
from acts.notices.enums import DeliveryStatus
from acts.notices.services import webhooks
from guarantees import permissions, selectors
from guarantees.api.events import KINDS
from guarantees.services import clients, hooks
from guarantees.views.forms.bank import NewClient, NewWebhook
from guarantees.views.forms.book import Nothing
from offices.actors import Actor
from offices.pages import acting

PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def programs(request: HttpRequest) -> HttpResponse:
    """The bank's programs; POST makes one, and the answer shows its secret, this once."""
    at = clock.now()
    actor = acting.actor_of(request, at)
    rows = selectors.clients(actor=actor)
    form, made = NewClient(request.POST or None, subject=Nothing(), name="client"), None
    if request.method == "POST" and form.is_valid():
        try:
            made = clients.make(**{"expires_at": None} | form.judged, actor=actor, at=at)
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.refuse([finding.as_dict() for finding in refusal.findings], refusal.detail)
        else:
            form = NewClient(subject=Nothing(), name="client")
    frame = acting.frame(actor, at=at, current="programs")
    context = {"made": made, "form": form, "page": _paged(request, rows), **frame}
    return render(request, "guarantees/programs.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw_program(request: HttpRequest, client: str) -> HttpResponse:
    """End a program at once, its tokens with it."""
    at = clock.now()
    try:
        clients.withdraw(client=client, actor=acting.actor_of(request, at), at=at)
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        messages.warning(request, _("Nothing was done: %(why)s") % {"why": refusal.detail})
    else:
        messages.success(request, _("The program has ended; its tokens are good for nothing."))
    return redirect("programs")


@require_http_methods(["GET", "HEAD", "POST"])
def addresses(request: HttpRequest) -> HttpResponse:
    """Where the firm's events are sent; POST adds an address, and the answer shows its secret, this once."""
    at = clock.now()
    actor = acting.actor_of(request, at)
    firm = permissions.manages_webhooks(actor)
    form, made = NewWebhook(request.POST or None, subject=Nothing(), name="webhook"), None
    if request.method == "POST" and form.is_valid():
        kinds = [KINDS[name] for name in form.judged.get("types", [])]
        try:
            made = hooks.make(url=form.judged["url"], kinds=kinds, actor=actor, at=at)
        except Refusal as refusal:
            form.refuse([finding.as_dict() for finding in refusal.findings], refusal.detail)
        else:
            form = NewWebhook(subject=Nothing(), name="webhook")
    frame = acting.frame(actor, at=at, current="webhooks")
    context = {"made": made, "form": form, "page": _paged(request, webhooks.of(firm=firm)), **frame}
    return render(request, "guarantees/webhooks.html", context, status=422 if form.errors else 200)


@require_safe
def address(request: HttpRequest, webhook: uuid.UUID) -> HttpResponse:
    """One address: what was and is to be sent there, the last event first; `?failed=1` only what failed."""
    at = clock.now()
    return _address(request, acting.actor_of(request, at), webhook, at)


def _address(
    request: HttpRequest, actor: Actor, webhook: uuid.UUID, at: datetime, made: webhooks.Made | None = None
) -> HttpResponse:
    firm = permissions.manages_webhooks(actor)
    failed = "failed" in request.GET
    every = webhooks.deliveries(firm=firm, webhook=webhook)
    lost = every.filter(status=DeliveryStatus.FAILED)
    context = {
        "webhook": webhooks.of(firm=firm).get(pk=webhook),
        "made": made,
        "failed": failed,
        "some_failed": lost.exists(),
        "page": _paged(request, lost if failed else every),
        **acting.frame(actor, at=at, current="webhooks"),
    }
    return render(request, "guarantees/webhook.html", context)


@require_POST
def rotate(request: HttpRequest, webhook: uuid.UUID) -> HttpResponse:
    """A new secret, shown this once; the one before signs too until the next rotation."""
    at = clock.now()
    actor = acting.actor_of(request, at)
    made = hooks.rotate(webhook=webhook, actor=actor, at=at)
    return _address(request, actor, webhook, at, made)


@require_POST
def replay(request: HttpRequest, webhook: uuid.UUID) -> HttpResponse:
    """Send everything that failed again."""
    at = clock.now()
    count = hooks.replay(webhook=webhook, actor=acting.actor_of(request, at), at=at)
    said = ngettext("%(n)s delivery is sent again.", "%(n)s deliveries are sent again.", count)
    messages.success(request, said % {"n": count})
    return redirect("webhook-page", webhook)


@require_POST
def remove(request: HttpRequest, webhook: uuid.UUID) -> HttpResponse:
    """Send nothing there any more."""
    at = clock.now()
    hooks.remove(webhook=webhook, actor=acting.actor_of(request, at), at=at)
    messages.success(request, _("Nothing is sent there any more."))
    return redirect("webhooks-page")


def _paged(request: HttpRequest, rows: Any) -> Any:
    return Paginator(rows, PAGE).get_page(request.GET.get("page"))
