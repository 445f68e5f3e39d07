"""The person's own affairs on pages: the password, the second factor."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import PasswordChangeView, RedirectURLMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters
from django_otp import DEVICE_ID_SESSION_KEY

from acts.common import clock
from acts.common.address import client_address
from acts.common.refusals import NotAllowed, RulesBroken
from offices import identity, sign_ins
from offices.actors import Actor
from offices.models import User
from offices.pages import qr
from offices.services import factors

PENDING = "second_factor_key"
"""Where a session keeps the key of the authenticator that is being enrolled: another session's is another key."""


class PasswordForm(PasswordChangeForm):
    """Django's, but a wrong old password counts as a wrong log-in does."""

    def __init__(self, *args: Any, request: HttpRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        self.request = request

    def clean_old_password(self) -> str:
        given = str(self.cleaned_data["old_password"])
        if not identity.knows_password(self.request, _person(self.request), given):
            raise ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return given


class Password(PasswordChangeView):
    """The old password once, the new one twice; other sessions of the account end."""

    form_class = PasswordForm
    success_url = reverse_lazy("home")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        identity.actor_behind(request, _person(request), at=clock.now())
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        answer = super().form_valid(form)
        sign_ins.record(
            "change_password", self.request.user.get_username(), client_address(self.request), at=clock.now()
        )
        messages.success(self.request, _("Your password is changed; your other sessions have ended."))
        return answer


class SecondFactor(View):
    """What the person has: the authenticator, the recovery codes left; taken away, renewed."""

    def get(self, request: HttpRequest) -> HttpResponse:
        actor = _actor(request)
        user = _person(request)
        context = {
            "device": factors.authenticator(user),
            "left": factors.codes_left(user),
            "must": actor.owes_second_factor,
        }
        return render(request, "registration/second_factor.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """`remove`: take it away. Anything else: new recovery codes, shown this once."""
        actor, at = _actor(request), clock.now()
        if "remove" not in request.POST:
            return render(request, "registration/codes.html", {"codes": factors.renew_codes(actor=actor, at=at)})
        factors.remove(actor=actor, at=at)
        _stay(request)
        messages.success(request, _("Your second factor is removed; your other sessions have ended."))
        return redirect("second-factor")


@method_decorator(sensitive_post_parameters(), name="dispatch")
class Enter(RedirectURLMixin, View):
    """The second step of the log-in: a code of the authenticator, or a recovery code."""

    next_page = "home"

    def get(self, request: HttpRequest) -> HttpResponse:
        if DEVICE_ID_SESSION_KEY in request.session:
            return redirect(self.get_success_url())
        if not _person(request).has_second_factor:
            return redirect(f"{reverse_lazy('second-factor-enrol')}?{request.GET.urlencode()}")
        return self._form(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        at = clock.now()
        try:
            device = identity.check_code(request, request.POST.get("code", ""), at=at)
        except RulesBroken as refusal:
            return self._form(request, refusal)
        identity.enter(request, device, at=at)
        return redirect(self.get_success_url())

    def _form(self, request: HttpRequest, refusal: RulesBroken | None = None) -> HttpResponse:
        user = _person(request)
        demo = factors.is_demo(user)
        shown = factors.shown(user, at=clock.now()) if demo else ""
        context = {"refusal": refusal, "next": self.get_redirect_url(), "demo": demo, "shown": shown, "half": True}
        return render(request, "registration/enter.html", context, status=422 if refusal else 200)


@method_decorator(sensitive_post_parameters(), name="dispatch")
class Enrol(RedirectURLMixin, View):
    """A picture and a key for the app, a code to show that it has it; then the recovery codes, once."""

    next_page = "home"

    def get(self, request: HttpRequest) -> HttpResponse:
        _may_enrol(request)
        return self._form(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        actor, at = _may_enrol(request), clock.now()
        try:
            device, codes = factors.enrol(actor=actor, key=_key(request), code=request.POST.get("code", ""), at=at)
        except RulesBroken as refusal:
            return self._form(request, refusal)
        del request.session[PENDING]
        _stay(request)
        identity.enter(request, device, at=at)
        return render(request, "registration/codes.html", {"codes": codes, "next": self.get_success_url()})

    def _form(self, request: HttpRequest, refusal: RulesBroken | None = None) -> HttpResponse:
        device = factors.offered(_person(request), _key(request))
        half = DEVICE_ID_SESSION_KEY not in request.session
        context = {
            "refusal": refusal,
            "next": self.get_redirect_url(),
            "key": device.text_key,
            "qr": qr.draw(device.config_url),
            "half": half and identity.half_behind(request, _person(request), at=clock.now()).owes_second_factor,
        }
        return render(request, "registration/enrol.html", context, status=422 if refusal else 200)


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise NotAllowed(_("Log in first."))
    return request.user


def _actor(request: HttpRequest) -> Actor:
    return identity.actor_behind(request, _person(request), at=clock.now())


def _may_enrol(request: HttpRequest) -> Actor:
    """Who has a factor enters with it before he replaces it; who has none may do nothing but this."""
    person = _person(request)
    return _actor(request) if person.has_second_factor else identity.half_behind(request, person, at=clock.now())


def _key(request: HttpRequest) -> str:
    """The key being enrolled in this session."""
    key = request.session.get(PENDING)
    if key is None:
        key = request.session[PENDING] = factors.new_key()
    return str(key)


def _stay(request: HttpRequest) -> None:
    """This session goes on although the factor has changed, without the device it was entered with."""
    person = _person(request)
    person.refresh_from_db()
    request.session.pop(DEVICE_ID_SESSION_KEY, None)
    update_session_auth_hash(request, person)
