"""Reasons, reservation, release, cancellation."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction

from acts.common.models import HistoryEntry, Job
from acts.common.refusals import RulesBroken
from acts.notices.models import Notice
from guarantees.enums import GuaranteeKind, GuaranteeState
from guarantees.models import Guarantee, GuarantorApproval, LedgerEntry, Reservation, TariffLine
from guarantees.services import access, cover, guarantors, life
from guarantees.services.facts import HIDDEN_TEXT
from offices.enums import AttRightKind
from offices.models import AttRight, Firm
from tests.factories import guarantees as factory
from tests.factories import offices

pytestmark = pytest.mark.django_db


def fresh(row: Guarantee) -> Guarantee:
    return Guarantee.objects.get(pk=row.pk)


def check(*rows: Guarantee, at: datetime = factory.AT, **fields: Any) -> cover.Checked:
    """The check of 1,000 SGD of goods; `declared`, `goods` and fields of the journey may be given."""
    declared = fields.pop("declared", None) or factory.declared(*rows)
    goods = fields.pop("goods", [factory.goods()])
    principal = fields.pop("principal", None) or rows[0].principal
    return cover.check(declared=declared, goods=goods, journey=factory.journey(principal, **fields), at=at)


def codes(checked: cover.Checked) -> list[str]:
    return [row.code for row in checked.reasons]


def test_unknown_number_is_g01_and_shown_as_not_accepted(principal: Firm) -> None:
    declared = [cover.Declared("20GB0000010000H72", "x")]
    checked = check(declared=declared, principal=principal)
    assert codes(checked) == ["G01"]
    assert checked.reasons[0].public_text == HIDDEN_TEXT
    assert checked.reasons[0].wrong_try


def test_wrong_code_is_g03_and_looks_like_an_unknown_number(principal: Firm) -> None:
    row = factory.guarantee()
    wrong = check(row, declared=factory.declared(row, code="ZZZZ")).reasons[0]
    unknown = check(declared=[cover.Declared(row.grn or "", "x")], principal=principal).reasons[0]
    assert (wrong.code, wrong.wrong_try) == ("G03", True)
    assert wrong.as_dict() == unknown.as_dict()


def test_withdrawn_code_is_g03() -> None:
    row = factory.guarantee()
    row.access_codes.update(withdrawn_at=factory.AT)
    assert codes(check(row)) == ["G03"]


def test_another_principal_is_g04_and_no_wrong_try(principal: Firm) -> None:
    checked = check(factory.guarantee(), principal=principal)
    assert codes(checked) == ["G04"]
    assert checked.reasons[0].public_text == HIDDEN_TEXT
    assert not checked.reasons[0].wrong_try


def test_another_principals_guarantee_does_not_show_its_currency(principal: Firm) -> None:
    checked = check(factory.guarantee(currency="USD"), principal=principal)
    assert (codes(checked), checked.at_risk.currency) == (["G04"], "SGD")


def test_amount_beyond_16_digits_is_refused_and_no_failure(principal: Firm) -> None:
    factory.rate("MY", "85171300", "150")
    goods = [factory.goods("9999999999999999", item=item) for item in (1, 2)]
    with pytest.raises(RulesBroken) as refused:
        check(factory.guarantee(principal=principal), goods=goods)
    assert [row.code for row in refused.value.findings] == ["R-RATE-03"]


def test_wrong_code_learns_nothing_else() -> None:
    row = factory.guarantee(reference_amount=Decimal(1), blocked_countries=("MY",))
    assert codes(check(row, declared=factory.declared(row, code="ZZZZ"))) == ["G03"]


def test_locked_number_is_refused_even_with_the_right_code() -> None:
    row = factory.guarantee()
    for _ in range(factory.LOCKOUT.tries):
        access.record_failures(reasons=check(row, declared=factory.declared(row, code="ZZZZ")).reasons, at=factory.AT)
    checked = check(row)
    assert codes(checked) == ["G03"]
    assert not checked.reasons[0].wrong_try
    assert codes(check(row, at=factory.AT + factory.LOCKOUT.lock)) == []


@pytest.mark.parametrize(("since", "until"), [(date(2026, 11, 24), None), (date(2026, 1, 5), date(2026, 11, 23))])
def test_outside_its_days_is_g02(since: date, until: date | None) -> None:
    row = factory.guarantee(valid_from=since, valid_until=until)
    day = factory.AT.date() if until is None else date(2026, 11, 24)
    assert codes(check(row, day=day)) == ["G02"]


def test_last_day_is_valid() -> None:
    row = factory.guarantee(valid_until=date(2026, 11, 23))
    assert codes(check(row)) == []


def test_suspended_is_g02() -> None:
    row = factory.guarantee()
    life.suspend(guarantee=row.pk, reason="doubt", actor=factory.officer_of(), at=factory.AT)
    assert codes(check(row)) == ["G02"]


def test_guarantor_without_approval_is_g02() -> None:
    row = factory.guarantee()
    GuarantorApproval.objects.update(valid_until=date(2026, 11, 22))
    assert codes(check(row)) == ["G02"]


def test_waiver_without_the_right_is_g02() -> None:
    firm = offices.firm(logistics=True)
    offices.att(firm=firm, rights=[AttRightKind.GUARANTEE_WAIVER])
    row = factory.guarantee(kind=GuaranteeKind.WAIVER, principal=firm)
    assert codes(check(row)) == []
    AttRight.objects.update(valid_until=date(2026, 11, 22))
    assert codes(check(row)) == ["G02"]


def test_two_currencies_are_g02(principal: Firm) -> None:
    one = factory.guarantee(principal=principal)
    other = factory.guarantee(principal=principal, currency="MYR")
    checked = check(one, other)
    assert [(row.code, row.position) for row in checked.reasons] == [("G02", 1)]


def test_used_single_journey_is_g05() -> None:
    row = factory.guarantee(kind=GuaranteeKind.SINGLE_JOURNEY)
    factory.reserve(row, amount="100")
    assert codes(check(row, reference="ANOTHER")) == ["G05"]


def test_named_twice_is_g10() -> None:
    row = factory.guarantee()
    assert codes(check(row, row)) == ["G10"]


def test_second_cover_for_one_journey_is_g10() -> None:
    row = factory.guarantee()
    factory.reserve(row, amount="100")
    assert codes(check(row)) == ["G10"]


def test_sensitive_goods_are_g07_by_the_tariff() -> None:
    row = factory.guarantee(sensitive_goods=False)
    assert codes(check(row)) == []
    TariffLine.objects.filter(code="85171300").update(sensitive=True)
    assert codes(check(row)) == ["G07"]


def test_blocked_country_is_g08_and_named() -> None:
    row = factory.guarantee(blocked_countries=("MY", "VN"))
    reasons = check(row).reasons
    assert [(reason.code, reason.text) for reason in reasons] == [("G08", "the guarantee is not valid in MY")]


def test_too_little_is_g09() -> None:
    row = factory.guarantee(reference_amount=Decimal(10))
    assert codes(check(row)) == ["G09"]


def test_office_in_another_country_is_g11() -> None:
    row = factory.guarantee(office="MYPJY001", currency="MYR")
    assert codes(check(row)) == ["G11"]


def test_other_goods_are_g12() -> None:
    row = factory.guarantee(code_prefixes=("84", "8517"))
    assert codes(check(row)) == []
    assert codes(check(row, goods=[factory.goods(), factory.goods(item=2, code="03061711")])) == ["G12"]


def test_all_reasons_are_told_at_once() -> None:
    row = factory.guarantee(blocked_countries=("MY",), code_prefixes=("84",), valid_until=date(2026, 11, 23))
    assert codes(check(row, day=date(2026, 11, 24), country_of_departure="TH")) == ["G02", "G08", "G11", "G12"]


def test_unknown_guarantee_is_computed_in_the_currency_of_departure(principal: Firm) -> None:
    checked = check(declared=[cover.Declared("20GB0000010000H72", "x")], principal=principal)
    assert checked.at_risk.currency == "SGD"
    assert checked.at_risk.amount > 0


@pytest.mark.parametrize("items", [1, 30])
def test_check_runs_a_constant_number_of_statements(items: int, django_assert_num_queries: Any) -> None:
    row = factory.guarantee()
    rows = [factory.goods(item=number) for number in range(1, items + 1)]
    # PostgreSQL also locks the tries of the access code.
    with django_assert_num_queries(7 if connection.vendor == "postgresql" else 6):
        assert codes(check(row, goods=rows)) == []


def test_reserve_refused_writes_nothing_and_names_the_reason() -> None:
    row = factory.guarantee(reference_amount=Decimal(99))
    with pytest.raises(cover.CoverRefused) as caught:
        factory.reserve(row, amount="100")
    assert [reason.code for reason in caught.value.reasons] == ["G09"]
    assert not Reservation.objects.exists()
    assert not LedgerEntry.objects.exists()


def test_reserve_refused_leaves_the_transaction_usable(principal: Firm) -> None:
    row = factory.guarantee(principal=principal, reference_amount=Decimal(99))
    with transaction.atomic():
        with pytest.raises(cover.CoverRefused):
            cover.reserve(
                declared=factory.declared(row),
                goods=[factory.goods()],
                journey=factory.journey(principal),
                at_risk=factory.at_risk("100"),
                expected_release_at=None,
                at=factory.AT,
            )
        Firm.objects.filter(pk=principal.pk).update(name="still writable")
    assert Firm.objects.get(pk=principal.pk).name == "still writable"


def test_refusal_shows_hidden_reasons_as_one(principal: Firm) -> None:
    row = factory.guarantee()
    refusal = cover.CoverRefused(check(row, principal=principal, declared=factory.declared(row, code="ZZZZ")).reasons)
    assert [reason.code for reason in refusal.reasons] == ["G03", "G04"]
    assert [finding.text for finding in refusal.findings] == [HIDDEN_TEXT]
    assert refusal.detail == HIDDEN_TEXT


def test_reserve_needs_a_transaction(principal: Firm, transactional_db: None) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        cover.reserve(
            declared=[],
            goods=[],
            journey=factory.journey(principal),
            at_risk=factory.at_risk("1"),
            expected_release_at=None,
            at=factory.AT,
        )


def test_reserve_holds_the_amount_and_books_it() -> None:
    row = factory.guarantee()
    (pk,) = factory.reserve(row, amount="123.45")
    entry = LedgerEntry.objects.get(guarantee=row)
    assert (entry.kind, entry.amount, entry.sequence, entry.reservation_id) == ("RESERVE", Decimal("123.45"), 1, pk)
    assert (fresh(row).reserved, entry.reserved_after) == (Decimal("123.45"), Decimal("123.45"))
    held = Reservation.objects.get(pk=pk)
    assert (held.country, held.currency, held.expected_release_at) == ("MY", "SGD", factory.AT + timedelta(days=3))


def test_reserve_takes_guarantees_in_declared_order(principal: Firm) -> None:
    first = factory.guarantee(principal=principal, reference_amount=Decimal(60))
    second = factory.guarantee(principal=principal, reference_amount=Decimal(60))
    third = factory.guarantee(principal=principal, reference_amount=Decimal(60))
    factory.reserve(third, first, second, amount="100")
    assert [fresh(row).reserved for row in (third, first, second)] == [60, 40, 0]
    assert list(Reservation.objects.order_by("order").values_list("guarantee", flat=True)) == [third.pk, first.pk]


def test_reserve_of_nothing_still_uses_the_first_guarantee(principal: Firm) -> None:
    one, other = factory.guarantee(principal=principal), factory.guarantee(principal=principal)
    assert len(factory.reserve(one, other, amount="0")) == 1
    assert Reservation.objects.get().guarantee_id == one.pk


def test_reserve_spends_a_single_journey_with_its_history() -> None:
    row = factory.guarantee(kind=GuaranteeKind.SINGLE_JOURNEY)
    factory.reserve(row, amount="1")
    assert fresh(row).state == GuaranteeState.USED
    last = HistoryEntry.objects.filter(subject=row.pk).order_by("sequence").last()
    assert last is not None
    assert (last.verb, last.before, last.after, last.sequence) == ("use", "ACTIVE", "USED", fresh(row).history_sequence)


def test_waiver_is_reserved_like_any_other_though_nobody_pays() -> None:
    firm = offices.firm(logistics=True)
    offices.att(firm=firm, rights=[AttRightKind.GUARANTEE_WAIVER])
    row = factory.guarantee(kind=GuaranteeKind.WAIVER, principal=firm)
    factory.reserve(row, amount="500")
    assert (fresh(row).reserved, fresh(row).guarantee_amount) == (500, 0)


def test_reserve_runs_eight_statements_for_one_guarantee(django_assert_num_queries: Any) -> None:
    row = factory.guarantee()
    with transaction.atomic(), django_assert_num_queries(8):
        cover.reserve(
            declared=factory.declared(row),
            goods=[factory.goods()],
            journey=factory.journey(row.principal),
            at_risk=factory.at_risk("10"),
            expected_release_at=None,
            at=factory.AT,
        )


def test_withdrawn_code_at_release_is_no_wrong_try() -> None:
    row = factory.guarantee()
    row.access_codes.update(withdrawn_at=factory.AT)
    with pytest.raises(cover.CoverRefused) as caught:
        factory.reserve(row, amount="1")
    assert [(reason.code, reason.wrong_try) for reason in caught.value.reasons] == [("G03", False)]


def release(reference: str = "26SGSIN0010000000J0") -> int:
    with transaction.atomic():
        return cover.release(reference=reference, at=factory.AT)


def test_release_of_an_unknown_reference_does_nothing() -> None:
    assert release("NOTHING") == 0
    assert not LedgerEntry.objects.exists()


def test_release_twice_books_one_release() -> None:
    row = factory.guarantee()
    factory.reserve(row, amount="100")
    assert [release(), release()] == [1, 0]
    assert fresh(row).reserved == 0
    assert LedgerEntry.objects.filter(kind="RELEASE").count() == 1
    assert Reservation.objects.get().state == "RELEASED"


def test_release_frees_every_guarantee_of_the_journey(principal: Firm) -> None:
    rows = [factory.guarantee(principal=principal, reference_amount=Decimal(60)) for _ in range(2)]
    factory.reserve(*rows, amount="100")
    assert release() == 2
    assert [fresh(row).available for row in rows] == [60, 60]


def test_release_of_a_suspended_guarantee_still_frees() -> None:
    row = factory.guarantee()
    factory.reserve(row, amount="100")
    life.suspend(guarantee=row.pk, reason="doubt", actor=factory.officer_of(), at=factory.AT)
    assert release() == 1


def test_release_leaves_a_single_journey_used() -> None:
    row = factory.guarantee(kind=GuaranteeKind.SINGLE_JOURNEY)
    factory.reserve(row, amount="1")
    release()
    assert fresh(row).state == GuaranteeState.USED


def test_release_tells_principal_and_bank_without_amounts() -> None:
    row = factory.guarantee()
    factory.reserve(row, amount="123.45")
    Notice.objects.all().delete()
    release()
    assert row.guarantor is not None
    firms = {f"firm:{row.principal.number}", f"firm:{row.guarantor.firm.number}"}
    assert {notice.addressee for notice in Notice.objects.all()} == firms
    assert not [notice for notice in Notice.objects.all() if "123" in str(notice.body)]


def test_order_release_twice_leaves_one_job() -> None:
    for _ in range(2):
        cover.order_release(reference="26SG", at=factory.AT)
    job = Job.objects.get()
    assert (job.key, job.payload) == ("release:26SG", {"reference": "26SG"})


def test_cancel_gives_a_single_journey_back() -> None:
    row = factory.guarantee(kind=GuaranteeKind.SINGLE_JOURNEY)
    factory.reserve(row, amount="1")
    with transaction.atomic():
        assert cover.cancel(reference="26SGSIN0010000000J0", at=factory.AT) == 1
    assert fresh(row).state == GuaranteeState.ACTIVE
    assert Reservation.objects.get().state == "CANCELLED"
    assert codes(check(row)) == []


def test_cancel_then_release_frees_once() -> None:
    row = factory.guarantee()
    factory.reserve(row, amount="1")
    with transaction.atomic():
        cover.cancel(reference="26SGSIN0010000000J0", at=factory.AT)
    assert release() == 0
    assert list(LedgerEntry.objects.values_list("kind", flat=True)) == ["RESERVE", "CANCEL"]


def test_ended_approval_fails_new_reservations_only() -> None:
    row = factory.guarantee()
    factory.reserve(row, amount="1")
    assert row.guarantor_id is not None
    guarantors.end_approval(guarantor=row.guarantor_id, office="SGSIN001", actor=factory.officer_of(), at=factory.AT)
    with pytest.raises(cover.CoverRefused):
        factory.reserve(row, amount="1", reference="ANOTHER")
    assert release() == 1
