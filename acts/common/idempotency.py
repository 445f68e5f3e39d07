"""Doing a request once however often it is sent: the answer is kept under the key its sender gave (Idempotency-Key).

The row is written in the transaction of the effect: after a crash at any instant either both are there or neither. So
nothing can be written before the effect to say that it is being done; a lock of the transaction says so instead.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from acts.common import sealing
from acts.common.findings import FindingClass
from acts.common.models import KeptAnswer
from acts.common.refusals import Refusal, RulesBroken

HEADER = "Idempotency-Key"
KEPT = timedelta(days=7)


class StillRunning(Refusal):
    """A request with this key is being worked; its answer can be had by asking again."""

    code = "still-running"
    title = "A request with this Idempotency-Key is still being worked: send it again later."


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered."""

    status: int
    content_type: str
    location: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Asked:
    """A request under its key: `owner` who asks, `route` method and path, `fingerprint` a keyed digest of the body."""

    owner: str
    route: str
    key: str
    fingerprint: str

    @property
    def name(self) -> str:
        """The digest under which the answer is kept: the key itself is not in the store."""
        return hashlib.sha256("\n".join((self.owner, self.route, self.key)).encode()).hexdigest()

    @property
    def purpose(self) -> str:
        """What the answer is sealed for. The sender's key is part: store and our own key do not open it."""
        return f"answer:{self.name}:{self.key}"


def find(asked: Asked) -> Answer | None:
    """The answer given before, if there is one; the caller's transaction holds the key from here on.

    Refuses: StillRunning while another transaction holds it, RulesBroken if the key came with another body before, or
    if the answer can no longer be opened, since our own key is another now.
    """
    if not _hold(asked.name):
        raise StillRunning
    row = KeptAnswer.objects.filter(name=asked.name).first()
    if row is None:
        return None
    try:
        body = sealing.unseal(row.sealed_body, purpose=asked.purpose)
    except sealing.NotSealedHere as error:
        text = "was sent before, and what was answered can no longer be opened: see what was done, and take a new key"
        raise RulesBroken.one("R-IDEMPOTENCY-03", HEADER, text) from error
    if row.fingerprint != asked.fingerprint:
        text = "was sent before with another body: take a new key for a new request"
        raise RulesBroken.one("R-IDEMPOTENCY-02", HEADER, text, finding_class=FindingClass.DUPLICATE)
    return Answer(row.status, row.content_type, row.location, body)


def keep(asked: Asked, answer: Answer, *, at: datetime) -> None:
    """Keep the answer, sealed: it may hold what is shown once, an access code or a secret."""
    KeptAnswer.objects.create(
        name=asked.name,
        fingerprint=asked.fingerprint,
        status=answer.status,
        content_type=answer.content_type,
        location=answer.location,
        sealed_body=sealing.seal(answer.body, purpose=asked.purpose),
        at=at,
    )


def sweep(*, at: datetime) -> int:
    """Forget answers kept long enough; how many."""
    old = KeptAnswer.objects.filter(at__lt=at - KEPT)
    # SQLite has one writer at a time: ask before writing.
    return old.delete()[0] if old.exists() else 0


def _hold(name: str) -> bool:
    """Whether this transaction alone holds the key until its end, however it ends. SQLite has one writer anyway."""
    if connection.vendor != "postgresql":
        return True
    number = int.from_bytes(bytes.fromhex(name[:16]), "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        return bool(cursor.fetchone()[0])
