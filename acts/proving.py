"""Step-up on pages: what needs a proof is asked for it, and then goes on with the very form that was sent.

One page for every act, without a script: it carries what was typed as hidden fields, asks for the proof, and sends all
of it to where it was going. Whichever view that is never sees the proof.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin

from acts.common import clock
from acts.common.refusals import RulesBroken
from acts.errors import is_api
from offices import proofs
from offices.proofs import StepUpNeeded

PROOF = "step_up_password"
_OURS = (PROOF, "csrfmiddlewaretoken")


class StepUpPages(MiddlewareMixin):
    """Asks for the proof an act lacks, and takes it when the form comes back with it."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Take a proof sent along with a form; a wrong one is asked for again, with everything typed still there."""
        if request.method != "POST" or is_api(request) or PROOF not in request.POST:
            return None
        try:
            proofs.prove(request, password=request.POST[PROOF], at=clock.now())
        except RulesBroken as refusal:
            return ask(request, refusal)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page that asks; the other refusals are others' business."""
        return ask(request) if isinstance(exception, StepUpNeeded) and request.method == "POST" else None


def ask(request: HttpRequest, refusal: RulesBroken | None = None) -> HttpResponse:
    """The page that asks for a proof, with the form that was sent in its hidden fields."""
    sent = [(name, value) for name, values in request.POST.lists() if name not in _OURS for value in values]
    context = {"sent": sent, "refusal": refusal, "minutes": int(proofs.GOOD_FOR.total_seconds() // 60)}
    return render(request, "step_up.html", context, status=HTTPStatus.FORBIDDEN)
