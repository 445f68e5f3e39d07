"""Kinds of messages: what each is called, and the groups people choose from (spec sections 5 and 16)."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from acts.notices.models import Notice
from offices.pages.tags import words


class Group(models.TextChoices):
    """What people choose from; each kind of message belongs to one."""

    HINDRANCE = "HINDRANCE", _("Refused, held, seized, alarms, discrepancies")
    DEADLINE = "DEADLINE", _("Deadlines and reminders")
    CONFIRMATION = "CONFIRMATION", _("What waits for somebody's decision")
    GUARANTEE = "GUARANTEE", _("Guarantees: accepted, changed, low, ending")
    CLAIM = "CLAIM", _("Claims")
    DEPARTURE = "DEPARTURE", _("Lodged, accepted, controlled, released")
    JOURNEY = "JOURNEY", _("On the road: expected, crossed, withdrawn")
    ARRIVAL = "ARRIVAL", _("Arrived, unloaded, discharged, cover freed")


URGENT = (Group.HINDRANCE, Group.DEADLINE, Group.CONFIRMATION, Group.GUARANTEE, Group.CLAIM)
"""What a firm must act on, or what costs it money: written of unless the person chooses otherwise."""

_GROUPS: dict[Group, frozenset[str]] = {
    Group.HINDRANCE: frozenset(
        {
            *("IE056", "IE055", "IE051", "IE019", "ALARM", "PASSAGE_HELD", "ENTRY_REFUSED", "GOODS_SEIZED"),
            *("RELEASE_FAILED", "ACCEPTANCE_FAILED", "LEDGER_FAULT"),
        }
    ),
    Group.CONFIRMATION: frozenset({"PROPOSAL", "PROPOSAL_LAPSED", "BANK_PROPOSAL", "LATE_FACT", "LATE_FACT_DECIDED"}),
    Group.CLAIM: frozenset({"IE023"}),
    Group.DEPARTURE: frozenset({"IE928", "IE004", "IE028", "IE060", "CONTROL_EXTENDED", "IE029", "IE009"}),
    Group.JOURNEY: frozenset({"IE050", "IE001", "IE010", "IE118"}),
    Group.ARRIVAL: frozenset(
        {"IE006", "IE024", "IE025", "IE043", "IE044", "IE018", "IE049", "IE045", "IE204", "GUARANTEE_RELEASED"}
    ),
}
_OF_KIND = {kind: group for group, kinds in _GROUPS.items() for kind in kinds}

TITLES: dict[str, str | Promise] = {
    "IE928": _("Declaration received"),
    "IE004": _("Declaration amended"),
    "IE056": _("Declaration rejected"),
    "IE028": _("Accepted, MRN given"),
    "IE055": _("Guarantee refused"),
    "IE060": _("Control ordered, or an amendment asked for"),
    "IE051": _("Not released"),
    "IE029": _("Released for transit"),
    "IE050": _("On its way to your office of transit"),
    "IE001": _("On its way to your office of destination"),
    "IE009": _("Invalidated"),
    "IE010": _("Invalidated, will not come"),
    "IE118": _("Crossed an office of transit"),
    "IE006": _("Arrived at its destination"),
    "IE024": _("Arrived at its destination"),
    "IE025": _("Goods released at destination"),
    "IE043": _("Unloading permitted"),
    "IE044": _("Unloading remarks"),
    "IE018": _("Results of the destination"),
    "IE019": _("Discrepancies reported"),
    "IE049": _("Discrepancies resolved"),
    "IE045": _("Discharged"),
    "IE204": _("Cover freed"),
    "IE023": _("Claim notified"),
    "ALARM": _("Alarm"),
    "PASSAGE_HELD": _("Held at an office of transit"),
    "LATE_FACT": _("A late fact waits for a decision"),
    "LATE_FACT_DECIDED": _("A late fact was decided"),
    "PROPOSAL": _("A colleague's proposal waits to be confirmed"),
    "PROPOSAL_LAPSED": _("A proposal lapsed"),
    "BANK_PROPOSAL": _("A colleague's proposal waits to be confirmed"),
    "RELEASE_FAILED": _("Could not be released at its time"),
    "ACCEPTANCE_FAILED": _("Could not be accepted by itself"),
    "LEDGER_FAULT": _("The ledger of a guarantee is wrong"),
    "GUARANTEE_LOW_BALANCE": _("Little is left of a guarantee"),
    "GUARANTEE_EXPIRING": _("A guarantee ends soon"),
    "DEADLINE_DRAFT_REMINDER": _("A draft lies untouched and will be deleted"),
    "DEADLINE_LIMIT_DATE_REMINDER": _("The limit date draws near"),
    "DEADLINE_HELD_PASSAGE": _("Goods are still held at an office of transit"),
    "DEADLINE_ACCEPTANCE": _("Not accepted in time"),
    "DEADLINE_DOCUMENT_CONTROL": _("A control of the papers is not finished in time"),
    "DEADLINE_PHYSICAL_CONTROL": _("A control of the goods is not finished in time"),
}
"""Message numbers and names in words. Whatever is not here reads as its own name does."""


def title(kind: str) -> str:
    """What a message is called: by its number, or by its name as the code lists read it."""
    if kind in TITLES:
        return str(TITLES[kind])
    if kind.startswith("DEADLINE_"):
        return str(_("Time is up: %(what)s")) % {"what": words(kind.removeprefix("DEADLINE_"))}
    return words(kind).capitalize()


def called(row: Notice) -> str:
    """What this very message is called: a reminder of the limit date comes before it and when it is reached."""
    if (row.kind, row.body.get("reference")) == ("DEADLINE_LIMIT_DATE_REMINDER", "reached"):
        return gettext("The limit date has passed")
    return title(row.kind)


def group(kind: str) -> Group:
    """The group a kind belongs to; one that nobody named is no less urgent than a refusal."""
    if kind in _OF_KIND:
        return _OF_KIND[kind]
    for found in (Group.DEADLINE, Group.GUARANTEE, Group.CLAIM):
        if kind.startswith(f"{found}_"):
            return found
    return Group.HINDRANCE
