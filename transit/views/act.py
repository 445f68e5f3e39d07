"""What an act is to a page: what it is called, who may do it, whether it can be done now, what it tells whom."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django_fsm import can_proceed

from offices.actors import Actor
from offices.enums import OfficerRole
from transit import states
from transit.enums import State
from transit.models import Movement, Passage
from transit.permissions import Predicate
from transit.views.forms.base import ActForm, NoQuestions
from transit.views.tags import words


class Act:
    """One verb as pages offer it. `slug` names its route, `verb` its row in the tables of states.

    `tells` says beforehand whom it tells, `money` whether and how it moves any; `rank` puts the acts that are
    possible at once into order: the first stands open. `role` and `office` say in which posting it is done.
    """

    slug: ClassVar[str] = ""
    verb: ClassVar[str] = ""
    title: ClassVar[str | Promise] = ""
    tells: ClassVar[str | Promise] = ""
    money: ClassVar[str | Promise] = ""
    done: ClassVar[str | Promise] = ""
    danger: ClassVar[bool] = False
    rank: ClassVar[int] = 50
    role: ClassVar[OfficerRole | None] = None
    asks: ClassVar[type[ActForm]] = NoQuestions
    allow: ClassVar[Predicate]
    known: ClassVar[list[type["Act"]]] = []

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "slug" in cls.__dict__:
            Act.known.append(cls)

    @classmethod
    def office(cls, movement: Movement) -> str | None:
        """The office at which this act is done."""
        return movement.office_of_departure_id

    @classmethod
    def places(cls, movement: Movement) -> list[str]:
        """The offices for which it is offered one by one; one empty name where it is offered once."""
        return [""]

    @classmethod
    def acting(cls, actor: Actor, movement: Movement, place: str) -> Actor:
        """The actor in the posting this is done in: derived from the office, so that nobody is asked needlessly."""
        office = place or cls.office(movement)
        for posting in actor.postings:
            if cls.role is not None and posting.office_id == office and cls.role in posting.roles:
                return actor.acting(posting.pk)
        return actor

    @classmethod
    def may(cls, actor: Actor, movement: Movement, place: str, *, at: datetime) -> bool:
        """Whether the actor may do this to the movement, in whatever state it is."""
        return cls.allow(actor, movement)

    @classmethod
    def hindrance(cls, movement: Movement, place: str) -> str:
        """Why it cannot be done now; nothing if it can."""
        table = states.TABLE if cls.verb in states.TABLE else states.EVENTS
        sources = table[cls.verb].sources
        if movement.state in sources:
            return ""
        listed = ", ".join(words(state) for state in State if state in sources)
        return _("only while: %(states)s") % {"states": listed}

    def do(self, *, actor: Actor, movement: uuid.UUID, place: str, body: dict[str, Any], at: datetime) -> Any:
        """Call the service."""
        raise TypeError(f"{type(self).__name__} does nothing")

    @classmethod
    def called(cls, movement: Movement, place: str) -> str:
        """The title, with the place where there is one."""
        return str(cls.title)


def possible(part: Any, method: str) -> str:
    """Why a passage or arrival cannot take `method` now; nothing if it can."""
    if part is None:
        return _("only after the release")
    call: Callable[[], None] = getattr(part, method)
    if can_proceed(call):
        return ""
    return _("not while it is %(state)s") % {"state": words(part.state)}


def passage_at(movement: Movement, office: str) -> Passage | None:
    """The passage of a movement at an office."""
    return next((row for row in movement.route if row.office_id == office), None)
