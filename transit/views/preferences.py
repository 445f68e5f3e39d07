"""Preferences: how and of what one is written to, on a page (spec section 16)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from acts.common import clock
from offices.pages import acting
from transit.services import preferences as service
from transit.views.forms.preferences import Chosen, PreferencesForm


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """What is chosen; POST chooses anew."""
    at = clock.now()
    actor = acting.actor_of(request, at)
    own = service.own(actor=actor)
    form = PreferencesForm(request.POST if request.method == "POST" else None, subject=Chosen(own), name="preferences")
    if form.is_valid():
        service.choose(actor=actor, at=at, **form.judged)
        messages.success(request, _("Your choice is kept."))
        return redirect("preferences")
    context = {"own": own, "form": form, **acting.frame(actor, at=at, current="messages")}
    return render(request, "transit/preferences.html", context, status=422 if form.errors else 200)
