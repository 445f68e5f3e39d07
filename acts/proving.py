"""Who may not go on as he is: led to the rest of his log-in, or asked for a proof (spec section 14).

Step-up is one page for every act, without a script: it carries what was typed as hidden fields, asks for the proof, and
sends all of it to where it was going. Whichever view that is never sees the proof.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin

from acts.common import clock
from acts.common.refusals import RulesBroken
from acts.errors import is_api
from acts.pages import load_anew
from offices import identity, proofs
from offices.models import User
from offices.proofs import SecondFactorNeeded, StepUpNeeded
from offices.services import factors

CODE, SECRET = "step_up_code", "step_up_password"
_OURS = (CODE, SECRET, "csrfmiddlewaretoken")


class Proving(MiddlewareMixin):
    """Asks for the second factor or the proof that is lacking, and takes the proof when the form comes back with it."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Take a proof sent along with a form; a wrong one is asked for again, with everything typed still there."""
        if request.method != "POST" or is_api(request) or not request.user.is_authenticated:
            return None
        if not {CODE, SECRET} & request.POST.keys():
            return None
        code, secret = (request.POST.get(name, "") for name in (CODE, SECRET))
        try:
            identity.prove(request, code=code, password=secret, at=clock.now())
        except RulesBroken as refusal:
            return ask(request, refusal)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page that asks, or the way to the rest of the log-in; the other refusals are others' business."""
        if isinstance(exception, SecondFactorNeeded):
            query = urlencode({"next": request.get_full_path()})
            return load_anew(request) or redirect(f"{reverse('second-factor-enter')}?{query}")
        return ask(request) if isinstance(exception, StepUpNeeded) and request.method == "POST" else None


def ask(request: HttpRequest, refusal: RulesBroken | None = None) -> HttpResponse:
    """The page that asks for a proof, with the form that was sent in its hidden fields."""
    view = getattr(request.resolver_match.func if request.resolver_match else None, "view_class", None)
    # An act answers GET by leading back to where it was sent from.
    leads_back = view is not None and "get" in view.http_method_names
    user = request.user
    context = {
        "about": getattr(view, "title", ""),
        "leave": request.path if leads_back else reverse("home"),
        "sent": [(name, value) for name, values in request.POST.lists() if name not in _OURS for value in values],
        "refusal": refusal,
        "shown": factors.shown(user, at=clock.now()) if isinstance(user, User) and factors.is_demo(user) else "",
        "minutes": int(proofs.GOOD_FOR.total_seconds() // 60),
    }
    return render(request, "step_up.html", context, status=HTTPStatus.FORBIDDEN)
