"""Files of a declaration: PDF, JPEG and PNG by their content, kept under a random name (spec section 3)."""

import hashlib
import uuid
from datetime import datetime
from functools import partial

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Sum

from acts.common import files
from acts.common.refusals import NotAllowed, RulesBroken
from offices.actors import Actor
from offices.models import User
from transit import permissions
from transit.models import Attachment, Movement
from transit.services import engine


def attach(*, actor: Actor, movement: uuid.UUID, upload: files.Upload, at: datetime) -> Attachment:
    """Keep a file with a declaration that may still be changed.

    Refuses: other content than PDF, JPEG or PNG, more than 5 MB, more than 50 MB for all files of the declaration.
    """
    content = files.bounded(upload)
    extension, media_type = files.sniff(content)
    allow = permissions.principal_prepares
    with engine.act("attach_file", movement=movement, actor=actor, at=at, allow=allow) as step:
        row = step.movement
        kept = row.attachments.aggregate(total=Sum("size"))["total"] or 0
        if kept + len(content) > settings.ATTACHMENTS_MAX_BYTES:
            raise RulesBroken.one("R-FILE-03", "file", "the files of a declaration are at most 50 MB in all")
        attachment = Attachment(
            movement=row,
            name=files.safe_name(upload.name or "", extension),
            content_type=media_type,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            uploaded_at=at,
            uploaded_by=_person(actor),
        )
        attachment.file.save(f"{uuid.uuid4().hex}{extension}", ContentFile(content), save=False)
        step.note(file=str(attachment.pk), name=attachment.name, sha256=attachment.sha256)
        try:
            attachment.save(force_insert=True)
        except Exception:
            attachment.file.delete(save=False)
            raise
    return attachment


def delete_files(*, movement: Movement) -> None:
    """Delete the files of a draft that is being deleted, once the deletion is committed."""
    for attachment in movement.attachments.all():
        transaction.on_commit(partial(attachment.file.storage.delete, str(attachment.file.name)))


def _person(actor: Actor) -> User:
    if actor.user is None:
        raise NotAllowed("files are attached by people")
    return actor.user
