"""A guarantor contests a claim, with a file if it has one; the office answers (spec section 9)."""

import uuid
from datetime import datetime

from django.db import transaction

from acts.common import files
from acts.notices.enums import EventKind
from guarantees import permissions
from guarantees.models import Claim, Contest
from guarantees.services import claims, keeping
from offices.actors import Actor


def contest(*, claim: uuid.UUID, reason: str, upload: files.Upload | None = None, actor: Actor, at: datetime) -> Claim:
    """The guarantor says why it does not owe what is demanded; a file is PDF, JPEG or PNG, at most 5 MB."""
    kept = Contest(reason=reason, at=at, by=actor.name)
    content = b""
    if upload is not None:
        content = keeping.read(kept, upload)
    with transaction.atomic():
        row = claims.taken(claim, actor, permissions.debtor)
        claims.fire(row, "contest", actor, at, fields=[], reason=reason, sha256=kept.sha256)
        kept.claim = row
        if upload is not None:
            keeping.save(kept, content)
        else:
            kept.save()
        claims.tell(row, "CLAIM_CONTESTED", None, at, reason=reason)
        return row


def uphold(*, claim: uuid.UUID, answer: str, actor: Actor, at: datetime) -> Claim:
    """The office stays by its demand, and says why."""
    with transaction.atomic():
        row = claims.taken(claim, actor, permissions.recovery)
        claims.fire(row, "uphold", actor, at, fields=[], answer=answer)
        row.contests.filter(answered_at=None).update(answer=answer, answered_at=at)
        claims.tell(row, "CLAIM_UPHELD", EventKind.CLAIM_DEMANDED, at, reason=answer)
        return row
