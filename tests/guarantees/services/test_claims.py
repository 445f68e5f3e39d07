from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from acts.common.models import HistoryEntry
from acts.common.refusals import NotAllowed, NotFound, RulesBroken, WrongState
from acts.notices.models import Event, Notice
from guarantees.enums import GuaranteeKind
from guarantees.models import Claim, Guarantee, LedgerEntry, Reservation
from guarantees.services import amounts, audit, claims, cover
from guarantees.services.risk_amount import RateMissing
from offices.actors import Actor
from offices.enums import AttRightKind
from tests.factories import guarantees as factory
from tests.factories import offices

pytestmark = pytest.mark.django_db
AT = factory.AT
REFERENCE = "26SGDEBT"


def bank(row: Guarantee) -> Actor:
    assert row.guarantor is not None
    return factory.employee_of(row.guarantor.firm)


def fresh(row: Guarantee) -> Guarantee:
    return Guarantee.objects.get(pk=row.pk)


def pay(claim: Claim, amount: str, reference: str = "P1", *, actor: Actor | None = None) -> Claim:
    return claims.pay(
        claim=claim.pk,
        amount=Decimal(amount),
        currency="SGD",
        payment_reference=reference,
        actor=actor or bank(claim.guarantee),
        at=AT,
    )


def test_notify_takes_no_more_than_is_held() -> None:
    row = factory.guarantee()
    factory.reserve(row, amount="300", reference=REFERENCE)
    found = factory.notified(REFERENCE, "1000")
    assert ([claim.amount for claim in found.claims], found.uncovered) == ([300], 700)


def test_notify_takes_no_more_than_the_guarantor_owes() -> None:
    row = factory.guarantee(reference_amount=Decimal("1000.50"), percentage=25)
    factory.reserve(row, amount="900", reference=REFERENCE)
    # A quarter of 1000.50, rounded down: nobody owes a part of a cent.
    assert [claim.amount for claim in factory.notified(REFERENCE, "900").claims] == [Decimal("250.12")]


def test_notify_follows_the_declared_order() -> None:
    firm = offices.firm()
    rows = [factory.guarantee(principal=firm, reference_amount=Decimal(amount)) for amount in (500, 700)]
    factory.reserve(*rows, amount="900", reference=REFERENCE)
    found = factory.notified(REFERENCE, "600")
    assert [(claim.guarantee_id, claim.amount) for claim in found.claims] == [(rows[0].pk, 500), (rows[1].pk, 100)]
    assert found.uncovered == 0


def test_notify_claims_nothing_of_a_waiver() -> None:
    firm = offices.firm(logistics=True)
    offices.att(firm=firm, rights=[AttRightKind.GUARANTEE_WAIVER])
    factory.reserve(factory.guarantee(kind=GuaranteeKind.WAIVER, principal=firm), amount="50", reference=REFERENCE)
    assert factory.notified(REFERENCE, "50") == claims.Notified((), Decimal(50), "SGD")


def test_notify_of_a_waiver_leaves_the_debt_in_its_own_currency() -> None:
    firm = offices.firm(logistics=True)
    offices.att(firm=firm, rights=[AttRightKind.GUARANTEE_WAIVER])
    factory.reserve(factory.guarantee(kind=GuaranteeKind.WAIVER, principal=firm), amount="50", reference=REFERENCE)
    # No rate of the day leads from there: nothing is converted, and nothing refused.
    assert factory.notified(REFERENCE, "50", currency="CHF") == claims.Notified((), Decimal(50), "CHF")


def test_notify_twice_is_refused() -> None:
    factory.reserve(factory.guarantee(), amount="300", reference=REFERENCE)
    factory.notified(REFERENCE, "100")
    with pytest.raises(WrongState):
        factory.notified(REFERENCE, "100")
    assert Claim.objects.count() == 1


