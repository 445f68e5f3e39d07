"""What the templates say about guarantees."""

from django import template

from guarantees.enums import ClaimState, GuaranteeState
from offices.pages.tags import give_tones

register = template.Library()

give_tones(
    {
        "bad": {GuaranteeState.SUSPENDED, ClaimState.DEMANDED},
        "warn": {GuaranteeState.CANCELLING, ClaimState.NOTIFIED, ClaimState.CONTESTED, ClaimState.PARTLY_PAID},
        "ok": {GuaranteeState.ACTIVE, ClaimState.PAID},
        "off": {GuaranteeState.EXPIRED, GuaranteeState.USED, ClaimState.WITHDRAWN},
    }
)
