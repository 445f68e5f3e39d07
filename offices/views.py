"""The person's own affairs on pages: the password."""

from django.contrib import messages
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from acts.common import clock
from acts.common.address import client_address
from offices import sign_ins


class Password(PasswordChangeView):
    """The old password once, the new one twice; other sessions of the account end."""

    success_url = reverse_lazy("home")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        answer = super().form_valid(form)
        sign_ins.record(
            "change_password", self.request.user.get_username(), client_address(self.request), at=clock.now()
        )
        messages.success(self.request, _("Your password is changed; your other sessions have ended."))
        return answer
