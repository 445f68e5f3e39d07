"""Code lists of guarantees; stored values in capitals (spec section 9)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GuaranteeKind(models.TextChoices):
    SINGLE_JOURNEY = "SINGLE_JOURNEY", _("single journey")
    MULTIPLE_JOURNEY = "MULTIPLE_JOURNEY", _("multiple journey")
    CASH_DEPOSIT = "CASH_DEPOSIT", _("cash deposit")
    WAIVER = "WAIVER", _("waiver")


class GuaranteeState(models.TextChoices):
    ISSUED = "ISSUED", _("issued")
    REFUSED = "REFUSED", _("refused")
    ACTIVE = "ACTIVE", _("active")
    SUSPENDED = "SUSPENDED", _("suspended")
    CANCELLING = "CANCELLING", _("cancelling")
    CANCELLED = "CANCELLED", _("cancelled")
    EXPIRED = "EXPIRED", _("expired")
    USED = "USED", _("used")


class EntryKind(models.TextChoices):
    """Kinds of ledger entries; a correction is a reversing entry of the same kind."""

    RESERVE = "RESERVE", _("reserved")
    RELEASE = "RELEASE", _("freed")
    CANCEL = "CANCEL", _("reservation cancelled")
    CLAIM = "CLAIM", _("claimed")
    PAY = "PAY", _("paid")
    ADJUST = "ADJUST", _("corrected")


class ReservationState(models.TextChoices):
    LIVE = "LIVE", _("live")
    RELEASED = "RELEASED", _("released")
    CANCELLED = "CANCELLED", _("cancelled")


class ClaimState(models.TextChoices):
    """A claim on a guarantor (spec section 9)."""

    NOTIFIED = "NOTIFIED", _("notified")
    DEMANDED = "DEMANDED", _("demanded")
    CONTESTED = "CONTESTED", _("contested")
    PARTLY_PAID = "PARTLY_PAID", _("partly paid")
    PAID = "PAID", _("paid")
    WITHDRAWN = "WITHDRAWN", _("withdrawn")


OPEN_CLAIM = (ClaimState.NOTIFIED, ClaimState.DEMANDED, ClaimState.CONTESTED, ClaimState.PARTLY_PAID)


class RefusalReason(models.TextChoices):
    """Why a guarantee does not cover a movement (spec section 9)."""

    UNKNOWN = "G01", _("unknown")
    NOT_VALID = "G02", _("not valid")
    ACCESS_CODE = "G03", _("access code")
    NOT_OWNER = "G04", _("not the owner")
    USED = "G05", _("already used")
    SENSITIVE_GOODS = "G07", _("not for sensitive goods")
    COUNTRY = "G08", _("not valid in a country of the route")
    AMOUNT = "G09", _("amount not enough")
    USED_VOUCHER = "G10", _("already used")
    OFFICE = "G11", _("offices differ")
    GOODS = "G12", _("goods differ")


class Charge(models.TextChoices):
    DUTY = "DUTY", _("duty")
    EXCISE = "EXCISE", _("excise")
    CONSUMPTION_TAX = "CONSUMPTION_TAX", _("consumption tax")
    OTHER = "OTHER", _("other")


class Basis(models.TextChoices):
    PERCENT = "PERCENT", _("percent")
    SPECIFIC = "SPECIFIC", _("an amount per supplementary unit")


class Scope(models.TextChoices):
    """What a guarantor's program may be let do; values as OAuth writes them."""

    GUARANTEES_READ = "guarantees:read", _("read guarantees, balances, ledgers, reservations, statements")
    GUARANTEES_ISSUE = "guarantees:issue", _("issue guarantees")
    GUARANTEES_CHANGE = "guarantees:change", _("raise and lower amounts")
    GUARANTEES_CANCEL = "guarantees:cancel", _("give and withdraw notice")
    CLAIMS_READ = "claims:read", _("read claims")
    CLAIMS_ANSWER = "claims:answer", _("acknowledge and contest claims")
    CLAIMS_PAY = "claims:pay", _("pay claims")
    EVENTS_READ = "events:read", _("read the list of events")
    WEBHOOKS_MANAGE = "webhooks:manage", _("set up webhooks, replay what failed")