def test_second_claim_on_a_reservation_is_refused_by_the_database() -> None:
    factory.reserve(factory.guarantee(), amount="300", reference=REFERENCE)
    [row] = factory.notified(REFERENCE, "100").claims
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_notify_converts_at_the_rate_of_the_day_the_debt_was_fixed() -> None:
    factory.exchange("USD", "SGD", "1.333", valid_from=AT.date() - timedelta(days=1))
    factory.exchange("USD", "SGD", "9", valid_from=AT.date() + timedelta(days=1))
    factory.reserve(factory.guarantee(), amount="300", reference=REFERENCE)
    [row] = factory.notified(REFERENCE, "100.01", currency="USD").claims
    assert (row.amount, row.currency, row.debt_amount, row.debt_currency) == (
        Decimal("133.32"),
        "SGD",
        Decimal("100.01"),
        "USD",
    )


def test_notify_over_an_inverse_rate_claims_no_minor_unit_too_much() -> None:
    factory.exchange("SGD", "CHF", "0.7", valid_from=AT.date())
    factory.reserve(factory.guarantee(), amount="300", reference=REFERENCE)
    # 98 exactly: the last digit of one over 0.7 is no cent.
    assert [row.amount for row in factory.notified(REFERENCE, "68.60", currency="CHF").claims] == [98]


def test_notify_without_a_rate_names_it() -> None:
    factory.reserve(factory.guarantee(), amount="300", reference=REFERENCE)
    with pytest.raises(RateMissing, match="from CHF to SGD"):
        factory.notified(REFERENCE, "100", currency="CHF")


@pytest.mark.parametrize("debt", ["0", "-1", "NaN", "0.001", "1e17"])
def test_notify_refuses_what_is_no_amount(debt: str) -> None:
    with pytest.raises(RulesBroken):
        factory.notified(REFERENCE, debt)


def test_notify_tells_bank_and_principal_and_writes_an_entry() -> None:
    row = factory.guarantee()
    factory.reserve(row, amount="300", reference=REFERENCE)
    factory.notified(REFERENCE, "100")
    assert Notice.objects.filter(kind="IE023", reference=REFERENCE).count() == 3
    assert not [notice for notice in Notice.objects.filter(kind="IE023") if "100" in str(notice.body)]
    assert Event.objects.filter(kind="CLAIM_NOTIFIED")[0].body["claimed"] == "100"
    entry = LedgerEntry.objects.get(kind="CLAIM")
    assert (entry.amount, entry.reserved_after, entry.paid_after) == (100, 300, 0)


def test_claims_are_hidden_from_another_bank_and_not_the_principals_to_pay() -> None:
    [row] = factory.demanded(factory.guarantee(), debt="100", held="300")
    with pytest.raises(NotFound):
        pay(row, "1", actor=factory.employee_of(factory.guarantor().firm))
    with pytest.raises(NotAllowed):
        pay(row, "1", actor=factory.employee_of(row.guarantee.principal))


def test_demand_is_the_office_of_recoverys_alone() -> None:
    factory.reserve(factory.guarantee(), amount="300", reference=REFERENCE)
    [row] = factory.notified(REFERENCE, "100").claims
    with pytest.raises(NotAllowed):
        claims.demand(claim=row.pk, due_on=AT.date(), actor=factory.officer_of(), at=AT)
    with pytest.raises(NotFound):
        claims.demand(claim=row.pk, due_on=AT.date(), actor=factory.recovery_officer("MYPJY001"), at=AT)


def test_claim_is_not_withdrawn_by_an_officer_of_the_banks_own() -> None:
    [row] = factory.demanded(factory.guarantee(), debt="100", held="300")
    guarantor = row.guarantee.guarantor
    assert guarantor is not None
    both = replace(factory.recovery_officer(), firm_id=guarantor.firm_id)
    with pytest.raises(NotAllowed):
        claims.withdraw(claim=row.pk, reason="forgiven", actor=both, at=AT)


def test_demand_is_due_no_day_before_the_offices_own() -> None:
    factory.reserve(factory.guarantee(), amount="300", reference=REFERENCE)
    [row] = factory.notified(REFERENCE, "100").claims
    # In Singapore the 24th has begun: the 23rd is past there.
    evening = AT.replace(hour=17)
    with pytest.raises(RulesBroken) as caught:
        claims.demand(claim=row.pk, due_on=AT.date(), actor=factory.recovery_officer(), at=evening)
    assert [finding.code for finding in caught.value.findings] == ["R-CLAIM-02"]


