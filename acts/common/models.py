"""The kernel's rows: jobs, history, proposals, the workers' pulse."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """Work to be done after the transaction that ordered it; written in that transaction, so it is the truth.

    `key` makes an order unique: ordering the same work twice leaves one row.
    """

    kind = models.CharField(_("kind"), max_length=60)
    key = models.CharField(_("key"), max_length=120, unique=True)
    payload = models.JSONField(_("facts"), default=dict)
    due_at = models.DateTimeField(_("due at"))
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = [models.Index(fields=["due_at", "id"], condition=Q(done_at=None), name="job_open")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class WorkerPulse(models.Model):
    """When a worker last swept; `/readyz` wants one alive."""

    name = models.CharField(max_length=80, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class HistoryEntry(models.Model):
    """One thing that happened to a subject; only ever added (triggers refuse the rest), chained by hash (spec 17).

    Actor, posting and address are kept as plain values: the row must outlive the rows it speaks of.
    """

    subject = models.UUIDField(_("subject"))
    sequence = models.PositiveIntegerField(_("number"))
    at = models.DateTimeField(_("time"))
    verb = models.CharField(_("act"), max_length=60)
    actor = models.CharField(_("actor"), max_length=150)
    posting = models.CharField(_("posting"), max_length=60, blank=True)
    address = models.CharField(_("network address"), max_length=45, blank=True)
    before = models.CharField(_("state before"), max_length=30, blank=True)
    after = models.CharField(_("state after"), max_length=30, blank=True)
    data = models.JSONField(_("facts"), default=dict)
    previous_hash = models.CharField(_("previous hash"), max_length=64, blank=True)
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("history entry")
        verbose_name_plural = _("history entries")
        constraints = [models.UniqueConstraint(fields=["subject", "sequence"], name="history_one_per_step")]

    def __str__(self) -> str:
        return f"{self.subject} {self.sequence} {self.verb}"


class Proposal(models.Model):
    """A first officer's proposal that a second person confirms (spec section 5, "+ supervisor").

    The data is fixed; `data_hash` is what the second person saw. `subject_version` ties it to the subject as it was.
    """

    class Status(models.TextChoices):
        OPEN = "OPEN", _("open")
        CONFIRMED = "CONFIRMED", _("confirmed")
        REFUSED = "REFUSED", _("refused")
        LAPSED = "LAPSED", _("lapsed")

    id = models.UUIDField(_("ID"), primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.UUIDField(_("subject"), db_index=True)
    subject_version = models.PositiveIntegerField(_("version of the subject"))
    verb = models.CharField(_("act"), max_length=60)
    office = models.CharField(_("office"), max_length=8)
    data = models.JSONField(_("facts"), default=dict)
    data_hash = models.CharField(_("hash of the facts"), max_length=64)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("proposed by"), on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    lapses_at = models.DateTimeField(_("lapses at"))
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("proposed_by")) | ~Q(status="CONFIRMED"),
                name="proposal_two_persons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject} {self.status}"


class KeptAnswer(models.Model):
    """The answer to a write that came with an Idempotency-Key, for its sender to have again (acts.common.idempotency).

    `name` is a digest of sender, route and key, `fingerprint` one of what was sent; the body is sealed.
    """

    name = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    content_type = models.CharField(max_length=100, blank=True)
    location = models.CharField(max_length=200, blank=True)
    sealed_body = models.TextField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name"], name="answer_one_per_key")]

    def __str__(self) -> str:
        return f"{self.name[:8]} {self.status}"
