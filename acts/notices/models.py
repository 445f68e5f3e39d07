"""Notices and events: who is told what. A row is written in the transaction of what it tells: it is the outbox too."""

import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from acts.notices.enums import EventKind


class Notice(models.Model):
    """One message to one addressee; `kind` is the IE number or the event's name (spec sections 5, 16).

    `addressee` is `office:THSDO001`, `office:THSDO001:SUPERVISOR` or `firm:REG-NUMBER`; the body carries no access
    code and no amount.
    """

    kind = models.CharField(max_length=40)
    addressee = models.CharField(max_length=60)
    subject = models.UUIDField()
    reference = models.CharField(max_length=35, blank=True)
    at = models.DateTimeField()
    body = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        indexes = [models.Index(fields=["addressee", "id"]), models.Index(fields=["subject", "id"])]

    def __str__(self) -> str:
        return f"{self.kind} to {self.addressee}"


class Event(models.Model):
    """Something a firm's own systems are told, by webhook and in the firm's feed; amounts yes, goods never.

    `event` is the id that stays the same however often it is sent. `position` counts within the firm from 1 without a
    gap; it is given after the commit (services.feed), so that a reader never meets a later one before an earlier one.
    """

    event = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=40, choices=EventKind.choices)
    firm = models.CharField(max_length=20)
    at = models.DateTimeField()
    body = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    position = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
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

    firm = models.CharField(max_length=20, primary_key=True)
    last_position = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.firm} {self.last_position}"
