"""Every write of the API takes an Idempotency-Key: sent again with the same body, it is done once and answered alike.

Kept is the answer of a verb that was done, and of one that was refused by the rules (409, 422): a request that arrives
again late, after what stood in its way has gone, must not be done behind the back of a sender who was told no. Who has
mended the cause asks anew under a new key. Not kept is what the verb never decided: unreadable or malformed (400, 413,
415, 422 of the format), not logged in or not allowed (401, 403, 404), too often (429), our own failure (5xx). There the
same key may be sent again after logging in, stepping up or correcting the body.
"""

import functools
import hashlib
import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac
from django.utils.datastructures import MultiValueDict
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from acts.common import idempotency
from acts.common.idempotency import HEADER, Answer, Asked
from acts.common.refusals import NotAllowed, NotFound, PostingNeeded, Refusal, RulesBroken

WRITES = ("post", "put", "patch", "delete")
REPLAYED = "Idempotent-Replayed"
_KEY = re.compile(r"[\x21-\x7e]{1,255}")
# Sent beside the body, they say what is done as much as it does.
_APART = ("Acting-Posting",)
# The actor was refused, not the request: nothing was decided about it.
_UNDECIDED = (NotAllowed, NotFound, PostingNeeded)

Write = Callable[..., HttpResponseBase]


class OnceView(APIView):
    """A view whose writes are done once per Idempotency-Key; its `initial` reads the clock into `at`."""

    at: datetime

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        for name in WRITES:
            if name in vars(cls):
                setattr(cls, name, _once(vars(cls)[name]))


def _once(write: Write) -> Write:
    @functools.wraps(write)
    def answered(view: OnceView, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if HEADER not in request.headers:
            return write(view, request, *args, **kwargs)
        return _answer(view, _asked(request), lambda: write(view, request, *args, **kwargs))

    return answered


def _answer(view: OnceView, asked: Asked, write: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """The answer kept, or that of the write, in one transaction with its effect."""
    with transaction.atomic():
        kept = idempotency.find(asked)
        if kept is not None:
            return _sent(kept, replayed=True)
        try:
            answer = _read(write())
        except Refusal as refusal:
            # Not let through: it would undo what a refusal leaves behind, a counted wrong try or a changed state.
            refused = view.handle_exception(refusal)
            if isinstance(refusal, _UNDECIDED):
                return refused
            answer = _read(refused)
        idempotency.keep(asked, answer, at=view.at)
        return _sent(answer)


def _asked(request: Request) -> Asked:
    key = request.headers[HEADER]
    if not _KEY.fullmatch(key):
        raise RulesBroken.one("R-IDEMPOTENCY-01", HEADER, "must be 1 to 255 visible ASCII characters")
    sent = [[request.headers.get(name, "") for name in _APART], _content(request.data)]
    # Keyed, and by the sender's key too: a body may hold a password, and the store must not help to guess it.
    text, secret = json.dumps(sent, sort_keys=True, default=repr), settings.KEY_ENCRYPTION_KEY
    digest = salted_hmac(f"acts.common.once:{key}", text, secret=secret, algorithm="sha256").hexdigest()
    return Asked(f"user:{request.user.pk}", f"{request.method} {request.get_full_path()}", key, digest)


def _content(data: Any) -> Any:
    """What was sent, fit for JSON: equal for equal data. A file counts by its bytes."""
    if not isinstance(data, MultiValueDict):
        return data
    return {name: [_part(part) for part in data.getlist(name)] for name in data}


def _part(part: Any) -> Any:
    if not isinstance(part, UploadedFile):
        return part
    digest = hashlib.sha256()
    for chunk in part.chunks():
        digest.update(chunk)
    part.seek(0)
    return [part.name, digest.hexdigest()]


def _read(response: HttpResponseBase) -> Answer:
    location = response.headers.get("Location", "")
    if not isinstance(response, Response):
        body = response.content if isinstance(response, HttpResponse) else b""
        return Answer(response.status_code, response.headers.get("Content-Type", ""), location, body)
    if response.data is None:
        return Answer(response.status_code, "", location, b"")
    kind = response.content_type or JSONRenderer.media_type
    return Answer(response.status_code, kind, location, JSONRenderer().render(response.data))


def _sent(answer: Answer, *, replayed: bool = False) -> HttpResponse:
    response = HttpResponse(answer.body, status=answer.status, content_type=answer.content_type or None)
    if not answer.content_type:
        del response["Content-Type"]
    if answer.location:
        response["Location"] = answer.location
    if replayed:
        response[REPLAYED] = "true"
    return response
