"""Values and supplementary quantities."""

from datetime import datetime
from functools import partial

import pytest

from guarantees.enums import Basis, Charge
from tests.factories.guarantees import rate
from tests.transit.checks.cases import BROKEN, MISSING, UNLISTED, Case, Fine, both, drop, found, prove, put

VALUE = "consignments[0].items[0].value"
QUANTITY = "consignments[0].items[0].supplementary_quantity"

pytestmark = pytest.mark.django_db


def _by_quantity(unit: str, *, longer: str = "") -> None:
    """Malaysia charges by quantity; a longer prefix may bring back a percentage."""
    rate("MY", "8471", "5", charge=Charge.EXCISE, basis=Basis.SPECIFIC, unit=unit)
    if longer:
        rate("MY", longer, "5", charge=Charge.EXCISE)


FAILING = (
    Case("R-VAL-01", UNLISTED, f"{VALUE}.currency", put(f"{VALUE}.currency", "XBT")),
    Case("R-VAL-02", BROKEN, f"{VALUE}.amount", put(f"{VALUE}.amount", "-0.01")),
    Case("R-VAL-02", BROKEN, f"{VALUE}.amount", put(f"{VALUE}.amount", "1.005")),
    Case("R-VAL-02", BROKEN, f"{VALUE}.amount", put(f"{VALUE}.amount", "1E16")),
    Case("R-VAL-03", MISSING, f"{QUANTITY}.unit", drop(f"{QUANTITY}.unit")),
    Case("R-VAL-03", MISSING, f"{QUANTITY}.amount", drop(f"{QUANTITY}.amount")),
    Case("R-VAL-05", MISSING, QUANTITY, drop(QUANTITY), prepare=partial(_by_quantity, "LTR")),
    Case("R-VAL-05", BROKEN, f"{QUANTITY}.unit", prepare=partial(_by_quantity, "LTR")),
    Case("R-VAL-04", BROKEN, f"{QUANTITY}.amount", put(f"{QUANTITY}.amount", "-3")),
)

FINE = (
    Fine("R-VAL-02", put(VALUE, {"amount": "0", "currency": "VND"})),
    Fine("R-VAL-05", prepare=partial(_by_quantity, "NMB")),
    Fine("R-VAL-05", drop(QUANTITY), prepare=partial(_by_quantity, "LTR", longer="84713020")),
    Fine("R-VAL-05", drop(QUANTITY)),
    Fine("R-VAL-03", both(drop(f"{QUANTITY}.unit"), drop(f"{QUANTITY}.amount"))),
)


@pytest.mark.parametrize("case", FAILING, ids=str)
def test_values_rule_finds(case: Case, at: datetime) -> None:
    prove(case, at=at)


@pytest.mark.parametrize("case", FINE, ids=str)
def test_values_rule_lets_pass(case: Fine, at: datetime) -> None:
    assert found(case, at=at) == []
