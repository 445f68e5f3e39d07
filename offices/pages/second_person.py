"""What a second person decides about a proposal, on pages (spec section 5, "+ supervisor")."""

import uuid
from abc import ABC, abstractmethod
from datetime import datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views import View

from acts.common import clock
from acts.common.api.serializers import StrictSerializer
from acts.common.models import Proposal
from acts.common.proposals import Lapsed
from acts.common.refusals import WrongState
from offices.actors import Actor
from offices.enums import OfficerRole
from offices.pages.acting import actor_of
from offices.pages.tags import words


class Decision(View, ABC):
    """POST decides. `first` is the role in which it was proposed, `why` the API's body with the reason of a refusal."""

    http_method_names = ["post"]
    first: ClassVar[OfficerRole]
    why: ClassVar[type[StrictSerializer]]

    @abstractmethod
    def found(self, actor: Actor, proposal: uuid.UUID) -> Proposal:
        """The proposal; NotFound for who may not know of it."""

    @abstractmethod
    def decide(self, request: HttpRequest, row: Proposal, *, actor: Actor, at: datetime) -> str:
        """Call the service; answers what was done, in words."""

    @abstractmethod
    def back(self, request: HttpRequest, row: Proposal) -> HttpResponse:
        """To the page of the proposal's subject."""

    def post(self, request: HttpRequest, proposal: uuid.UUID) -> HttpResponse:
        at = clock.now()
        actor = actor_of(request, at)
        row = self.found(actor, proposal)
        try:
            done = self.decide(request, row, actor=self._acting(actor, row), at=at)
        except (WrongState, Lapsed):
            row.refresh_from_db()
            text = _("Nothing was done: the proposal is no longer open, or what it is about has changed (%(status)s).")
            messages.warning(request, text % {"status": words(row.status)})
        else:
            messages.success(request, done)
        return self.back(request, row)

    def reason(self, request: HttpRequest) -> str:
        """The reason that was typed."""
        said = self.why(data={"reason": request.POST.get("reason", "").strip().replace("\r\n", "\n")})
        return str(said.validated_data["reason"]) if said.is_valid() else _("no reason given")

    def _acting(self, actor: Actor, row: Proposal) -> Actor:
        """The actor in the posting at the proposal's office: as its supervisor, else as the officer who proposed."""
        own = actor.user is not None and row.proposed_by_id == actor.user.pk
        wanted = self.first if own else OfficerRole.SUPERVISOR
        here = [posting for posting in actor.postings if posting.office_id == row.office]
        return next((actor.acting(posting.pk) for posting in here if wanted in posting.roles), actor)


def confirmed(row: Proposal, what: str | Promise = "") -> str:
    """What is said after a confirmation; `what` was proposed."""
    return _("Confirmed: %(verb)s.") % {"verb": what or words(row.verb)}


def shown(
    row: Proposal,
    actor: Actor,
    *,
    supervises: bool,
    facts: dict[str, Any],
    what: str | Promise = "",
    will: str = "",
    **urls: str,
) -> dict[str, Any]:
    """A proposal as its component shows it: who may confirm or take back, by which `confirm_url` and `refuse_url`.

    `what` is proposed, in words; `will`: whom a confirmation tells and what it moves.
    """
    own = actor.user is not None and row.proposed_by_id == actor.user.pk
    said = {"what": what or words(row.verb), "will": will or _("It takes effect at once; whom it concerns is told.")}
    return {"row": row, "own": own, "supervisor": supervises, "facts": facts, **said, **urls}
