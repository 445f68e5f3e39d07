"""Code lists of guarantees; stored values in capitals (spec section 9)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GuaranteeKind(models.TextChoices):
    SINGLE_JOURNEY = "SINGLE_JOURNEY"
    MULTIPLE_JOURNEY = "MULTIPLE_JOURNEY"
    CASH_DEPOSIT = "CASH_DEPOSIT"
    WAIVER = "WAIVER"


class GuaranteeState(models.TextChoices):
    ISSUED = "ISSUED"
    REFUSED = "REFUSED"
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    CANCELLING = "CANCELLING"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"
    USED = "USED"


class EntryKind(models.TextChoices):
    """Kinds of ledger entries; a correction is a reversing entry of the same kind."""

    RESERVE = "RESERVE", _("reserved")
    RELEASE = "RELEASE", _("freed")
    CANCEL = "CANCEL", _("reservation cancelled")
    CLAIM = "CLAIM", _("claimed")
    PAY = "PAY", _("paid")
    ADJUST = "ADJUST", _("corrected")


class ReservationState(models.TextChoices):
    LIVE = "LIVE"
    RELEASED = "RELEASED"
    CANCELLED = "CANCELLED"


class ClaimState(models.TextChoices):
    """A claim on a guarantor (spec section 9)."""

    NOTIFIED = "NOTIFIED"
    DEMANDED = "DEMANDED"
    CONTESTED = "CONTESTED"
    PARTLY_PAID = "PARTLY_PAID"
    PAID = "PAID"
    WITHDRAWN = "WITHDRAWN"


OPEN_CLAIM = (ClaimState.NOTIFIED, ClaimState.DEMANDED, ClaimState.CONTESTED, ClaimState.PARTLY_PAID)


class RefusalReason(models.TextChoices):
    """Why a guarantee does not cover a movement (spec section 9)."""

    UNKNOWN = "G01", "unknown"
    NOT_VALID = "G02", "not valid"
    ACCESS_CODE = "G03", "access code"
    NOT_OWNER = "G04", "not the owner"
    USED = "G05", "already used"
    SENSITIVE_GOODS = "G07", "not for sensitive goods"
    COUNTRY = "G08", "not valid in a country of the route"
    AMOUNT = "G09", "amount not enough"
    USED_VOUCHER = "G10", "already used"
    OFFICE = "G11", "offices differ"
    GOODS = "G12", "goods differ"


class Charge(models.TextChoices):
    DUTY = "DUTY"
    EXCISE = "EXCISE"
    CONSUMPTION_TAX = "CONSUMPTION_TAX"
    OTHER = "OTHER"


class Basis(models.TextChoices):
    PERCENT = "PERCENT"
    SPECIFIC = "SPECIFIC", "an amount per supplementary unit"


class Scope(models.TextChoices):
    """What a guarantor's program may be let do; values as OAuth writes them."""

    GUARANTEES_READ = "guarantees:read", "read guarantees, balances, ledgers, reservations, statements"
    GUARANTEES_ISSUE = "guarantees:issue", "issue guarantees"
    GUARANTEES_CHANGE = "guarantees:change", "raise and lower amounts"
    GUARANTEES_CANCEL = "guarantees:cancel", "give and withdraw notice"
    CLAIMS_READ = "claims:read", "read claims"
    CLAIMS_ANSWER = "claims:answer", "acknowledge and contest claims"
    CLAIMS_PAY = "claims:pay", "pay claims"
    EVENTS_READ = "events:read", "read the list of events"
    WEBHOOKS_MANAGE = "webhooks:manage", "set up webhooks, replay what failed"
