"""The face of every verb on a guarantee's page."""

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from acts.common.refusals import Refusal, WrongState
from guarantees.models import Guarantee
from guarantees.views import page
from guarantees.views.act import Act
from offices.actors import Actor
from offices.pages import verb
from offices.pages.act import Failed
from offices.pages.tags import words


class Verb(Act, verb.Verb[Guarantee]):
    """POST does it and leads back to the guarantee."""

    def get(self, request: HttpRequest, guarantee: uuid.UUID) -> HttpResponse:
        return redirect("guarantee", guarantee)

    def post(self, request: HttpRequest, guarantee: uuid.UUID) -> HttpResponse:
        return self.handle(request, guarantee)

    def found(self, actor: Actor, key: uuid.UUID, at: datetime) -> Guarantee:
        return page.found(actor, key)

    def back(self, request: HttpRequest, guarantee: Guarantee) -> HttpResponse:
        return redirect("guarantee", guarantee.pk)

    def draw(
        self, request: HttpRequest, guarantee: Guarantee, *, actor: Actor, at: datetime, failed: Failed, status: int
    ) -> HttpResponse:
        return page.draw(request, actor=actor, guarantee=guarantee, at=at, failed=failed, status=status)

    def fire(self, guarantee: Guarantee, *, actor: Actor, place: str, body: dict[str, Any], at: datetime) -> Any:
        return self.do(actor=actor, guarantee=guarantee.pk, body=body, at=at)

    def stale(self, request: HttpRequest, guarantee: Guarantee) -> HttpResponse:
        text = _("Nothing was done: this guarantee has changed since your page was drawn. It is now %(state)s.")
        messages.warning(request, text % {"state": words(guarantee.state)})
        return self.back(request, guarantee)

    def overtaken(self, request: HttpRequest, guarantee: Guarantee, refusal: Refusal) -> HttpResponse | None:
        """Refused by what somebody else did in this very moment."""
        if not isinstance(refusal, WrongState):
            return None
        return self.stale(request, Guarantee.objects.get(pk=guarantee.pk))
