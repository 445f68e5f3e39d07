"""Files that are kept with a row: bounded, judged by their content, under a random name (spec section 3)."""

import hashlib
import uuid

from django.core.files.base import ContentFile

from acts.common import files
from guarantees.models import Contest, Evidence


def read(row: Contest | Evidence, upload: files.Upload) -> bytes:
    """The bytes of the file; name, type, size and digest go to the row. Refuses what is not PDF, JPEG or PNG."""
    content = files.bounded(upload)
    extension, row.content_type = files.sniff(content)
    row.name = files.safe_name(upload.name or "", extension)
    row.size, row.sha256 = len(content), hashlib.sha256(content).hexdigest()
    return content


def save(row: Contest | Evidence, content: bytes) -> None:
    """Row and file together: what cannot be written leaves no file behind."""
    extension = row.name[row.name.rfind(".") :]
    row.file.save(f"{uuid.uuid4().hex}{extension}", ContentFile(content), save=False)
    try:
        row.save()
    except Exception:
        row.file.delete(save=False)
        raise
