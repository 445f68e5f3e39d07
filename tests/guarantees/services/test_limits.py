from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from acts.common.models import HistoryEntry
from acts.common.refusals import NotAllowed, NotFound, RulesBroken, WrongState
from guarantees.models import Guarantee, GuarantorApproval
from guarantees.services import amounts, claims, guarantors, life
from offices import audit
from tests.factories import guarantees as factory

pytestmark = pytest.mark.django_db
AT = factory.AT


@pytest.fixture
def limited() -> Guarantee:
    """A guarantee of 10,000 whose bank may owe 15,000 at the office."""
    row = factory.guarantee()
    GuarantorApproval.objects.filter(guarantor=row.guarantor).update(limit=15000)
    return row


def raised(row: Guarantee, amount: int) -> Guarantee:
    assert row.guarantor is not None
    bank = factory.employee_of(row.guarantor.firm)
    return amounts.raise_amount(guarantee=row.pk, amount=Decimal(amount), currency="SGD", actor=bank, at=AT)


def test_raise_stops_at_the_limit(limited: Guarantee) -> None:
    with pytest.raises(RulesBroken) as caught:
        raised(limited, 15001)
    assert [finding.code for finding in caught.value.findings] == ["R-GUARANTEE-23"]
    assert raised(limited, 15000).reference_amount == 15000


def test_acceptance_counts_all_guarantees_of_the_bank_at_the_office(limited: Guarantee) -> None:
    assert limited.guarantor is not None
    more = factory.issued(bank=limited.guarantor.firm, reference_amount=Decimal(10000))
    with pytest.raises(RulesBroken):
        life.accept(guarantee=more.pk, actor=factory.officer_of(), at=AT)
    # Of half of it the guarantor owes half.
    factory.granted(more, 50)
    assert life.accept(guarantee=more.pk, actor=factory.officer_of(), at=AT).state == "ACTIVE"


def test_amounts_in_another_currency_count_at_the_days_rate(limited: Guarantee) -> None:
    assert limited.guarantor is not None
    factory.exchange("USD", "SGD", "1.5", valid_from=AT.date())
    more = factory.issued(bank=limited.guarantor.firm, reference_amount=Decimal(4000), currency="USD")
    with pytest.raises(RulesBroken, match="it would be 16000"):
        life.accept(guarantee=more.pk, actor=factory.officer_of(), at=AT)


def test_inverse_rate_does_not_lift_what_is_owed_over_the_limit(limited: Guarantee) -> None:
    assert limited.guarantor is not None
    GuarantorApproval.objects.filter(guarantor=limited.guarantor).update(limit=98)
    Guarantee.objects.filter(pk=limited.pk).update(state="CANCELLED")
    factory.exchange("SGD", "CHF", "0.7", valid_from=AT.date())
    more = factory.issued(bank=limited.guarantor.firm, reference_amount=Decimal("68.60"), currency="CHF")
    assert life.accept(guarantee=more.pk, actor=factory.officer_of(), at=AT).state == "ACTIVE"


def test_rates_are_loaded_once_for_all_guarantees_in_another_currency(limited: Guarantee) -> None:
    assert limited.guarantor is not None
    factory.exchange("USD", "SGD", "1.5", valid_from=AT.date())
    for _ in range(3):
        more = factory.issued(bank=limited.guarantor.firm, reference_amount=Decimal(100), currency="USD")
        with CaptureQueriesContext(connection) as asked:
            life.accept(guarantee=more.pk, actor=factory.officer_of(), at=AT)
        assert len([query for query in asked if "exchangerate" in query["sql"]]) == 1


def test_what_was_paid_is_no_longer_owed(limited: Guarantee) -> None:
    [claim] = factory.demanded(limited, debt="4000", held="5000")
    assert limited.guarantor is not None
    bank = factory.employee_of(limited.guarantor.firm)
    claims.pay(claim=claim.pk, amount=Decimal(4000), currency="SGD", payment_reference="W1", actor=bank, at=AT)
    more = factory.issued(bank=limited.guarantor.firm, reference_amount=Decimal(9000))
    assert life.accept(guarantee=more.pk, actor=factory.officer_of(), at=AT).state == "ACTIVE"


def test_approval_without_a_limit_is_the_most_generous_of_two(limited: Guarantee) -> None:
    approval = GuarantorApproval.objects.get()
    approval.pk, approval.limit, approval.valid_until = None, None, AT.date()
    approval.save(force_insert=True)
    assert raised(limited, 50000).reference_amount == 50000


def test_limit_is_lowered_below_what_is_owed_and_stops_what_is_new(limited: Guarantee) -> None:
    key = GuarantorApproval.objects.get().pk
    guarantors.set_limit(approval=key, limit=Decimal(9000), actor=factory.officer_of(), at=AT)
    with pytest.raises(RulesBroken):
        raised(limited, 10001)
    guarantors.set_limit(approval=key, limit=None, actor=factory.officer_of(), at=AT)
    assert raised(limited, 10001).reference_amount == 10001
    subject = audit.subject(kind="guarantees.guarantorapproval", key=key)
    rows = HistoryEntry.objects.filter(subject=subject, verb="set_limit").order_by("sequence")
    assert [row.data["after"]["limit"] for row in rows] == ["9000", None]


def test_limit_somebody_else_has_set_since_is_left_alone(limited: Guarantee) -> None:
    approval = GuarantorApproval.objects.get()
    seen, officer = approval.limit_text, factory.officer_of()
    guarantors.set_limit(approval=approval.pk, limit=Decimal(8000), seen=seen, actor=officer, at=AT)
    with pytest.raises(WrongState) as refusal:
        guarantors.set_limit(approval=approval.pk, limit=None, seen=seen, actor=officer, at=AT)
    assert [found.code for found in refusal.value.findings] == ["R-GUARANTOR-05"]
    approval.refresh_from_db()
    assert approval.limit == 8000


@pytest.mark.parametrize("limit", ["0", "-1", "0.001", "NaN", "1e17"])
def test_limit_that_is_no_amount_is_refused(limited: Guarantee, limit: str) -> None:
    key = GuarantorApproval.objects.get().pk
    with pytest.raises(RulesBroken):
        guarantors.set_limit(approval=key, limit=Decimal(limit), actor=factory.officer_of(), at=AT)


def test_limit_is_set_by_the_office_alone_while_the_approval_holds(limited: Guarantee) -> None:
    key = GuarantorApproval.objects.get().pk
    assert limited.guarantor is not None
    with pytest.raises(NotAllowed):
        guarantors.set_limit(approval=key, limit=None, actor=factory.employee_of(limited.guarantor.firm), at=AT)
    with pytest.raises(NotFound):
        guarantors.set_limit(approval=key, limit=None, actor=factory.officer_of("MYPJY001"), at=AT)
    guarantors.end(approval=key, actor=factory.officer_of(), at=AT)
    with pytest.raises(WrongState):
        guarantors.set_limit(approval=key, limit=None, actor=factory.officer_of(), at=AT)


def test_what_has_ended_no_longer_counts(limited: Guarantee) -> None:
    Guarantee.objects.filter(pk=limited.pk).update(state="CANCELLED")
    assert limited.guarantor is not None
    more = factory.issued(bank=limited.guarantor.firm, reference_amount=Decimal(15000))
    assert life.accept(guarantee=more.pk, actor=factory.officer_of(), at=AT).state == "ACTIVE"
