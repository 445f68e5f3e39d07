"""Of what bank and principal are warned: not of what is as it should be."""

from decimal import Decimal

import pytest

from guarantees import thresholds
from guarantees.enums import GuaranteeState
from guarantees.models import Guarantee
from tests.factories import guarantees as factory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("kind", "warned"), [("SINGLE_JOURNEY", []), ("MULTIPLE_JOURNEY", ["LOW_BALANCE"])])
def test_nobody_is_warned_of_a_single_journey_that_is_spent(kind: str, warned: list[str]) -> None:
    row = factory.guarantee(kind=kind, reference_amount=Decimal(1000))
    factory.reserve(row, amount="1000")
    assert thresholds.alerts(guarantee=Guarantee.objects.get(pk=row.pk), at=factory.AT) == warned


def test_nobody_is_warned_of_a_guarantee_that_covers_nothing_more() -> None:
    row = factory.guarantee(valid_until=factory.AT.date())
    assert thresholds.alerts(guarantee=row, at=factory.AT) == ["EXPIRY"]
    Guarantee.objects.filter(pk=row.pk).update(state=GuaranteeState.SUSPENDED)
    assert thresholds.alerts(guarantee=Guarantee.objects.get(pk=row.pk), at=factory.AT) == []
