"""Races for cover, on PostgreSQL: first shown to go wrong without the lock, then right with it."""

import threading
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from guarantees import locks
from guarantees.models import AccessFailure, Guarantee, LedgerEntry, Reservation
from guarantees.services import access, cover
from tests.factories import guarantees as factory
from tests.factories import offices

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("race")]


def together(*acts: Callable[[], object]) -> list[object]:
    """Run acts at the same time, each on a connection of its own; what each answered or raised."""
    answers: list[object] = [None] * len(acts)

    def run(index: int, act: Callable[[], object]) -> None:
        try:
            answers[index] = act()
        except Exception as error:
            answers[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return answers


def reserving(row: Guarantee, *references: str, amount: str = "80") -> list[Callable[[], object]]:
    return [lambda name=name: factory.reserve(row, amount=amount, reference=name) for name in references]


def unlocked(monkeypatch: pytest.MonkeyPatch, *, parties: int = 2) -> None:
    """Read the rows without a lock, and hold every reader until all have read: the race, made certain."""
    barrier = threading.Barrier(parties, timeout=20)

    def named(*, grns: Iterable[str]) -> dict[str, Guarantee]:
        found = {row.grn or "": row for row in Guarantee.objects.filter(grn__in=list(grns))}
        barrier.wait()
        return found

    def holding(*, reference: str) -> Sequence[Guarantee]:
        found = list(Guarantee.objects.filter(reservations__reference=reference, reservations__state="LIVE"))
        barrier.wait()
        return found

    monkeypatch.setattr(locks, "named", named)
    monkeypatch.setattr(locks, "holding", holding)


def test_last_cover_without_the_lock_is_promised_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both find 100 available for their 80: only the ledger's own constraint stops the second, with a crash."""
    row = factory.guarantee(reference_amount=Decimal(100))
    unlocked(monkeypatch)
    answers = together(*reserving(row, "ONE", "TWO"))
    assert [type(answer) for answer in answers if not isinstance(answer, list)] == [IntegrityError]


def test_last_cover_goes_to_one_and_the_other_is_told_why() -> None:
    row = factory.guarantee(reference_amount=Decimal(100))
    answers = together(*reserving(row, "ONE", "TWO"))
    refusals = [answer for answer in answers if isinstance(answer, cover.CoverRefused)]
    assert [reason.code for refusal in refusals for reason in refusal.reasons] == ["G09"]
    assert Guarantee.objects.get(pk=row.pk).reserved == 80


def test_crossed_guarantees_do_not_deadlock() -> None:
    firm = offices.firm()
    rows = [factory.guarantee(principal=firm, reference_amount=Decimal(1000)) for _ in range(2)]
    acts = [
        lambda order=order, n=n: factory.reserve(*order, amount="10", reference=f"R{n}")
        for n, order in enumerate([rows, rows[::-1]] * 3)
    ]
    assert all(isinstance(answer, list) for answer in together(*acts))
    assert sum(row.reserved for row in Guarantee.objects.all()) == 60


def release() -> int:
    with transaction.atomic():
        return cover.release(reference="ONE", at=factory.AT)


def test_release_without_the_lock_is_tried_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    row = factory.guarantee()
    factory.reserve(row, amount="80", reference="ONE")
    unlocked(monkeypatch)
    assert [type(answer) for answer in together(release, release) if answer != 1] == [IntegrityError]


def test_release_racing_itself_is_booked_once() -> None:
    row = factory.guarantee()
    factory.reserve(row, amount="80", reference="ONE")
    assert sorted(map(str, together(release, release))) == ["0", "1"]
    assert LedgerEntry.objects.filter(kind="RELEASE").count() == 1
    assert Guarantee.objects.get(pk=row.pk).reserved == 0


def test_one_journey_racing_itself_holds_one_reservation() -> None:
    row = factory.guarantee()
    answers = together(*reserving(row, "ONE", "ONE"))
    assert len([answer for answer in answers if isinstance(answer, cover.CoverRefused)]) == 1
    assert Reservation.objects.count() == 1


def trying(row: Guarantee, times: int) -> list[Callable[[], object]]:
    """Wrong codes of one guarantee, each tried and recorded in a transaction of its own."""
    user = offices.user().pk

    def once(code: str) -> int:
        with transaction.atomic():
            journey = factory.journey(row.principal, user=user)
            declared = factory.declared(row, code=code)
            checked = cover.check(declared=declared, goods=[factory.goods()], journey=journey, at=factory.AT)
            access.record_failures(reasons=checked.reasons, at=factory.AT)
            return sum(reason.wrong_try for reason in checked.reasons)

    return [lambda n=n: once(f"AA{n:02}") for n in range(times)]


def test_codes_tried_at_once_without_the_lock_are_all_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    barrier = threading.Barrier(8, timeout=20)
    seen = access.locked

    def unguarded(**asked: Any) -> frozenset[str]:
        found = seen(**asked)
        barrier.wait()
        return found

    monkeypatch.setattr(locks, "tries", lambda **asked: None)
    monkeypatch.setattr(access, "locked", unguarded)
    assert together(*trying(factory.guarantee(), 8)) == [1] * 8


def test_codes_tried_at_once_are_five_and_no_more() -> None:
    assert sorted(map(str, together(*trying(factory.guarantee(), 8)))) == ["0"] * 3 + ["1"] * 5
    assert AccessFailure.objects.count() == 5
