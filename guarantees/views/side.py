"""What the side lists of guarantees, by role."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guarantees import proposed, worklists
from offices.actors import Actor
from offices.enums import AppointmentKind, EmployeeRole, FirmKind, OfficerRole
from offices.pages.side import Entry, Group


def entries(actor: Actor, at: datetime) -> Iterator[Group]:
    """The guarantees and claims of one's firm, and what its bank does; the worklists of the office of guarantee and of
    its supervisor; all guarantees, for who oversees them.
    """
    if actor.firm_id is not None and actor.duties:
        yield "", [*_of_firm(actor)]
    if mine := worklists.of(actor):
        yield OfficerRole.GUARANTEE, [*_of_office(actor, mine)]
    if actor.posted_as(OfficerRole.SUPERVISOR):
        count = proposed.waiting(actor=actor, at=at).count()
        title = _("Reductions and waivers to confirm")
        yield OfficerRole.SUPERVISOR, [Entry("to-confirm", title, reverse("guarantees-to-confirm"), count)]
    if actor.appointed(AppointmentKind.AUDITOR) or actor.appointed(AppointmentKind.NATIONAL_ADMINISTRATOR):
        yield "", [*_overview()]


def _of_firm(actor: Actor) -> Iterator[Entry]:
    firm = actor.user.firm if actor.user is not None else None
    bank = firm is not None and firm.kind == FirmKind.BANK
    yield Entry("guarantees", _("Guarantees"), reverse("guarantees"))
    yield Entry("claims", _("Claims"), reverse("claims-page"))
    if bank and actor.may(EmployeeRole.LODGE):
        yield Entry("issue", _("Issue a guarantee"), reverse("issue"))
    if bank:
        yield Entry("bank-proposals", _("Two-person rule"), reverse("bank-proposals"))
    if bank and actor.may(EmployeeRole.ADMINISTER):
        yield Entry("programs", _("Programs"), reverse("programs"))
        yield Entry("webhooks", _("Webhooks"), reverse("webhooks-page"))


def _of_office(actor: Actor, mine: list[worklists.Worklist]) -> Iterator[Entry]:
    waiting = worklists.counts(actor)
    for row in mine:
        yield Entry(row.slug, row.title, reverse("guarantee-work", args=[row.slug]), waiting[row.slug], row.hot)
    yield from _overview()
    yield Entry("book", _("Book a deposit or waiver"), reverse("book-guarantee"))
    yield Entry("guarantors", _("Guarantors"), reverse("guarantors"))


def _overview() -> Iterator[Entry]:
    yield Entry("guarantees", _("All guarantees"), reverse("guarantees"))
    yield Entry("exposure", _("Exposure"), reverse("exposure"))
