"""Sending events to webhooks: signed, at least once, ever later for a day, then listed as failed (spec section 16).

A job's effect and its end are one transaction; what a stranger's server did cannot be. So a delivery is its own job: it
is taken with a short transaction that puts it off a little, sent outside of any, and what came of it is written after.
A sender that is killed in between leaves it to the next, who may send it twice: the event's id says so.
"""

import json
import logging
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import UTC, datetime, timedelta

from django.db import transaction
from standardwebhooks.webhooks import Webhook as Signer

from acts.common import sealing
from acts.notices import locks
from acts.notices.enums import DeliveryStatus
from acts.notices.models import Delivery, Event
from acts.notices.services import sending, webhooks
from acts.notices.services.sending import Outcome

logger = logging.getLogger(__name__)

# [P] How long after each try the next one comes: a day in all.
DELAYS = [
    *(timedelta(seconds=5), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30)),
    *(timedelta(hours=hours) for hours in (1, 2, 4, 6, 10)),
]
_LEASE = timedelta(minutes=1)
_AT_ONCE = 16
_UNRESOLVED = 5.0


def order(*, events: Sequence[Event], firm: str, at: datetime) -> None:
    """Order each event sent to the webhooks of its firm that want it; in the transaction that gave it its place."""
    rows = [
        Delivery(event=event, webhook=webhook, due_at=at)
        for webhook in webhooks.of(firm=firm)
        for event in events
        if not webhook.kinds or event.kind in webhook.kinds
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)


def sweep(*, at: datetime) -> int:
    """Send what is due, a few at once; how many. However strangers' servers behave, it is over within seconds."""
    rows = _taken(at)
    if not rows:
        return 0
    pool = ThreadPoolExecutor(len(rows))
    tries: dict[Future[Outcome], Delivery] = {}
    for row in rows:
        try:
            message = _message(row, at)
        except sealing.NotSealedHere:
            _record(row, Outcome(None, "its secrets cannot be opened: give it a new one"), at)
        else:
            tries[pool.submit(_send, row.webhook.url, *message)] = row
    done, _ = wait(tries, timeout=sending.SECONDS + _UNRESOLVED)
    pool.shutdown(wait=False, cancel_futures=True)
    for future, row in tries.items():
        error = future.exception() if future in done else None
        if future not in done or error is not None:
            outcome = Outcome(None, type(error).__name__ if error else "the host name was not resolved in time")
        else:
            outcome = future.result()
        _record(row, outcome, at)
    return len(rows)


@transaction.atomic
def _taken(at: datetime) -> list[Delivery]:
    """Due deliveries, put off so that no other sender takes them; one more try is counted."""
    rows = locks.due_deliveries(at=at, limit=_AT_ONCE)
    for row in rows:
        row.attempts += 1
        row.due_at = at + _LEASE
    Delivery.objects.bulk_update(rows, ["attempts", "due_at"])
    return rows


def _send(url: str, body: bytes, headers: dict[str, str]) -> Outcome:
    """In a thread of its own: nothing here touches the database."""
    return sending.post(url, body=body, headers=headers)


def _message(row: Delivery, at: datetime) -> tuple[bytes, dict[str, str]]:
    """Body and headers as Standard Webhooks have them; one signature for each live secret."""
    body = content(row.event)
    name, instant = str(row.event.event), at.astimezone(UTC)
    signatures = [Signer(secret).sign(name, instant, body) for secret in webhooks.live_secrets(row.webhook)]
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "ACTS",
        "webhook-id": name,
        "webhook-timestamp": str(int(instant.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
    return body.encode(), headers


def content(event: Event) -> str:
    """An event as JSON: what the feed shows of it."""
    return json.dumps(
        {
            "id": str(event.event),
            "position": event.position,
            "type": event.type,
            "timestamp": event.at.astimezone(UTC).isoformat(),
            "data": event.body,
        }
    )


def _record(row: Delivery, outcome: Outcome, at: datetime) -> None:
    """What came of the try; nothing if another sender has taken the delivery since."""
    changes: dict[str, object] = {"answered": outcome.status, "last_error": outcome.error[:200]}
    if outcome.taken:
        changes |= {"status": DeliveryStatus.DELIVERED, "done_at": at}
    elif row.attempts > len(DELAYS):
        changes |= {"status": DeliveryStatus.FAILED, "done_at": at}
    else:
        changes["due_at"] = at + DELAYS[row.attempts - 1]
    Delivery.objects.filter(pk=row.pk, attempts=row.attempts, status=DeliveryStatus.PENDING).update(**changes)
    if not outcome.taken:
        logger.warning("webhook %s: try %s failed: %s", row.webhook_id, row.attempts, outcome.error or outcome.status)
