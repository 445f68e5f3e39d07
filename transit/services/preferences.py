"""How and of what a person is written to: each chooses for oneself (spec section 16).

Who has chosen nothing: people of firms get an e-mail of what is urgent, as it comes; officers none, because whatever
waits at an office stands in its worklists, and an office of transit is told of every truck.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from acts.common.refusals import NotAllowed
from acts.notices.enums import MailChoice, MailStatus
from acts.notices.models import Email, Preference
from offices import audit, locks
from offices import selectors as offices
from offices.actors import Actor
from offices.models import User
from transit import message_kinds

HOUR = 8
"""Of the daily e-mail, unless the person chooses another."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How a person is written to, at which local hour if once a day, and of which groups of messages."""

    mail: MailChoice
    hour: int
    groups: tuple[str, ...]

    def wants(self, kind: str) -> bool:
        """Whether a message of this kind is to be sent."""
        return self.mail != MailChoice.NONE and message_kinds.group(kind) in self.groups

    def due_at(self, *, zone: str, at: datetime) -> datetime:
        """When a message said at `at` is sent: at once, or at the next full hour chosen in the time zone."""
        if self.mail != MailChoice.DAILY:
            return at
        local = at.astimezone(ZoneInfo(zone))
        today = local.replace(hour=self.hour, minute=0, second=0, microsecond=0)
        return today if today > local else today + timedelta(days=1)


def of(person: User) -> Wish:
    """What the person chose, or what is meant for who chose nothing; the row as it was read with the person, if so."""
    return _wish(person, getattr(person, "preference", None))


def _wish(person: User, row: Preference | None) -> Wish:
    if row is not None:
        return Wish(MailChoice(row.mail), row.hour, tuple(row.groups))
    mail = MailChoice.NONE if person.firm_id is None else MailChoice.EACH
    return Wish(mail, HOUR, message_kinds.URGENT)


@dataclass(frozen=True, slots=True)
class Own:
    """What a person sees of it: the address administrators have set, the zone of the hour, how many e-mails failed.

    `sending`: whether the engine has a mail server at all.
    """

    email: str
    time_zone: str
    wish: Wish
    failed: int
    sending: bool


def own(*, actor: Actor) -> Own:
    """The actor's own preferences. A person's alone: programs and the system have none."""
    person = _person(actor)
    wish = _wish(person, Preference.objects.filter(person=person).first())
    failed = Email.objects.filter(person=person, status=MailStatus.FAILED).count()
    return Own(person.email, zone(actor), wish, failed, settings.SENDS_MAIL)


def zone(actor: Actor) -> str:
    """The time zone whose hours the actor reads: of the office, else of the firm."""
    return offices.time_zone(country=actor.home_country)


@transaction.atomic
def choose(*, actor: Actor, at: datetime, **changes: Any) -> Own:
    """Change any of `mail`, `hour` (0 to 23), `groups`. What waits to be sent waits as is chosen now.

    But what was to go in one e-mail still does: who wants each message from now on is not flooded with those of a day.
    """
    person = locks.user(_person(actor).get_username())
    row = Preference.objects.filter(person=person).first()
    before = audit.values(row) if row is not None else None
    wish = replace(_wish(person, row), **changes)
    row = row or Preference(person=person)
    row.mail, row.hour = wish.mail, wish.hour
    row.groups = [group.value for group in message_kinds.Group if group in wish.groups]
    row.save()
    audit.record(row=row, verb="choose_messages", actor=actor.name, address=actor.address, at=at, before=before)
    waiting = Email.objects.filter(person=person, status=MailStatus.PENDING, attempts=0)
    how = {"daily": True} if wish.mail == MailChoice.DAILY else {}
    waiting.update(due_at=wish.due_at(zone=zone(actor), at=at), **how)
    return own(actor=actor)


def _person(actor: Actor) -> User:
    if actor.user is None or actor.client:
        raise NotAllowed("preferences are a person's own")
    return actor.user
