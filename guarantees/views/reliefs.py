"""What a second person decides about a reduction or waiver, on pages (spec section 9)."""

import uuid
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from acts.common.models import Proposal
from acts.common.refusals import NotFound
from guarantees import permissions, proposed, selectors
from guarantees.api.serializers.guarantee import WhyGiven
from guarantees.enums import GuaranteeState
from guarantees.models import Guarantee
from guarantees.services import relief
from offices.actors import Actor
from offices.enums import OfficerRole
from offices.pages import second_person
from offices.pages.tags import money, words


class _OnGuarantee(second_person.Decision):
    first, why = OfficerRole.GUARANTEE, WhyGiven

    def found(self, actor: Actor, proposal: uuid.UUID) -> Proposal:
        row = proposed.known(actor=actor, among=selectors.visible(actor=actor)).filter(pk=proposal).first()
        if row is None:
            raise NotFound("no such proposal")
        return row

    def back(self, request: HttpRequest, row: Proposal) -> HttpResponse:
        return redirect("guarantee", row.subject)


class Confirm(_OnGuarantee):
    """The supervisor confirms: it takes effect."""

    def decide(self, request: HttpRequest, row: Proposal, *, actor: Actor, at: datetime) -> str:
        relief.confirm(proposal=row.pk, actor=actor, at=at)
        return second_person.confirmed(row, what(row))


class Refuse(_OnGuarantee):
    """The supervisor refuses, or the proposer takes it back; a reason is needed."""

    def decide(self, request: HttpRequest, row: Proposal, *, actor: Actor, at: datetime) -> str:
        relief.refuse(proposal=row.pk, reason=self.reason(request), actor=actor, at=at)
        return _("The proposal is closed; the guarantee stays as it was.")


def open_proposals(actor: Actor, guarantee: Guarantee, at: datetime) -> list[dict[str, Any]]:
    """What waits for a second person, for officers of the guarantee's office."""
    posts = [row for row in actor.postings if row.office_id == guarantee.office_id]
    if not posts:
        return []
    supervises = any(permissions.supervisor(actor.acting(row.pk), guarantee) for row in posts)
    return [
        second_person.shown(
            row,
            actor,
            supervises=supervises,
            facts=_facts(row, guarantee),
            what=what(row),
            will=_will(row, guarantee),
            confirm_url=reverse("relief-confirm", args=[row.pk]),
            refuse_url=reverse("relief-refuse", args=[row.pk]),
        )
        for row in proposed.open_on(guarantee=guarantee, at=at)
    ]


def what(row: Proposal) -> str:
    """What is proposed, in words: also what the button says that confirms it."""
    if row.verb == "grant_waiver":
        return _("the waiver")
    if row.data["percentage"] == 100:
        return _("no reduction any more")
    return _("reduction to %(percentage)s\u00a0%%") % {"percentage": row.data["percentage"]}


def _will(row: Proposal, guarantee: Guarantee) -> str:
    """What confirming does, and whom it tells."""
    if row.verb == "grant_waiver":
        return _("Gives the waiver its GRN; tells the principal. The principal can make its first access code.")
    if guarantee.state == GuaranteeState.ISSUED:
        return _("The guarantee still waits to be accepted. Tells principal and bank; what is available stays.")
    return _("Changes at once what the guarantor pays at most; tells principal and bank. What is available stays.")


def _facts(row: Proposal, guarantee: Guarantee) -> dict[str, str]:
    """What the supervisor confirms: the amount as it is and as it will be, and on which papers."""
    percentage = row.data["percentage"]
    now, then = guarantee.guarantee_amount, guarantee.reference_amount * percentage / 100
    amounts = [format_html('<span class="amount">{}</span>', money(amount)) for amount in (then, now)]
    changed = _("{} instead of {} {} ({}\u00a0%)")
    papers = [f"{words(paper['document_type'])} {paper['reference']}" for paper in row.data["evidence"]]
    return {
        "guarantor pays at most": format_html(changed, *amounts, guarantee.currency, percentage)
        if guarantee.guarantor_id
        else _("nothing: claims go to the debtors only"),
        "reason": row.data["reason"],
        "papers": ", ".join(papers),
    }
