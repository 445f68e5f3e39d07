"""Reading an uploaded file: bounded before a byte of it is read, and never a page of HTML as an answer."""

from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from rest_framework import exceptions, parsers

from acts.common.api.parsers import TooLarge

_ENVELOPE = 64 * 1024


class FileTooLarge(TooLarge):
    default_detail = "The file is larger than 5 MB."


class FileParser(parsers.MultiPartParser):
    """A multipart body with one file of at most ATTACHMENT_MAX_BYTES."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        # Django reads no further than the length announced, so this bounds what lands on the disk.
        announced = (parser_context or {})["request"].META.get("CONTENT_LENGTH") or "0"
        if int(announced) > settings.ATTACHMENT_MAX_BYTES + _ENVELOPE:
            raise FileTooLarge
        try:
            return super().parse(stream, media_type, parser_context)
        except SuspiciousOperation as error:
            raise exceptions.ParseError("The form has too many parts, or parts that are too large.") from error
