"""E-mails: who is written to of what was said, and the sending (spec section 16).

No verb knows of it. A round of the worker finds what was committed since the last, and writes a row for each person who
wants it; another sends what is due, as `acts.notices.services.deliveries` does, and asks only then what the person may
read. A sender killed on the way is followed by another, who may send the same again, under the same Message-ID.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlparse

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import translation

from acts.common import jobs
from acts.common.refusals import NotAllowed
from acts.notices import locks
from acts.notices.enums import MailChoice, MailStatus
from acts.notices.models import Email, Notice
from acts.notices.services.deliveries import DELAYS
from acts.notices.services.mailing import Letter, Outcome, postman
from offices import actors, audit, register
from offices.actors import Actor
from offices.models import User
from offices.services import accounts
from transit import letters
from transit.selectors import messages
from transit.services import preferences

logger = logging.getLogger(__name__)

_READ_AT_ONCE = 200
_SENT_AT_ONCE = 50
_LEASE = timedelta(minutes=1)


def hand_on(*, at: datetime) -> int:
    """Write an e-mail of every new notice for whoever wants it; how many notices. Nothing new: one statement.

    Without a mail server nobody is written to, nor later of what was said until there is one.
    """
    worked = 0
    while not jobs.stopping() and Notice.objects.filter(handed_on=False).exists() and (done := _hand_on(at)):
        worked += done
    return worked


def pass_over() -> int:
    """Write to nobody of what was said until now; of how much. A demonstration does, whose past has never been."""
    return Notice.objects.filter(handed_on=False).update(handed_on=True)


@transaction.atomic
def _hand_on(at: datetime) -> int:
    rows = locks.new_notices(limit=_READ_AT_ONCE)
    made: list[Email] = []
    if settings.SENDS_MAIL:
        with register.held():
            made = [email for person in messages.readers(of=rows) for email in _wanted(person, rows, at)]
    Email.objects.bulk_create(made, ignore_conflicts=True)
    Notice.objects.filter(pk__in=[row.pk for row in rows]).update(handed_on=True)
    return len(rows)


def _wanted(person: User, rows: Sequence[Notice], at: datetime) -> list[Email]:
    wish = preferences.of(person)
    keys = [row.pk for row in rows if wish.wants(row.kind)]
    if not keys:
        return []
    actor = actors.of(person, at=at)
    due_at, daily = wish.due_at(zone=preferences.zone(actor), at=at), wish.mail == MailChoice.DAILY
    told = messages.told(actor=actor).filter(pk__in=keys).order_by("pk")
    return [
        Email(person=person, notice_id=key, daily=daily, due_at=due_at) for key in told.values_list("pk", flat=True)
    ]


@dataclass(frozen=True, slots=True)
class _Post:
    """Rows of one person that go in one e-mail."""

    person: User
    rows: Sequence[Email]


def send(*, at: datetime) -> int:
    """Send what is due; how many e-mails. However the mail server behaves, it is over within seconds.

    Nothing due: one statement.
    """
    if not (settings.SENDS_MAIL and postman.is_ready):
        return 0
    going: list[tuple[_Post, Letter]] = []
    for post in _taken(at):
        try:
            with register.held():
                going += _written(post, at)
        except Exception as error:  # One bad row never blocks the others; it is tried again later.
            logger.exception("an e-mail to user %s cannot be written", post.person.pk)
            _record(post, Outcome(error=type(error).__name__), at)
    if going:
        outcomes = postman.deliver([letter for _post, letter in going])
        for (post, _letter), outcome in zip(going, outcomes, strict=True):
            _record(post, outcome, at)
    return len(going)


def _taken(at: datetime) -> list[_Post]:
    """What is due, put off so that no other sender takes it; one more try is counted."""
    due = Email.objects.filter(status=MailStatus.PENDING, due_at__lte=at).order_by("due_at", "pk")
    first = list(due.values_list("pk", "person", "daily")[:_SENT_AT_ONCE])
    if not first:
        return []
    alone = [key for key, _person, daily in first if not daily]
    people = {person for _key, person, daily in first if daily}
    with transaction.atomic():
        rows = locks.due_emails(at=at, keys=alone, people=people)
        for row in rows:
            row.attempts += 1
        taken = Email.objects.filter(pk__in=[row.pk for row in rows])
        taken.update(attempts=F("attempts") + 1, due_at=at + _LEASE)
    posts: dict[tuple[int, int], list[Email]] = defaultdict(list)
    for row in rows:
        posts[row.person_id, 0 if row.daily else row.pk].append(row)
    return [_Post(found[0].person, found) for found in posts.values()]


def _written(post: _Post, at: datetime) -> list[tuple[_Post, Letter]]:
    """The letter with what of it the person may read and wants now; the rest is dropped. Nothing if nothing is left."""
    person, actor, wish = post.person, actors.of(post.person, at=at), preferences.of(post.person)
    keys = [row.notice_id for row in post.rows if wish.wants(row.notice.kind)]
    theirs: set[int] = set()
    if person.is_active and person.email and keys:
        theirs = set(messages.told(actor=actor).filter(pk__in=keys).values_list("pk", flat=True))
    if dropped := [row.pk for row in post.rows if row.notice_id not in theirs]:
        Email.objects.filter(pk__in=dropped, status=MailStatus.PENDING).update(status=MailStatus.DROPPED, done_at=at)
    kept = [row for row in post.rows if row.notice_id in theirs]
    return [(_Post(person, kept), _letter(kept, actor, at))] if kept else []


def _letter(rows: Sequence[Email], actor: Actor, at: datetime) -> Letter:
    first, said = rows[0], [row.notice for row in rows]
    ways = messages.ways(actor=actor, subjects={row.subject for row in said})
    reader = letters.Reader(preferences.zone(actor), register.current().offices, ways)
    with translation.override(first.person.language):
        if first.daily:
            subject, text = letters.daily(said, reader=reader, at=at)
        else:
            subject, text = letters.one(said[0], reader=reader)
    # Of what is in it: a daily letter that goes again with more in it must not be taken for the one that was sent.
    name = f"<{len(rows)}.{max(row.pk for row in rows)}@{urlparse(settings.PUBLIC_URL).hostname}>"
    return Letter(first.person.email, subject, text, name)


def _record(post: _Post, outcome: Outcome | None, at: datetime) -> None:
    """What came of it; nothing of a row that another sender has taken since."""
    for attempts in {row.attempts for row in post.rows}:
        keys = [row.pk for row in post.rows if row.attempts == attempts]
        mine = Email.objects.filter(pk__in=keys, attempts=attempts, status=MailStatus.PENDING)
        if outcome is None:
            mine.update(attempts=attempts - 1, due_at=at)
        elif outcome.sent:
            mine.update(status=MailStatus.SENT, done_at=at, last_error="")
        elif outcome.in_vain or attempts > len(DELAYS):
            mine.update(status=MailStatus.FAILED, done_at=at, last_error=outcome.error[:200])
        else:
            mine.update(due_at=at + DELAYS[attempts - 1], last_error=outcome.error[:200])
        if outcome is not None and not outcome.sent:
            logger.warning("e-mail to user %s: try %s failed: %s", post.person.pk, attempts, outcome.error)


@transaction.atomic
def replay(*, emails: Collection[int], actor: Actor, at: datetime) -> int:
    """Send again what of these has failed, as if it were new; how many. Whoever manages the person's account does it.

    An address is an administrator's to correct, too: with it corrected, this sends there.
    """
    rows = locks.failed_emails(emails)
    for row in rows:
        if not accounts.may_manage(actor, row.person):
            raise NotAllowed("the e-mails of that account are not yours to send again")
        audit.record(row=row, verb="replay_email", actor=actor.name, address=actor.address, at=at)
    failed = Email.objects.filter(pk__in=[row.pk for row in rows])
    return failed.update(status=MailStatus.PENDING, attempts=0, due_at=at, done_at=None)
