"""Notices: who is told what. The row is written in the transaction of the event, so it is the outbox too."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class Notice(models.Model):
    """One message to one addressee; `kind` is the IE number or the event's name (spec sections 5, 16).

    `addressee` is `office:THSDO001` or `firm:REG-NUMBER`; the body carries no access code and no amount.
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
