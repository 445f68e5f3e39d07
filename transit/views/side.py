"""What the side lists of movements: an officer's worklists by role, with what waits in each."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from offices.actors import Actor
from offices.pages.side import Entry, Group
from transit import permissions
from transit.selectors import worklists


def entries(actor: Actor, at: datetime) -> Iterator[Group]:
    """All one may know of, a new declaration for who writes them, messages; the worklists of the actor's roles."""
    links = [Entry("all", _("All movements"), reverse("home"))] if permissions.follows_movements(actor) else []
    if permissions.writes_declarations(actor):
        links.append(Entry("new", _("New declaration"), reverse("new-declaration")))
    if actor.duties or actor.postings:
        links.append(Entry("messages", _("Messages"), reverse("messages")))
    yield "", links
    waiting = worklists.counts(actor, at=at)
    for role, rows in groupby(worklists.of(actor), key=lambda row: row.role):
        yield (
            role,
            [
                Entry(row.slug, row.title, reverse("work", args=[row.slug]), waiting.get(row.slug, 0), row.hot)
                for row in rows
            ],
        )
