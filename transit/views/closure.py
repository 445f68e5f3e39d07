"""What a second person decides about a proposal (spec section 5, "+ supervisor")."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from acts.common import clock
from acts.common.models import Proposal
from acts.common.proposals import Lapsed
from acts.common.refusals import NotFound, WrongState
from offices.actors import Actor
from offices.enums import OfficerRole
from offices.pages.acting import actor_of
from offices.pages.tags import words
from transit.api.serializers.verbs import ReasonGiven
from transit.selectors import movements
from transit.services import closure
from transit.views.acting import back


def _acting(actor: Actor, proposal: Proposal) -> Actor:
    """The actor in the posting at the proposal's office: as its supervisor, else as the officer who proposed."""
    here = [row for row in actor.postings if row.office_id == proposal.office]
    own = actor.user is not None and proposal.proposed_by_id == actor.user.pk
    wanted = OfficerRole.DEPARTURE if own else OfficerRole.SUPERVISOR
    return next((actor.acting(row.pk) for row in here if wanted in row.roles), actor)


def _proposal(actor: Actor, key: uuid.UUID) -> Proposal:
    row = Proposal.objects.filter(pk=key).first()
    if row is None or not movements.visible(actor).filter(pk=row.subject).exists():
        raise NotFound("no such proposal")
    return row


def _overtaken(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    proposal.refresh_from_db()
    text = _("Nothing was done: the proposal is no longer open, or the movement has changed since (%(status)s).")
    messages.warning(request, text % {"status": words(proposal.status)})
    return back(request, proposal.subject)


@require_POST
def confirm(request: HttpRequest, proposal: uuid.UUID) -> HttpResponse:
    """The supervisor confirms: the transition fires."""
    at = clock.now()
    actor = actor_of(request, at)
    row = _proposal(actor, proposal)
    try:
        closure.confirm(actor=_acting(actor, row), proposal=row.pk, at=at)
    except (WrongState, Lapsed):
        return _overtaken(request, row)
    messages.success(request, _("Confirmed: %(verb)s.") % {"verb": words(row.verb)})
    return back(request, row.subject)


@require_POST
def refuse(request: HttpRequest, proposal: uuid.UUID) -> HttpResponse:
    """The supervisor refuses, or the proposer takes it back; a reason is needed."""
    at = clock.now()
    actor = actor_of(request, at)
    row = _proposal(actor, proposal)
    said = ReasonGiven(data={"reason": request.POST.get("reason", "").strip().replace("\r\n", "\n")})
    reason = said.validated_data["reason"] if said.is_valid() else ""
    try:
        closure.refuse(actor=_acting(actor, row), proposal=row.pk, reason=reason or _("no reason given"), at=at)
    except WrongState:
        return _overtaken(request, row)
    messages.success(request, _("The proposal is closed; the movement stays as it was."))
    return back(request, row.subject)