def test_demand_is_due_by_the_day_at_the_office_that_claims() -> None:
    factory.reserve(factory.guarantee(), amount="300", reference=REFERENCE)
    [row] = factory.notified(REFERENCE, "100", office="THSDO001").claims
    # The 24th has begun in Singapore and not in Thailand.
    evening = AT.replace(hour=16, minute=30)
    made = claims.demand(claim=row.pk, due_on=AT.date(), actor=factory.recovery_officer("THSDO001"), at=evening)
    assert made.due_on == AT.date()


def test_acknowledge_counts_once() -> None:
    factory.reserve(factory.guarantee(), amount="300", reference=REFERENCE)
    [row] = factory.notified(REFERENCE, "100").claims
    assert claims.acknowledge(claim=row.pk, actor=bank(row.guarantee), at=AT).acknowledged_at == AT
    with pytest.raises(WrongState):
        claims.acknowledge(claim=row.pk, actor=bank(row.guarantee), at=AT)


def test_pay_before_the_demand_is_refused() -> None:
    factory.reserve(factory.guarantee(), amount="300", reference=REFERENCE)
    [row] = factory.notified(REFERENCE, "100").claims
    with pytest.raises(WrongState):
        pay(row, "100")


@pytest.mark.parametrize("amount", ["100.01", "0", "-1", "1.001", "99999999999999999"])
def test_pay_refuses_a_wrong_amount(amount: str) -> None:
    [row] = factory.demanded(factory.guarantee(), debt="100", held="300")
    with pytest.raises(RulesBroken) as caught:
        pay(row, amount)
    assert [finding.path for finding in caught.value.findings] == ["amount"]
    assert not LedgerEntry.objects.filter(kind="PAY").exists()


def test_payment_of_the_same_reference_counts_once() -> None:
    [row] = factory.demanded(factory.guarantee(), debt="100", held="300")
    pay(row, "40", "WIRE-1")
    with pytest.raises(RulesBroken) as caught:
        pay(row, "40", "WIRE-1")
    assert [finding.code for finding in caught.value.findings] == ["R-CLAIM-05"]


def test_payments_move_reservation_to_paid_entry_by_entry() -> None:
    [row] = factory.demanded(factory.guarantee(), debt="100", held="300")
    assert pay(row, "40", "P1").state == "PARTLY_PAID"
    done = pay(row, "60", "P2")
    guarantee, held = fresh(row.guarantee), Reservation.objects.get(reference=REFERENCE)
    assert (done.state, done.ended_at) == ("PAID", AT)
    assert (guarantee.reserved, guarantee.paid, held.amount, held.state) == (200, 100, 200, "LIVE")
    assert list(LedgerEntry.objects.filter(kind="PAY").values_list("amount", flat=True)) == [40, 60]
    assert Event.objects.filter(kind="CLAIM_SETTLED").count() == 2  # for the bank and for the principal
    assert list(audit.ledger_faults()) == []


def test_late_release_frees_nothing_while_the_claim_is_open_and_the_rest_when_it_ends() -> None:
    [row] = factory.demanded(factory.guarantee(), debt="100", held="300")
    with transaction.atomic():
        assert cover.release(reference=REFERENCE, at=AT) == 0
    assert fresh(row.guarantee).reserved == 300
    pay(row, "100")
    assert (fresh(row.guarantee).reserved, fresh(row.guarantee).paid) == (0, 100)
    with transaction.atomic():
        assert cover.release(reference=REFERENCE, at=AT) == 0
    assert list(LedgerEntry.objects.filter(kind="RELEASE").values_list("amount", flat=True)) == [200]
    assert list(audit.ledger_faults()) == []


def test_release_after_payment_frees_what_is_left() -> None:
    [row] = factory.demanded(factory.guarantee(), debt="100", held="300")
    pay(row, "100")
    with transaction.atomic():
        assert cover.release(reference=REFERENCE, at=AT) == 1
    assert (fresh(row.guarantee).reserved, fresh(row.guarantee).available) == (0, 9900)


