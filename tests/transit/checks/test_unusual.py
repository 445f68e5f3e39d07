"""What is unusual but allowed: hints."""

from datetime import datetime

import pytest

from tests.transit.checks.cases import BROKEN, Case, Fine, both, found, prove, put

MASS = "consignments[0].gross_mass"
FAR = "2030-03-06T03:00:00Z"

pytestmark = pytest.mark.django_db

FAILING = (
    Case("R-UNUSUAL-01", BROKEN, MASS, put(MASS, "9000")),
    Case(
        "R-UNUSUAL-02",
        BROKEN,
        "offices_of_transit[3].expected_at",
        both(put("offices_of_transit[3].expected_at", FAR), put("expected_arrival_at", FAR)),
    ),
    Case("R-UNUSUAL-02", BROKEN, "expected_arrival_at", put("expected_arrival_at", FAR)),
)


@pytest.mark.parametrize("case", FAILING, ids=str)
def test_unusual_is_told(case: Case, at: datetime) -> None:
    prove(case, at=at)


def test_unusual_lets_pallets_pass(at: datetime) -> None:
    assert found(Fine("R-UNUSUAL-01", put(MASS, "8400")), at=at) == []


def test_unusual_weight_is_told_without_needless_zeros(at: datetime) -> None:
    (hint,) = found(FAILING[0], at=at)
    assert hint.text == "consignment 1 weighs 9000 kg, its items only 6350.5 kg: is it right?"
