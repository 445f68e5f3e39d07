"""A firm's feed while writers and numberers overlap: nothing is missed, nothing comes twice (spec section 16)."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from acts.notices import services as notices
from acts.notices.enums import EventKind
from acts.notices.models import Event, Feed
from acts.notices.services import feed
from tests.concurrency.conftest import WithoutLock, WithoutNet
from tests.concurrency.overtaking import Overtaking, overtake

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("race")]
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
BANK = "SG-B-0001"


def _publish(text: str) -> None:
    notices.publish(EventKind.GUARANTEE_RESERVED, firms=[BANK], body={"reference": text}, at=AT)


def _positions() -> list[tuple[str, int | None]]:
    return [(row.body["reference"], row.position) for row in Event.objects.order_by("pk")]


def _late_commit() -> Overtaking:
    """One transaction writes first and commits last; the other returns the greatest key a reader can then see."""

    def slow() -> None:
        with transaction.atomic():
            _publish("written first")
            Feed.objects.filter(firm="nobody").update(last_position=0)

    def fast() -> int:
        _publish("committed first")
        feed.sweep(at=AT)
        return Event.objects.latest("pk").pk

    race = overtake(slow, fast, before='UPDATE "notices_feed"')
    assert not race.waited
    return race


def test_keys_as_cursor_would_miss_what_commits_late() -> None:
    cursor = _late_commit().fast
    assert Event.objects.count() == 2
    assert not Event.objects.filter(pk__gt=cursor).exists()


def test_positions_do_not_miss_what_commits_late() -> None:
    _late_commit()
    assert [row.body["reference"] for row in feed.read(firm=BANK).events] == ["committed first"]
    feed.sweep(at=AT)
    assert [row.body["reference"] for row in feed.read(firm=BANK, after=1).events] == ["written first"]


def _two_sweeps() -> Overtaking:
    """A second numberer overtakes the first, who has read what there is to number; then comes one event more."""
    _publish("A")
    feed.sweep(at=AT)
    _publish("B")

    def fast() -> None:
        _publish("C")
        feed.sweep(at=AT)

    race = overtake(lambda: feed.sweep(at=AT), fast, before='UPDATE "notices_event"')
    _publish("D")
    feed.sweep(at=AT)
    return race


def test_two_numberers_give_one_position_twice_without_the_lock(
    without_lock: WithoutLock, without_net: WithoutNet
) -> None:
    without_lock(Feed)
    without_net(Event, "event_one_per_position")
    assert not _two_sweeps().waited
    assert _positions() == [("A", 1), ("B", 2), ("C", 3), ("D", 3)]


def test_two_numberers_give_each_position_once() -> None:
    assert _two_sweeps().waited
    assert _positions() == [("A", 1), ("B", 2), ("C", 3), ("D", 4)]
