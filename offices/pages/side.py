"""The navigation beside the pages: what each app lists for the actor, by role, with how much waits in each."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from offices.actors import Actor
from offices.pages.tags import words


@dataclass(frozen=True, slots=True)
class Entry:
    """A link of the side: `name` is what a page calls itself to stand out; `hot` asks for haste."""

    name: str
    title: str | Promise
    url: str
    count: int | None = None
    hot: bool = False


Group = tuple[str, Sequence[Entry]]
"""A role (nothing: above all roles) and what it finds."""
Source = Callable[[Actor, datetime], Iterable[Group]]


def context(actor: Actor, *, at: datetime, current: str = "") -> dict[str, Any]:
    """`links` of no role, then (role, entries) in `side`, in the order of the settings' SIDE.

    `administers`: the admin is open; `current` names the page shown now. `beside`: there is more to go to than the
    front page.
    """
    found: dict[str, list[Entry]] = {}
    for source in _sources():
        for role, entries in source(actor, at):
            found.setdefault(role, []).extend(entries)
    links = found.pop("", [])
    return {
        "beside": bool(found or actor.enters_admin or len(links) > 1),
        "links": links,
        "side": [(words(role), entries) for role, entries in found.items()],
        "current": current,
        "postings": actor.postings,
        "administers": actor.enters_admin,
    }


@cache
def _sources() -> tuple[Source, ...]:
    return tuple(import_string(name) for name in settings.SIDE)
