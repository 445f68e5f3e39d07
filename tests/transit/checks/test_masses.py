"""Masses."""

from datetime import datetime
from decimal import Decimal

import pytest

from tests.transit.checks.cases import BROKEN, Case, Fine, found, prove, put
from transit.checks import masses

GROSS = "consignments[0].items[0].gross_mass"
NET = "consignments[0].items[0].net_mass"

pytestmark = pytest.mark.django_db

FAILING = (
    Case("R-MASS-01", BROKEN, NET, put(NET, "2150.500001")),
    Case("R-MASS-02", BROKEN, "consignments[0].gross_mass", put("consignments[0].gross_mass", "6350.499999")),
    Case("R-MASS-03", BROKEN, NET, put(NET, "0")),
    Case(
        "R-MASS-03",
        BROKEN,
        "consignments[1].items[0].net_mass",
        put("consignments[1].items[0].net_mass", "0.000"),
    ),
    Case("R-MASS-04", BROKEN, NET, put(NET, "-1")),
    Case("R-MASS-04", BROKEN, GROSS, put(GROSS, "2150.5000001")),
    Case("R-MASS-04", BROKEN, "consignments[1].gross_mass", put("consignments[1].gross_mass", "0")),
)

FINE = (
    Fine("R-MASS-01", put(NET, "2150.5")),
    Fine("R-MASS-02", put("consignments[0].gross_mass", "6350.5")),
)


@pytest.mark.parametrize("case", FAILING, ids=str)
def test_masses_rule_finds(case: Case, at: datetime) -> None:
    prove(case, at=at)


@pytest.mark.parametrize("case", FINE, ids=str)
def test_masses_rule_lets_pass(case: Fine, at: datetime) -> None:
    assert found(case, at=at) == []


@pytest.mark.parametrize(
    ("mass", "fits"),
    [
        ("0", True),
        ("9999999999.999999", True),
        ("10000000000", False),
        ("1.0000000", True),
        ("1E+3", True),
        ("NaN", False),
    ],
)
def test_fits_sixteen_digits_six_decimals(mass: str, fits: bool) -> None:
    assert masses.fits(Decimal(mass)) is fits
