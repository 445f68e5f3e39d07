"""Reading JSON strictly: bounded in size, no NaN, no float, no surprise; what cannot be read is a 400 or 413."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import IO, Any

from django.conf import settings
from rest_framework import exceptions, parsers, status


class TooLarge(exceptions.APIException):
    """The body is larger than a declaration may be."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = "The body is larger than 8 MB."
    default_code = "too-large"


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return data


class StrictJSONParser(parsers.BaseParser):
    """JSON with Decimals instead of floats; at most DATA_UPLOAD_MAX_MEMORY_SIZE bytes.

    Not one of DRF's JSON parsers: for those it reads the body itself, and answers one too large with a bare 400.
    """

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise TooLarge
        try:
            return json.loads(
                body.decode("utf-8"),
                parse_float=Decimal,
                parse_constant=_no_constant,
                object_pairs_hook=_no_duplicates,
            )
        except (ValueError, RecursionError, ArithmeticError) as error:
            raise exceptions.ParseError(f"JSON not readable: {str(error)[:200]}") from error
