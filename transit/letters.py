"""What an e-mail says: which kind of message of what, where, when, and where to read it; nothing of its content.

Not goods, amounts, codes, reasons or names: whatever a mail server or a wrong address shows must do no harm (spec
section 16).
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acts.notices.models import Notice
from offices.models import Office
from transit.message_kinds import called

LISTED = 50
"""So many messages stand in a daily e-mail; the rest is counted."""


class Reader(NamedTuple):
    """What one reader's e-mails need: the own time zone, the offices by code, the pages that are open to the reader."""

    zone: str
    offices: Mapping[str, Office]
    ways: Mapping[uuid.UUID, str]


def one(row: Notice, *, reader: Reader) -> tuple[str, str]:
    """Subject and text of an e-mail on one message."""
    subject = f"ACTS: {called(row)} ({row.reference})" if row.reference else f"ACTS: {called(row)}"
    return _line(subject), "\n".join([*_lines(row, reader), *_foot()])


def daily(rows: Sequence[Notice], *, reader: Reader, at: datetime) -> tuple[str, str]:
    """Subject and text of an e-mail on the messages of a day, the first first."""
    n, day = len(rows), formats.date_format(at.astimezone(ZoneInfo(reader.zone)), "DATE_FORMAT")
    counted = ngettext("%(n)d message", "%(n)d messages", n) % {"n": n}
    parts = [line for row in rows[:LISTED] for line in _lines(row, reader)]
    if n > LISTED:
        parts += [_("%(n)d more stand on the page of messages:") % {"n": n - LISTED}, _url("messages"), ""]
    return _line(f"ACTS: {counted}, {day}"), "\n".join([*parts, *_foot()])


def _lines(row: Notice, reader: Reader) -> list[str]:
    local = row.at.astimezone(ZoneInfo(reader.zone))
    _kind, place, *_role = row.addressee.split(":")
    post = reader.offices.get(str(row.body.get("office") or place))
    way = reader.ways.get(row.subject)
    facts = [
        _line(row.reference),
        _line(f"{post.name} · {post.pk}") if post is not None else "",
        f"{formats.date_format(local, 'DATETIME_FORMAT')} ({reader.zone})",
        _url(way, row.subject) if way is not None else _url("messages"),
    ]
    return [called(row), *(f"  {fact}" for fact in facts if fact), ""]


def _foot() -> list[str]:
    return ["-- ", _("What you are written about, and when, you choose here:"), _url("preferences")]


def _url(name: str, *keys: object) -> str:
    return settings.PUBLIC_URL.rstrip("/") + reverse(name, args=keys)


def _line(text: str) -> str:
    """Text from outside on one line, whatever it holds: no header begins in it."""
    return "".join(sign if sign.isprintable() else " " for sign in text)[:200]
