"""What the side lists of guarantees, by role."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guarantees import worklists
from offices.actors import Actor
from offices.enums import OfficerRole
from offices.pages.side import Entry, Group


def entries(actor: Actor, at: datetime) -> Iterator[Group]:
    """The guarantees of one's firm; the worklists of the office of guarantee, and all that one may know of."""
    if actor.firm_id is not None and actor.duties:
        yield "", [Entry("guarantees", _("Guarantees"), reverse("guarantees"))]
    mine, waiting = worklists.of(actor), worklists.counts(actor)
    if mine:
        links = [Entry("guarantees", _("All guarantees"), reverse("guarantees"))]
        lists = [
            Entry(row.slug, row.title, reverse("guarantee-work", args=[row.slug]), waiting[row.slug], row.hot)
            for row in mine
        ]
        yield OfficerRole.GUARANTEE, [*lists, *links]
