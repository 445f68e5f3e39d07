"""A firm's webhooks: where its events are sent, with which secrets they are signed, and what is sent again."""

import base64
import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from acts.common import sealing
from acts.common.findings import Finding, FindingClass
from acts.common.refusals import NotFound, RulesBroken
from acts.notices import locks
from acts.notices.enums import DeliveryStatus
from acts.notices.models import Delivery, Webhook
from acts.notices.services import addresses

AT_MOST = 5  # [P]
_SECRETS = 2
_PURPOSE = "webhook"


@dataclass(frozen=True, slots=True)
class Made:
    """A webhook, and the secret it has now: shown this once."""

    webhook: Webhook
    secret: str


def of(*, firm: str) -> QuerySet[Webhook]:
    """The firm's webhooks in use, the youngest first."""
    return Webhook.objects.filter(firm=firm, removed_at=None)


@transaction.atomic
def make(*, firm: str, url: str, kinds: Collection[str], at: datetime) -> Made:
    """A further webhook of the firm. Refuses an address that is not https, and a sixth."""
    locks.feed(firm)
    found = addresses.findings(url)
    if of(firm=firm).count() >= AT_MOST:
        text = f"there are {AT_MOST}: remove one first"
        found.append(Finding(FindingClass.RULE_BROKEN, "R-WEBHOOK-02", "", text))
    if found:
        raise RulesBroken(found)
    secret = _new_secret()
    row = Webhook.objects.create(
        firm=firm, url=url, kinds=sorted(set(kinds)), sealed_secrets=[_sealed(secret)], made_at=at
    )
    return Made(row, secret)


@transaction.atomic
def rotate(*, firm: str, webhook: uuid.UUID) -> Made:
    """A new secret; the one before it signs too until the next rotation, unless nothing opens it any more."""
    row = locks.webhook(firm=firm, key=webhook)
    secret = _new_secret()
    row.sealed_secrets = [_sealed(secret), *filter(_opens, row.sealed_secrets)][:_SECRETS]
    row.save(update_fields=["sealed_secrets"])
    return Made(row, secret)


@transaction.atomic
def remove(*, firm: str, webhook: uuid.UUID, at: datetime) -> Webhook:
    """Send nothing there any more."""
    row = locks.webhook(firm=firm, key=webhook)
    row.removed_at = at
    row.save(update_fields=["removed_at"])
    return row


def deliveries(*, firm: str, webhook: uuid.UUID, status: str = "") -> QuerySet[Delivery]:
    """What was and is to be sent there, the last first; NotFound for a webhook that is not the firm's."""
    if not of(firm=firm).filter(pk=webhook).exists():
        raise NotFound("no such webhook")
    rows = Delivery.objects.filter(webhook=webhook).select_related("event").order_by("-event__position")
    return rows.filter(status=status) if status else rows


@transaction.atomic
def replay(*, firm: str, webhook: uuid.UUID, at: datetime) -> int:
    """Send everything that failed again, as if it were new; how many."""
    locks.webhook(firm=firm, key=webhook)
    rows = Delivery.objects.filter(webhook=webhook, status=DeliveryStatus.FAILED)
    return rows.update(status=DeliveryStatus.PENDING, attempts=0, due_at=at, done_at=None)


def live_secrets(webhook: Webhook) -> list[str]:
    """The secrets that sign, the newest first; NotSealedHere when the key they were sealed with is no longer ours."""
    return [sealing.unseal(text, purpose=_PURPOSE).decode() for text in webhook.sealed_secrets]


def _opens(sealed: str) -> bool:
    try:
        sealing.unseal(sealed, purpose=_PURPOSE)
    except sealing.NotSealedHere:
        return False
    return True


def _new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def _sealed(secret: str) -> str:
    return sealing.seal(secret.encode(), purpose=_PURPOSE)
