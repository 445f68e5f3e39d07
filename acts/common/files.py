"""Files from outside: bounded, judged by their content, kept under a random name (spec section 3)."""

from collections.abc import Iterable
from pathlib import PurePath
from typing import Protocol

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.utils.text import get_valid_filename

from acts.common.findings import FindingClass
from acts.common.refusals import RulesBroken

KINDS = ("application/pdf", "image/jpeg", "image/png")
"""Media types that are taken."""
_NAME_LENGTH = 110


class Upload(Protocol):
    """What the faces hand down: a name as the sender chose it, and the bytes."""

    name: str | None

    def chunks(self) -> Iterable[bytes]: ...


def bounded(upload: Upload) -> bytes:
    """The bytes of the file, never more than allowed, whatever size it claims to have."""
    content = bytearray()
    for chunk in upload.chunks():
        content += chunk
        if len(content) > settings.ATTACHMENT_MAX_BYTES:
            raise RulesBroken.one("R-FILE-02", "file", "a file is at most 5 MB")
    return bytes(content)


def sniff(content: bytes) -> tuple[str, str]:
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


def safe_name(name: str, extension: str) -> str:
    """The sender's name without path, blanks and signs, with the extension of what the file really is."""
    try:
        stem = get_valid_filename(PurePath(name.replace("\\", "/")).stem)
    except SuspiciousFileOperation:
        stem = "file"
    return stem[:_NAME_LENGTH] + extension
