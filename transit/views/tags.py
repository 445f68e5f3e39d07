"""What the templates say about states: the tone of a badge, a verb in words."""

from datetime import datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from transit.enums import ArrivalState, PassageState, State
from transit.models import Movement

register = template.Library()

_TONES = {
    "bad": {
        State.REJECTED,
        State.NOT_RELEASED,
        State.GUARANTEE_REFUSED,
        State.UNDER_RECOVERY,
        PassageState.HELD,
        PassageState.REFUSED,
        PassageState.SEIZED,
        ArrivalState.DISCREPANT,
    },
    "warn": {
        State.UNDER_CONTROL,
        State.AWAITING_RESOLUTION,
        State.UNDER_ENQUIRY,
        PassageState.NOT_RECORDED,
        PassageState.DIVERTED,
    },
    "ok": {State.IN_TRANSIT, State.ARRIVED, State.DISCHARGED, PassageState.CROSSED, ArrivalState.CLEARED},
    "off": {State.DRAFT, State.INVALIDATED, State.CLOSED_AFTER_RECOVERY, PassageState.CANCELLED},
}
_TONE = {str(state): tone for tone, states in _TONES.items() for state in states}


@register.filter
def words(code: str) -> str:
    """A stored code or verb in words: `UNDER_CONTROL` as `under control`, translated where a translation is known."""
    return _(str(code).replace("_", " ").lower())


@register.simple_tag
def badge(state: str) -> SafeString:
    """A state in words, with a tone; never by colour alone."""
    return format_html('<span class="badge badge-{}">{}</span>', _TONE.get(state, "info"), words(state))


@register.simple_tag
def overdue(movement: Movement, now: datetime) -> bool:
    """In transit and past its limit date: computed, not a state (spec section 5)."""
    return movement.state == State.IN_TRANSIT and movement.limit_date is not None and movement.limit_date < now
