"""Files of a declaration: PDF, JPEG and PNG by their content, kept under a random name (spec section 3)."""

import hashlib
import uuid
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from pathlib import PurePath
from typing import Protocol

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Sum
from django.utils.text import get_valid_filename

from acts.common.findings import FindingClass
from acts.common.refusals import NotAllowed, RulesBroken
from offices.actors import Actor
from offices.models import User
from transit import permissions
from transit.models import Attachment, Movement
from transit.services import engine

_NAME_LENGTH = 110


class Upload(Protocol):
    """What the faces hand down: a name as the sender chose it, a size, and the bytes."""

    name: str | None
    size: int | None

    def chunks(self) -> Iterable[bytes]: ...


def attach(*, actor: Actor, movement: uuid.UUID, upload: Upload, at: datetime) -> Attachment:
    """Keep a file with a declaration that may still be changed.

    Refuses: other content than PDF, JPEG or PNG, more than 5 MB, more than 50 MB for all files of the declaration.
    """
    content = _bounded(upload)
    extension, media_type = _sniff(content)
    allow = permissions.principal_prepares
    with engine.act("attach_file", movement=movement, actor=actor, at=at, allow=allow) as step:
        row = step.movement
        kept = row.attachments.aggregate(total=Sum("size"))["total"] or 0
        if kept + len(content) > settings.ATTACHMENTS_MAX_BYTES:
            raise RulesBroken.one("R-FILE-03", "file", "the files of a declaration are at most 50 MB in all")
        attachment = Attachment(
            movement=row,
            name=_safe_name(upload.name or "", extension),
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


def _bounded(upload: Upload) -> bytes:
    """The bytes of the file, never more than allowed, whatever size it claims to have."""
    content = bytearray()
    for chunk in upload.chunks():
        content += chunk
        if len(content) > settings.ATTACHMENT_MAX_BYTES:
            raise RulesBroken.one("R-FILE-02", "file", "a file is at most 5 MB")
    return bytes(content)


def _sniff(content: bytes) -> tuple[str, str]:
    """Extension and media type by the content's own marks, at its beginning and at its end; the name says nothing."""
    end = content[-1024:]
    if content.startswith(b"%PDF-") and b"%%EOF" in end:
        return ".pdf", "application/pdf"
    if content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in end:
        return ".jpg", "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR" and b"IEND" in end:
        return ".png", "image/png"
    raise RulesBroken.one(
        "R-FILE-01", "file", "only PDF, JPEG and PNG are taken", finding_class=FindingClass.NOT_IN_CODE_LIST
    )


def _safe_name(name: str, extension: str) -> str:
    """The sender's name without path, blanks and signs, with the extension of what the file really is."""
    try:
        stem = get_valid_filename(PurePath(name.replace("\\", "/")).stem)
    except SuspiciousFileOperation:
        stem = "file"
    return stem[:_NAME_LENGTH] + extension
