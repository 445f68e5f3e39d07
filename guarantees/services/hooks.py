"""A firm's webhooks managed by its people and programs, each act in the history (spec sections 16 and 17)."""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from acts.notices.models import Webhook
from acts.notices.services import webhooks
from guarantees import permissions
from offices import audit
from offices.actors import Actor


def make(*, url: str, kinds: Collection[str], actor: Actor, at: datetime) -> webhooks.Made:
    """A further webhook of the actor's firm. Refuses as `webhooks.make`, and who does not manage them."""
    with transaction.atomic():
        made = webhooks.make(firm=permissions.manages_webhooks(actor), url=url, kinds=kinds, at=at)
        _record(made.webhook, "make_webhook", actor, at)
        return made


def rotate(*, webhook: uuid.UUID, actor: Actor, at: datetime) -> webhooks.Made:
    """A new secret; the one before it signs too until the next rotation."""
    with transaction.atomic():
        made = webhooks.rotate(firm=permissions.manages_webhooks(actor), webhook=webhook)
        _record(made.webhook, "rotate_webhook", actor, at)
        return made


def remove(*, webhook: uuid.UUID, actor: Actor, at: datetime) -> None:
    """Send nothing there any more."""
    with transaction.atomic():
        row = webhooks.remove(firm=permissions.manages_webhooks(actor), webhook=webhook, at=at)
        _record(row, "remove_webhook", actor, at)


def replay(*, webhook: uuid.UUID, actor: Actor, at: datetime) -> int:
    """Send everything that failed again, as if it were new; how many."""
    with transaction.atomic():
        firm = permissions.manages_webhooks(actor)
        count = webhooks.replay(firm=firm, webhook=webhook, at=at)
        _record(webhooks.of(firm=firm).get(pk=webhook), "replay_webhook", actor, at, replayed=count)
        return count


def _record(row: Webhook, verb: str, actor: Actor, at: datetime, **data: Any) -> None:
    audit.record(row=row, verb=verb, actor=actor.name, address=actor.address, at=at, data=data)
