"""Acts of the principal's side (spec sections 1 and 3; 5, rows 1, 2, 6, 7, 12)."""

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from acts.common import clock
from acts.common.refusals import RulesBroken
from offices.actors import Actor
from offices.pages import acting
from transit import permissions
from transit.enums import State
from transit.models import Movement
from transit.services import attachments, declaration
from transit.views.forms import trader as forms
from transit.views.verb import Verb

_LINES = 25


class Lodge(Verb):
    slug, verb, rank = "lodge", "lodge", 10
    title = _("Lodge the declaration")
    tells = _("Sends it to the office of departure (IE928). Any finding refuses it and leaves the draft as it is.")
    money = _("Nothing is reserved before the release.")
    done = _("Lodged.")
    allow = permissions.principal_lodges
    service = declaration.lodge


class Check(Verb):
    slug, verb, rank = "check", "lodge", 11
    title = _("Check without lodging")
    tells = _("Runs the checks of lodging and looks at the guarantee; tells nobody.")
    money = _("Reserves nothing.")
    done = _("The checks find nothing: the declaration can be lodged.")
    asks = forms.Checked
    allow = permissions.principal_prepares

    @classmethod
    def hindrance(cls, movement: Movement, place: str) -> str:
        return "" if movement.state == State.PRE_LODGED else super().hindrance(movement, place)

    def do(self, *, actor: Actor, movement: uuid.UUID, place: str, body: dict[str, Any], at: datetime) -> Any:
        verdict = declaration.validate(actor=actor, movement=movement, at=at)
        if verdict.findings:
            raise RulesBroken(verdict.findings)
        return verdict

    def after(self, request: HttpRequest, row: Movement, done: Any) -> HttpResponse:
        for warning in done.warnings:
            messages.warning(request, warning.text)
        return super().after(request, row, done)


class Fits(Check):
    slug, rank = "fits", 12
    title = _("Would the guarantee cover it?")
    tells = _("Computes the amount at risk country by country; tells nobody.")

    def do(self, *, actor: Actor, movement: uuid.UUID, place: str, body: dict[str, Any], at: datetime) -> Any:
        return declaration.cover_forecast(actor=actor, movement=movement, at=at)

    def after(self, request: HttpRequest, row: Movement, done: Any) -> HttpResponse:
        at = clock.now()
        totals = {total["country"]: total["currency"] for total in done.at_risk.totals}
        lines = [line | {"currency": totals[line["country"]]} for line in done.at_risk.lines]
        context = {
            "movement": row,
            "forecast": done,
            "findings": [finding.as_dict() for finding in done.findings],
            "page": Paginator(lines, _LINES).get_page(1),
            **acting.frame(acting.actor_of(request, at), at=at),
        }
        return render(request, "transit/fits.html", context)


class PresentGoods(Verb):
    slug, verb, rank = "present", "present_goods", 10
    title = _("Say that the goods are there")
    tells = _("Tells the office of departure (IE928). The checks run again.")
    done = _("The office of departure is told.")
    allow = permissions.principal_lodges
    service = declaration.present


class AmendGuarantee(Verb):
    slug, verb, rank = "amend-guarantee", "amend_guarantee", 10
    title = _("Name other guarantees")
    tells = _("Checked at once; tells the office of departure (IE004).")
    money = _("Nothing is reserved before the release.")
    done = _("The guarantees are amended.")
    asks = forms.Guarantees
    allow = permissions.principal_lodges
    service = declaration.amend_guarantee


class EditDraft(Verb):
    slug, verb, rank = "edit", "edit_draft", 25
    title = _("Change the draft by a file")
    tells = _("Each field in the file replaces the stored one; tells nobody.")
    done = _("The draft is changed.")
    asks = forms.PartialUpload
    allow = permissions.principal_prepares
    service = declaration.update

    def asked(self, body: dict[str, Any]) -> dict[str, Any]:
        return {"content": body}


class Amend(Verb):
    slug, verb, rank = "amend", "amend", 21
    title = _("Amend by a file")
    tells = _("Each field in the file replaces the declared one; tells the office of departure (IE004).")
    done = _("Amended.")
    asks = forms.PartialUpload
    allow = permissions.principal_lodges
    service = declaration.amend

    @classmethod
    def hindrance(cls, movement: Movement, place: str) -> str:
        if movement.control_ordered and not movement.amendment_requested:
            return _now("once a control was ordered only at the officer's request")
        return super().hindrance(movement, place)

    def asked(self, body: dict[str, Any]) -> dict[str, Any]:
        return {"content": body}


class Attach(Verb):
    slug, verb, rank = "attach", "attach_file", 22
    title = _("Attach a file")
    tells = _("Kept with the declaration; tells nobody.")
    done = _("Attached.")
    asks = forms.Attachment
    allow = permissions.principal_prepares
    service = attachments.attach

    def asked(self, body: dict[str, Any]) -> dict[str, Any]:
        return {"upload": body["file"]}


class Copy(Verb):
    slug, verb, rank = "copy", "create", 30
    title = _("Copy into a new draft")
    tells = _("Without guarantees and files; tells nobody.")
    done = _("Copied.")
    asks = forms.NewReference
    allow = permissions.principal_prepares
    service = declaration.copy

    @classmethod
    def hindrance(cls, movement: Movement, place: str) -> str:
        return ""

    def after(self, request: HttpRequest, row: Movement, done: Any) -> HttpResponse:
        messages.success(request, str(self.done))
        return redirect("movement", done.pk)


class Delete(Verb):
    slug, verb, rank, danger = "delete", "delete_draft", 40, True
    title = _("Delete the draft")
    tells = _("It is gone for good; tells nobody.")
    done = _("The draft is deleted.")
    allow = permissions.principal_prepares
    service = declaration.delete

    def after(self, request: HttpRequest, row: Movement, done: Any) -> HttpResponse:
        messages.success(request, str(self.done))
        return redirect("home")
