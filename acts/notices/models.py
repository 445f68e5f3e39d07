"""Notices and events: who is told what. A row is written in the transaction of what it tells: it is the outbox too."""

import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from acts.notices.enums import DeliveryStatus, EventKind, MailChoice, MailStatus


class Notice(models.Model):
    """One message to one addressee; `kind` is the IE number or the event's name (spec sections 5, 16).

    `addressee` is `office:THSDO001`, `office:THSDO001:SUPERVISOR` or `firm:REG-NUMBER`; the body carries no access
    code and no amount. `handed_on`: it was looked at once, after its commit, for whom it is to be sent to by e-mail.
    """

    kind = models.CharField(_("kind"), max_length=40)
    addressee = models.CharField(_("addressee"), max_length=60)
    subject = models.UUIDField(_("subject"))
    reference = models.CharField(_("reference"), max_length=35, blank=True)
    at = models.DateTimeField(_("time"))
    body = models.JSONField(_("body"), default=dict, encoder=DjangoJSONEncoder)
    handed_on = models.BooleanField(_("handed on"), default=False)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [
            models.Index(fields=["addressee", "id"]),
            models.Index(fields=["subject", "id"]),
            # Holds only what came since the last round: keys alone would miss what commits late (services.feed).
            models.Index(fields=["id"], condition=Q(handed_on=False), name="notice_new"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.addressee}"


class Event(models.Model):
    """Something a firm's own systems are told, by webhook and in the firm's feed; amounts yes, goods never.

    `event` is the id that stays the same however often it is sent. `position` counts within the firm from 1 without a
    gap; it is given after the commit (services.feed), so that a reader never meets a later one before an earlier one.
    """

    event = models.UUIDField(_("event"), default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=40, choices=EventKind.choices)
    firm = models.CharField(_("firm"), max_length=20)
    at = models.DateTimeField(_("time"))
    body = models.JSONField(_("body"), default=dict, encoder=DjangoJSONEncoder)
    position = models.PositiveBigIntegerField(_("position"), null=True, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [models.UniqueConstraint(fields=["firm", "position"], name="event_one_per_position")]
        indexes = [models.Index(fields=["firm", "id"], condition=Q(position=None), name="event_unplaced")]

    def __str__(self) -> str:
        return f"{self.kind} to {self.firm}"

    @property
    def type(self) -> str:
        """The kind as Standard Webhooks write it: `guarantee.low_balance`."""
        return self.kind.lower().replace("_", ".", 1)


class Feed(models.Model):
    """The end of a firm's feed: the position given last. Its row is the lock of whoever gives the next ones."""

    firm = models.CharField(_("firm"), max_length=20, primary_key=True)
    last_position = models.PositiveBigIntegerField(_("last position"), default=0)

    class Meta:
        verbose_name = _("feed")
        verbose_name_plural = _("feeds")

    def __str__(self) -> str:
        return f"{self.firm} {self.last_position}"


class Webhook(models.Model):
    """Where a firm's events are sent: an https address, the kinds wanted (none: all), and the secrets that sign.

    `sealed_secrets`: the newest first, two while one is being changed for another; sealed, because signing needs them.
    """

    id = models.UUIDField(_("ID"), primary_key=True, default=uuid.uuid4, editable=False)
    firm = models.CharField(_("firm"), max_length=20, db_index=True)
    url = models.CharField(_("address"), max_length=500)
    kinds = models.JSONField(_("events wanted"), default=list, help_text=_("values of EventKind"))
    sealed_secrets = models.JSONField(_("sealed secrets"), default=list)
    made_at = models.DateTimeField(_("made at"))
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["-made_at", "id"]

    def __str__(self) -> str:
        return f"{self.firm} {self.url}"


class Delivery(models.Model):
    """One event on its way to one webhook. The row is the truth: it is sent until it is DELIVERED or has FAILED.

    While it is being sent `due_at` lies a little ahead, so that a sender that was killed is followed by another.
    """

    event = models.ForeignKey(Event, verbose_name=_("event"), on_delete=models.PROTECT, related_name="deliveries")
    webhook = models.ForeignKey(Webhook, verbose_name=_("webhook"), on_delete=models.PROTECT, related_name="deliveries")
    status = models.CharField(_("status"), max_length=9, choices=DeliveryStatus.choices, default=DeliveryStatus.PENDING)
    due_at = models.DateTimeField(_("due at"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    answered = models.PositiveSmallIntegerField(
        _("HTTP status"), null=True, blank=True, help_text=_("HTTP status of the last try")
    )
    last_error = models.CharField(_("last error"), max_length=200, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [models.UniqueConstraint(fields=["event", "webhook"], name="delivery_one_per_webhook")]
        indexes = [models.Index(fields=["due_at", "id"], condition=Q(status="PENDING"), name="delivery_pending")]

    def __str__(self) -> str:
        return f"{self.event_id} to {self.webhook_id}: {self.status}"


class Preference(models.Model):
    """How and of what a person wants to be written to; without a row: as the engine thinks fit (spec section 16).

    `hour`: of the daily e-mail, by the clock of the person's office or firm; `groups`: of kinds of messages.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="preference"
    )
    mail = models.CharField(_("how"), max_length=5, choices=MailChoice.choices)
    hour = models.PositiveSmallIntegerField(_("hour"))
    groups = models.JSONField(_("groups"), default=list)

    class Meta:
        verbose_name = _("preference")
        verbose_name_plural = _("preferences")
        constraints = [models.CheckConstraint(condition=Q(hour__lte=23), name="preference_hour_of_a_day")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.mail}"


class Email(models.Model):
    """One notice on its way to one person. The row is the truth: it is sent until it is SENT or has FAILED.

    Those that are `daily` and due together go in one. It holds no text: what it says, and whether the person may still
    read it, is asked when it is sent. While it is being sent `due_at` lies a little ahead, as with a Delivery.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="emails"
    )
    notice = models.ForeignKey(Notice, verbose_name=_("notice"), on_delete=models.PROTECT, related_name="emails")
    daily = models.BooleanField(_("daily"), default=False)
    status = models.CharField(_("status"), max_length=7, choices=MailStatus.choices, default=MailStatus.PENDING)
    due_at = models.DateTimeField(_("due at"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.CharField(_("last error"), max_length=200, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    class Meta:
        verbose_name = _("e-mail")
        verbose_name_plural = _("e-mails")
        constraints = [models.UniqueConstraint(fields=["person", "notice"], name="email_one_per_person")]
        indexes = [models.Index(fields=["due_at", "id"], condition=Q(status="PENDING"), name="email_pending")]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
