from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from acts.common.refusals import RulesBroken
from guarantees.models import Guarantee, GuarantorApproval
from guarantees.services import amounts, life
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


def test_what_has_ended_no_longer_counts(limited: Guarantee) -> None:
    Guarantee.objects.filter(pk=limited.pk).update(state="CANCELLED")
    assert limited.guarantor is not None
    more = factory.issued(bank=limited.guarantor.firm, reference_amount=Decimal(15000))
    assert life.accept(guarantee=more.pk, actor=factory.officer_of(), at=AT).state == "ACTIVE"
