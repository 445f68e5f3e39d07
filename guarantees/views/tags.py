"""What the templates say about guarantees."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guarantees.claim_states import TABLE
from guarantees.enums import ClaimState, EntryKind, GuaranteeState, Scope
from guarantees.models import Claim, LedgerEntry
from offices.pages.tags import give_tones, money

register = template.Library()

give_tones(
    {
        "bad": {GuaranteeState.SUSPENDED, ClaimState.DEMANDED},
        "warn": {GuaranteeState.CANCELLING, ClaimState.NOTIFIED, ClaimState.CONTESTED, ClaimState.PARTLY_PAID},
        "ok": {GuaranteeState.ACTIVE, ClaimState.PAID},
        "off": {GuaranteeState.EXPIRED, GuaranteeState.USED, ClaimState.WITHDRAWN},
    }
)


@register.simple_tag(takes_context=True)
def due(context: dict[str, Any], claim: Claim) -> SafeString:
    """A warning where a claim is to be paid today or was to be paid, by the day at its office; else nothing."""
    if claim.due_on is None or claim.state not in TABLE["pay"].sources:
        return SafeString("")
    now: datetime = context["now"]
    today = now.astimezone(ZoneInfo(context["zones"].get(claim.office[:2], "UTC"))).date()
    if claim.due_on > today:
        return SafeString("")
    tone, text = ("bad", _("overdue")) if claim.due_on < today else ("warn", _("due today"))
    return format_html('<span class="badge badge-{}">{}</span>', tone, text)


@register.filter
def scopes(values: Iterable[str]) -> str:
    """What a program may do, in words."""
    labels = dict(Scope.choices)
    return ", ".join(str(labels.get(value, value)) for value in values)


@register.simple_tag
def entry_amount(entry: LedgerEntry) -> str:
    """What an entry adds to what is held or paid, or with a minus takes from it; taken back it is the other way."""
    frees = entry.kind in (EntryKind.RELEASE, EntryKind.CANCEL)
    return ("−" if frees != (entry.reverses_id is not None) else "") + money(entry.amount)


@register.filter
def entry_kind(kind: str) -> str:
    """What entries of a kind did, in words."""
    return str(EntryKind(kind).label)
