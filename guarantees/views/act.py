"""The acts on a guarantee as pages offer them."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _

from guarantees.enums import GuaranteeState
from guarantees.models import Guarantee
from guarantees.states import TABLE
from offices.actors import Actor
from offices.pages import act as pages
from offices.pages.tags import words


class Act(pages.Act[Guarantee]):
    """One verb on a guarantee; `verb` is its row in the table of states, else `states` says when it can be done.

    Not `listed` is what is done to a row of the page, where its button stands.
    """

    verb: ClassVar[str] = ""
    states: ClassVar[tuple[GuaranteeState, ...]] = ()
    listed: ClassVar[bool] = True
    allow: ClassVar[Callable[[Actor, Guarantee], bool]]
    known: ClassVar[list[type["Act"]]] = []

    @classmethod
    def places(cls, guarantee: Guarantee) -> list[str]:
        return [""] if cls.listed else []

    @classmethod
    def office(cls, guarantee: Guarantee) -> str | None:
        return guarantee.office_id

    @classmethod
    def may(cls, actor: Actor, guarantee: Guarantee, place: str, *, at: datetime) -> bool:
        return cls.allow(actor, guarantee)

    @classmethod
    def hindrance(cls, guarantee: Guarantee, place: str) -> str:
        sources = cls.states or TABLE[cls.verb].sources
        if guarantee.state in sources:
            return ""
        return _("only while: %(states)s") % {"states": ", ".join(words(state) for state in sources)}

    @classmethod
    def url(cls, guarantee: Guarantee, place: str) -> str:
        return reverse(f"guarantee-{cls.slug}", args=[guarantee.pk])

    def do(self, *, actor: Actor, guarantee: uuid.UUID, body: dict[str, Any], at: datetime) -> Any:
        """Call the service."""
        return type(self).service(guarantee=guarantee, **self.asked(body), actor=actor, at=at)
