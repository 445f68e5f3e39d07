from datetime import UTC, datetime
from typing import Any

import pytest

from acts.notices import services as notices
from acts.notices.enums import EventKind
from acts.notices.models import Event
from acts.notices.services import feed

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
BANK = "SG-B-0001"


def publish(text: str, firm: str = BANK) -> None:
    notices.publish(EventKind.GUARANTEE_RESERVED, firms=[firm], body={"reference": text}, at=AT)


def references(page: feed.Page) -> list[str]:
    return [row.body["reference"] for row in page.events]


def test_read_shows_nothing_before_it_has_its_place() -> None:
    publish("A")
    assert feed.read(firm=BANK) == feed.Page([], 0, False)


def test_read_never_shows_what_another_firm_is_told() -> None:
    publish("A", firm="SG-B-0002")
    feed.sweep(at=AT)
    assert feed.read(firm=BANK).events == []


def test_sweep_counts_each_firm_from_one() -> None:
    for text, firm in (("A", BANK), ("B", "SG-B-0002"), ("C", BANK)):
        publish(text, firm)
    assert [feed.sweep(at=AT), feed.sweep(at=AT)] == [3, 0]
    rows = Event.objects.order_by("firm", "position").values_list("firm", "position")
    assert list(rows) == [(BANK, 1), (BANK, 2), ("SG-B-0002", 1)]


def test_read_pages_without_gap_or_double() -> None:
    for text in "ABCDE":
        publish(text)
    feed.sweep(at=AT)
    seen, cursor, more = [], 0, True
    while more:
        page = feed.read(firm=BANK, after=cursor, limit=2)
        seen, cursor, more = seen + references(page), page.cursor, page.more
    assert (seen, cursor) == (list("ABCDE"), 5)
    assert feed.read(firm=BANK, after=cursor) == feed.Page([], 5, False)


def test_read_and_idle_sweep_are_one_statement(django_assert_num_queries: Any) -> None:
    publish("A")
    feed.sweep(at=AT)
    with django_assert_num_queries(2):
        feed.read(firm=BANK)
        feed.sweep(at=AT)
