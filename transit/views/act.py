"""The acts on a movement as pages offer them."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django_fsm import can_proceed

from offices.actors import Actor
from offices.pages import act as pages
from offices.pages.tags import words
from transit import states
from transit.enums import State
from transit.models import Movement, Passage
from transit.permissions import Predicate


class Act(pages.Act[Movement]):
    """One verb on a movement; `verb` is its row in the tables of states, `allow` who may at all.

    Its service is also given the office where the act has places.
    """

    verb: ClassVar[str] = ""
    allow: ClassVar[Predicate]
    known: ClassVar[list[type["Act"]]] = []

    @classmethod
    def office(cls, movement: Movement) -> str | None:
        return movement.office_of_departure_id

    @classmethod
    def may(cls, actor: Actor, movement: Movement, place: str, *, at: datetime) -> bool:
        return cls.allow(actor, movement)

    @classmethod
    def hindrance(cls, movement: Movement, place: str) -> str:
        sources = states.row_of(cls.verb).sources
        if movement.state in sources:
            return ""
        listed = ", ".join(words(state) for state in State if state in sources)
        return _("only while: %(states)s") % {"states": listed}

    @classmethod
    def url(cls, movement: Movement, place: str) -> str:
        return reverse(cls.slug, args=[movement.pk, place] if place else [movement.pk])

    def do(self, *, actor: Actor, movement: uuid.UUID, place: str, body: dict[str, Any], at: datetime) -> Any:
        """Call the service."""
        where = {"office": place} if place else {}
        return type(self).service(actor=actor, movement=movement, **where, **self.asked(body), at=at)


def possible(part: Any, method: str) -> str:
    """Why a passage or arrival cannot take `method` now; nothing if it can."""
    if part is None:
        return _("only after the release")
    call: Callable[[], None] = getattr(part, method)
    if can_proceed(call):
        return ""
    return _("not while it is %(state)s") % {"state": words(part.state)}


def not_yet_late(movement: Movement, verb: str) -> str:
    """Why nothing can be brought in as late: before the release, or while `verb` still records it."""
    if movement.released_at is None or movement.state in states.row_of(verb).sources:
        return _("only when the movement has gone on without it")
    return ""


def passage_at(movement: Movement, office: str) -> Passage | None:
    """The passage of a movement at an office."""
    return next((row for row in movement.route if row.office_id == office), None)
