"""Where an act leads back to."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


def back(request: HttpRequest, movement: uuid.UUID) -> HttpResponse:
    """To the page an act was sent from: the movement's own, or the admin's of the same movement."""
    if request.POST.get("back") == "admin":
        return redirect("admin:transit_movement_change", movement)
    return redirect("movement", movement)
