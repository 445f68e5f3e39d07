from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from acts.common.refusals import RulesBroken
from guarantees.models import Guarantee, LedgerEntry
from guarantees.services import claims, cover, statements
from guarantees.services.statements import Totals
from tests.factories import guarantees as factory

pytestmark = pytest.mark.django_db
AT = factory.AT
DAY = date(2026, 11, 23)


@pytest.fixture
def used() -> Guarantee:
    """Held on Monday, paid in part on Tuesday and given back on Wednesday, where the office stands."""
    row = factory.guarantee()
    factory.reserve(row, amount="100", reference="26SGDEBT", at=AT)
    [claim] = factory.notified("26SGDEBT", "60", at=AT).claims
    claims.demand(claim=claim.pk, due_on=DAY, actor=factory.recovery_officer(), at=AT)
    assert row.guarantor is not None
    claims.pay(
        claim=claim.pk,
        amount=Decimal(60),
        currency="SGD",
        payment_reference="P",
        actor=factory.employee_of(row.guarantor.firm),
        at=AT + timedelta(days=1),
    )
    with transaction.atomic():
        claims.undo(reference="26SGDEBT", reason="proof", actor=factory.recovery_officer(), at=AT + timedelta(days=2))
        cover.release(reference="26SGDEBT", at=AT + timedelta(days=2))
    return Guarantee.objects.select_related("office__country").get(pk=row.pk)


def of(row: Guarantee, first: int, last: int, *, at: datetime = AT + timedelta(days=9)) -> statements.Statement:
    return statements.statement(guarantee=row, first_day=DAY.replace(day=first), last_day=DAY.replace(day=last), at=at)


@pytest.mark.parametrize(("day", "month"), [(None, None), (DAY, "2026-11")])
def test_period_is_a_day_or_a_month(day: date | None, month: str | None) -> None:
    with pytest.raises(RulesBroken):
        statements.period(day=day, month=month)


def test_month_ends_with_its_last_day() -> None:
    assert statements.period(day=None, month="2028-02") == (date(2028, 2, 1), date(2028, 2, 29))


def test_each_day_begins_where_the_last_one_ended(used: Guarantee) -> None:
    days = [of(used, day, day) for day in (22, 23, 24, 25, 26)]
    assert [day.closing for day in days[:-1]] == [day.opening for day in days[1:]]
    assert [(day.closing.reserved, day.closing.paid) for day in days] == [(0, 0), (100, 0), (40, 60), (0, 0), (0, 0)]


def test_statement_of_everything_ends_with_the_totals_of_the_ledger(used: Guarantee) -> None:
    found = of(used, 1, 30)
    assert found.opening == Totals(Decimal(0), Decimal(0))
    assert found.closing == Totals(used.reserved, used.paid)
    assert len(found.entries) == used.ledger_sequence
    assert [*found.sums.items()] == [("RESERVE", 100), ("RELEASE", 100), ("CLAIM", 60), ("PAY", 0)]


def test_statement_is_final_once_its_last_day_is_over_at_the_office(used: Guarantee) -> None:
    over = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)  # An hour past midnight in Singapore.
    assert [of(used, 23, 23, at=when).final for when in (over - timedelta(seconds=1), over)] == [False, True]


def test_entry_of_a_round_that_began_earlier_falls_on_no_day_before_the_last_entry(used: Guarantee) -> None:
    before = of(used, 1, 24)
    factory.reserve(used, amount="5", reference="26SGLATE", at=AT)
    assert LedgerEntry.objects.latest("sequence").at == AT + timedelta(days=2)
    assert of(used, 1, 24).closing == before.closing


def test_entry_booked_while_a_statement_is_written_is_in_the_next_one(used: Guarantee) -> None:
    found = of(used, 1, 30, at=AT + timedelta(days=3))
    factory.reserve(Guarantee.objects.get(pk=used.pk), amount="5", reference="26SGNEXT", at=AT + timedelta(days=3))
    assert [entry.sequence for entry in found.entries] == [*range(1, used.ledger_sequence + 1)]
    assert found.entries.get(sequence=used.ledger_sequence).reserved_after == found.closing.reserved


def test_statement_too_long_for_one_piece_says_what_to_ask(used: Guarantee, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "LONGEST", 4)
    with pytest.raises(RulesBroken, match="has 5 entries, more than 4"):
        statements.refuse_too_long(of(used, 1, 30))
