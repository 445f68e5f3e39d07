"""What the side lists of guarantees, by role."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guarantees import worklists
from offices.actors import Actor
from offices.enums import EmployeeRole, FirmKind, OfficerRole
from offices.pages.side import Entry, Group


def entries(actor: Actor, at: datetime) -> Iterator[Group]:
    """The guarantees and claims of one's firm, and what its bank does; the worklists of the office of guarantee."""
    if actor.firm_id is not None and actor.duties:
        yield "", [*_of_firm(actor)]
    mine, waiting = worklists.of(actor), worklists.counts(actor)
    if mine:
        links = [Entry("guarantees", _("All guarantees"), reverse("guarantees"))]
        lists = [
            Entry(row.slug, row.title, reverse("guarantee-work", args=[row.slug]), waiting[row.slug], row.hot)
            for row in mine
        ]
        yield OfficerRole.GUARANTEE, [*lists, *links]


def _of_firm(actor: Actor) -> Iterator[Entry]:
    firm = actor.user.firm if actor.user is not None else None
    bank = firm is not None and firm.kind == FirmKind.BANK
    yield Entry("guarantees", _("Guarantees"), reverse("guarantees"))
    yield Entry("claims", _("Claims"), reverse("claims-page"))
    if bank and actor.may(EmployeeRole.LODGE):
        yield Entry("issue", _("Issue a guarantee"), reverse("issue"))
    if bank:
        yield Entry("bank-proposals", _("Two persons"), reverse("bank-proposals"))
    if bank and actor.may(EmployeeRole.ADMINISTER):
        yield Entry("programs", _("Programs"), reverse("programs"))
        yield Entry("webhooks", _("Webhooks"), reverse("webhooks-page"))
