"""What templates say of entries and scopes."""

from decimal import Decimal

import pytest

from guarantees.enums import EntryKind
from guarantees.models import LedgerEntry
from guarantees.views import tags


@pytest.mark.parametrize(
    ("kind", "reverses", "shown"),
    [("RESERVE", None, "5.00"), ("CANCEL", None, "−5.00"), ("RELEASE", None, "−5.00"), ("RELEASE", 1, "5.00")],
)
def test_entry_that_frees_has_a_minus(kind: str, reverses: int | None, shown: str) -> None:
    entry = LedgerEntry(kind=EntryKind(kind), amount=Decimal(5), reverses_id=reverses)
    assert tags.entry_amount(entry) == shown


def test_scope_that_is_no_more_is_named_as_it_was() -> None:
    assert tags.scopes(["claims:pay", "gone:scope"]) == "pay claims, gone:scope"