def test_withdrawn_claim_frees_the_ended_journey_and_can_be_made_again() -> None:
    [row] = factory.demanded(factory.guarantee(), debt="100", held="300")
    done = claims.withdraw(claim=row.pk, reason="paid by the debtor", actor=factory.recovery_officer(), at=AT)
    assert (done.state, done.outstanding, fresh(row.guarantee).reserved) == ("WITHDRAWN", 0, 300)
    assert len(factory.notified(REFERENCE, "50").claims) == 1


def test_paid_claim_is_not_withdrawn() -> None:
    [row] = factory.demanded(factory.guarantee(), debt="100", held="300")
    pay(row, "100")
    with pytest.raises(WrongState):
        claims.withdraw(claim=row.pk, reason="x", actor=factory.recovery_officer(), at=AT)


@pytest.mark.parametrize("released", [False, True])
def test_late_proof_gives_every_payment_back(released: bool) -> None:
    [row] = factory.demanded(factory.guarantee(), debt="100", held="300")
    pay(row, "40", "P1")
    pay(row, "60", "P2")
    with transaction.atomic():
        if released:
            cover.release(reference=REFERENCE, at=AT)
        [done] = claims.undo(reference=REFERENCE, reason="late proof", actor=factory.recovery_officer(), at=AT)
        cover.release(reference=REFERENCE, at=AT)
    assert (done.state, done.paid) == ("WITHDRAWN", 0)
    assert (fresh(row.guarantee).reserved, fresh(row.guarantee).paid) == (0, 0)
    assert list(audit.ledger_faults()) == []
    assert claims.undo(reference=REFERENCE, reason="again", actor=factory.recovery_officer(), at=AT) == []


def test_late_proof_gives_back_what_was_paid_on_a_claim_withdrawn_since() -> None:
    [first] = factory.demanded(factory.guarantee(), debt="100", held="300")
    pay(first, "40")
    claims.withdraw(claim=first.pk, reason="the rest is forgiven", actor=factory.recovery_officer(), at=AT)
    [second] = factory.notified(REFERENCE, "30").claims
    claims.demand(claim=second.pk, due_on=AT.date(), actor=factory.recovery_officer(), at=AT)
    pay(second, "30")
    done = claims.undo(reference=REFERENCE, reason="late proof", actor=factory.recovery_officer(), at=AT)
    assert [(row.state, row.paid) for row in done] == [("WITHDRAWN", 0)] * 2
    assert (fresh(first.guarantee).reserved, fresh(first.guarantee).paid) == (300, 0)
    assert list(audit.ledger_faults()) == []
    assert claims.undo(reference=REFERENCE, reason="again", actor=factory.recovery_officer(), at=AT) == []


def test_lowering_keeps_what_is_claimed_within_the_guarantors_part() -> None:
    row = factory.guarantee(reference_amount=Decimal(1000), percentage=50)
    factory.reserve(row, amount="300", reference=REFERENCE)
    factory.notified(REFERENCE, "300")
    with pytest.raises(RulesBroken) as caught:
        amounts.lower_amount(guarantee=row.pk, amount=Decimal(599), currency="SGD", actor=bank(row), at=AT)
    assert [finding.code for finding in caught.value.findings] == ["R-GUARANTEE-22"]
    amounts.lower_amount(guarantee=row.pk, amount=Decimal(600), currency="SGD", actor=bank(row), at=AT)


def test_every_verb_stands_in_the_guarantees_history() -> None:
    [row] = factory.demanded(factory.guarantee(), debt="100", held="300")
    claims.acknowledge(claim=row.pk, actor=bank(row.guarantee), at=AT)
    pay(row, "100")
    verbs = HistoryEntry.objects.filter(subject=row.guarantee_id, verb__startswith="claim_").order_by("sequence")
    assert [entry.verb for entry in verbs] == ["claim_notify", "claim_demand", "claim_acknowledge", "claim_pay"]
    assert list(audit.history_faults()) == []


def test_deposit_is_paid_by_the_office_that_keeps_it() -> None:
    [row] = factory.demanded(factory.guarantee(kind=GuaranteeKind.CASH_DEPOSIT), debt="100", held="300")
    assert pay(row, "100", actor=factory.officer_of()).state == "PAID"
