from decimal import Decimal

import pytest

from acts.common.models import HistoryEntry
from acts.common.refusals import NotAllowed, RulesBroken, WrongState
from acts.notices.enums import EventKind
from acts.notices.models import Event
from guarantees.enums import GuaranteeKind
from guarantees.models import Guarantee
from guarantees.services import amounts, life
from offices.actors import Actor
from offices.enums import AttRightKind
from tests.factories import guarantees as factory
from tests.factories import offices

pytestmark = pytest.mark.django_db
AT = factory.AT


def fresh(row: Guarantee) -> Guarantee:
    return Guarantee.objects.get(pk=row.pk)


def bank(row: Guarantee) -> Actor:
    assert row.guarantor is not None
    return factory.employee_of(row.guarantor.firm)


def up(row: Guarantee, amount: str, actor: Actor | None = None, currency: str = "SGD") -> Guarantee:
    return amounts.raise_amount(
        guarantee=row.pk, amount=Decimal(amount), currency=currency, actor=actor or bank(row), at=AT
    )


def down(row: Guarantee, amount: str, currency: str = "SGD") -> Guarantee:
    return amounts.lower_amount(guarantee=row.pk, amount=Decimal(amount), currency=currency, actor=bank(row), at=AT)


@pytest.mark.parametrize("amount", ["10000", "9999", "NaN", "10000.001", "99999999999999999", "0", "-1"])
def test_raise_refuses(amount: str) -> None:
    row = factory.guarantee()
    with pytest.raises(RulesBroken):
        up(row, amount)
    assert fresh(row).reference_amount == 10000


def test_change_in_another_currency_names_it_and_the_amount() -> None:
    row = factory.guarantee()
    with pytest.raises(RulesBroken) as caught:
        down(row, "0", currency="USD")
    assert {finding.path for finding in caught.value.findings} == {"currency", "reference_amount"}


def test_raise_is_refused_while_suspended() -> None:
    row = factory.guarantee()
    life.suspend(guarantee=row.pk, reason="doubt", actor=factory.officer_of(), at=AT)
    with pytest.raises(WrongState):
        up(row, "20000")


def test_raise_twice_to_the_same_amount_is_refused() -> None:
    row = factory.guarantee()
    assert up(row, "20000").available == 20000
    with pytest.raises(RulesBroken, match="a raise goes above the 20000 SGD of now"):
        up(row, "20000")
    assert HistoryEntry.objects.filter(subject=row.pk, verb="raise_amount").count() == 1


def test_lower_goes_down_to_what_is_reserved_and_no_further() -> None:
    row = factory.guarantee()
    factory.reserve(row, amount="600")
    with pytest.raises(RulesBroken, match="600 SGD are reserved or paid: it cannot go below that"):
        down(row, "599.99")
    assert down(row, "600").available == 0


def test_deposit_is_raised_by_the_officer_alone() -> None:
    row = factory.guarantee(kind=GuaranteeKind.CASH_DEPOSIT)
    with pytest.raises(NotAllowed):
        up(row, "20000", factory.employee_of(row.principal))
    assert up(row, "20000", factory.officer_of()).reference_amount == 20000


def test_waiver_is_raised_by_nobody() -> None:
    firm = offices.firm(logistics=True)
    offices.att(firm=firm, rights=[AttRightKind.GUARANTEE_WAIVER])
    row = factory.active(kind=GuaranteeKind.WAIVER, principal=firm)
    with pytest.raises(RulesBroken) as caught:
        up(row, "20000", factory.officer_of())
    assert [finding.code for finding in caught.value.findings] == ["R-GUARANTEE-25"]
    assert fresh(row).reference_amount == 10000


def test_lowering_to_little_tells_once_that_the_balance_is_low() -> None:
    row = factory.guarantee()
    factory.reserve(row, amount="5000")
    for amount, told in (("6000", 0), ("5100", 1), ("5050", 1)):
        down(row, amount)
        low = Event.objects.filter(kind=EventKind.GUARANTEE_LOW_BALANCE)
        # Bank and principal.
        assert low.count() == 2 * told
