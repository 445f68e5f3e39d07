"""Every row lock of notices."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from acts.common.refusals import NotFound
from acts.notices.enums import DeliveryStatus, MailStatus
from acts.notices.models import Delivery, Email, Feed, Notice, Preference, Webhook


def feed(firm: str) -> Feed:
    """The end of a firm's feed, locked; made if the firm has none yet."""
    Feed.objects.bulk_create([Feed(firm=firm)], ignore_conflicts=True)
    return Feed.objects.select_for_update().get(pk=firm)


def webhook(*, firm: str, key: uuid.UUID) -> Webhook:
    """A firm's webhook in use, locked; NotFound if it is another's."""
    row = Webhook.objects.select_for_update().filter(firm=firm, pk=key, removed_at=None).first()
    if row is None:
        raise NotFound("no such webhook")
    return row


def due_deliveries(*, at: datetime, limit: int) -> list[Delivery]:
    """Deliveries to be sent now, locked; those another sender is taking are left to it.

    Of every webhook the first, then of every one the second: a long backlog takes only the places nobody else wants.
    """
    rows = Delivery.objects.filter(status=DeliveryStatus.PENDING, due_at__lte=at, webhook__removed_at=None)
    place = Window(RowNumber(), partition_by=F("webhook"), order_by=("due_at", "pk"))
    first = rows.annotate(place=place).order_by("place", "due_at", "pk").values_list("pk", flat=True)[:limit]
    # No row can be locked where rows are counted: which they are is asked first, and asked again with the lock.
    chosen = rows.filter(pk__in=list(first)).select_related("event", "webhook")
    return list(chosen.order_by("due_at", "pk").select_for_update(of=("self",), skip_locked=True))


def new_notices(*, limit: int) -> list[Notice]:
    """Committed notices that nobody has handed on yet, locked; those another is handing on are left to it."""
    return list(Notice.objects.filter(handed_on=False).order_by("pk").select_for_update(skip_locked=True)[:limit])


def due_emails(*, at: datetime, keys: Collection[int], people: Collection[int]) -> list[Email]:
    """Those of `keys` that go alone, and all daily ones of `people`, if they are still due; locked.

    What another sender is taking is left to it. Of a person's daily ones it has all or none: the preference is the key.
    """
    mine = Preference.objects.filter(person__in=people).select_for_update(skip_locked=True)
    wanted = Q(pk__in=keys, daily=False) | Q(person__in=[row.person_id for row in mine], daily=True)
    rows = Email.objects.filter(wanted, status=MailStatus.PENDING, due_at__lte=at)
    rows = rows.select_related("notice", "person__firm__country", "person__preference")
    return list(rows.order_by("due_at", "pk").select_for_update(of=("self",), skip_locked=True))


def failed_emails(keys: Collection[int]) -> list[Email]:
    """Those of `keys` that have failed, each with its person, locked."""
    rows = Email.objects.filter(pk__in=keys, status=MailStatus.FAILED).select_related("person__firm")
    return list(rows.order_by("pk").select_for_update(of=("self",)))
