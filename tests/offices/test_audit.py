"""Rows in the history: what is kept and what is not (spec section 17)."""

from datetime import datetime

import pytest

from acts.common import history
from acts.common.models import HistoryEntry
from offices import audit
from tests.factories import offices as factory


def test_password_is_never_recorded(db: None, at: datetime) -> None:
    user = factory.user(password="truck on the road")
    audit.record(row=user, verb="create", actor="test", at=at)
    entry = HistoryEntry.objects.get()
    assert "password" not in entry.data["after"]
    assert user.password not in str(entry.data)


def test_change_keeps_only_what_differs(db: None, at: datetime) -> None:
    firm = factory.firm()
    before = audit.values(firm)
    firm.city = "Elsewhere"
    audit.record(row=firm, verb="change", actor="test", at=at, before=before)
    data = HistoryEntry.objects.get().data
    assert (data["before"], data["after"]) == ({"city": "Town"}, {"city": "Elsewhere"})


@pytest.mark.parametrize("times", [1, 3])
def test_row_has_one_chain_that_holds(db: None, at: datetime, times: int) -> None:
    firm = factory.firm()
    for _ in range(times):
        audit.record(row=firm, verb="look", actor="test", at=at)
    entries = HistoryEntry.objects.filter(subject=audit.subject_of(firm)).order_by("sequence")
    assert [row.sequence for row in entries] == list(range(1, times + 1))
    assert not list(history.faults(entries))
