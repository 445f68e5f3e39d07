"""Kinds of messages in words: what each is called (spec sections 5 and 16)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from offices.pages.tags import words

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
}
"""Message numbers and names in words. Whatever is not here reads as its own name does."""


def title(kind: str) -> str:
    """What a message is called: by its number, or by its name as the code lists read it."""
    if kind in TITLES:
        return str(TITLES[kind])
    if kind.startswith("DEADLINE_"):
        return str(_("Time is up: %(what)s")) % {"what": words(kind.removeprefix("DEADLINE_"))}
    return words(kind).capitalize()
