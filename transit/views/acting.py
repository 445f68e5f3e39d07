"""Where an act leads back to."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from transit.models import Movement


def tell_refused_guarantee(request: HttpRequest, movement: Movement) -> bool:
    """Whether an act has just ended in a guarantee refused; then the page says so, with the reasons."""
    reasons = [f"{row['grn']}: {row['text']}" for row in movement.guarantee_reasons]
    if reasons:
        text = _("The guarantee was refused. %(reasons)s")
        messages.error(request, text % {"reasons": "; ".join(reasons)})
    return bool(reasons)


def back(request: HttpRequest, movement: uuid.UUID) -> HttpResponse:
    """To the page an act was sent from: the movement's own, or the admin's of the same movement."""
    if request.POST.get("back") == "admin":
        return redirect("admin:transit_movement_change", movement)
    return redirect("movement", movement)
