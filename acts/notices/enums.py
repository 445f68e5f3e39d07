"""Code lists of notices; stored values in capitals."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    """What machines are told of guarantees and claims (spec section 16)."""

    GUARANTEE_ACCEPTED = "GUARANTEE_ACCEPTED", _("guarantee accepted")
    GUARANTEE_REFUSED = "GUARANTEE_REFUSED", _("guarantee refused")
    GUARANTEE_RESERVED = "GUARANTEE_RESERVED", _("guarantee reserved")
    GUARANTEE_RELEASED = "GUARANTEE_RELEASED", _("guarantee released")
    GUARANTEE_LOW_BALANCE = "GUARANTEE_LOW_BALANCE", _("guarantee low balance")
    GUARANTEE_EXPIRING = "GUARANTEE_EXPIRING", _("guarantee expiring")
    GUARANTEE_SUSPENDED = "GUARANTEE_SUSPENDED", _("guarantee suspended")
    GUARANTEE_CANCELLATION_EFFECTIVE = "GUARANTEE_CANCELLATION_EFFECTIVE", _("guarantee cancellation effective")
    CLAIM_NOTIFIED = "CLAIM_NOTIFIED", _("claim notified")
    CLAIM_DEMANDED = "CLAIM_DEMANDED", _("claim demanded")
    CLAIM_SETTLED = "CLAIM_SETTLED", _("claim settled")


class DeliveryStatus(models.TextChoices):
    PENDING = "PENDING", _("pending")
    DELIVERED = "DELIVERED", _("delivered")
    FAILED = "FAILED", _("failed")


class MailChoice(models.TextChoices):
    """How a person is written to."""

    NONE = "NONE", _("No e-mail")
    EACH = "EACH", _("Each message as it comes")
    DAILY = "DAILY", _("One e-mail a day with all of them")


class MailStatus(models.TextChoices):
    """What became of an e-mail. DROPPED: by the time it was to be sent the message was no longer the person's."""

    PENDING = "PENDING", _("pending")
    SENT = "SENT", _("sent")
    FAILED = "FAILED", _("failed")
    DROPPED = "DROPPED", _("dropped")
