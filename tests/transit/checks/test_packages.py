"""Packages by kind, and packages shared by two items."""

from datetime import datetime

import pytest

from tests.transit.checks.cases import BROKEN, MISSING, NOT_ALLOWED, UNLISTED, Case, Fine, found, prove, put

PACKAGE = "consignments[0].items[0].packages[0]"
SHARED = "consignments[1].items[1].packages[0]"

pytestmark = pytest.mark.django_db

FAILING = (
    Case("R-PACK-01", UNLISTED, f"{PACKAGE}.kind", put(f"{PACKAGE}.kind", "Q1")),
    Case("R-PACK-01", MISSING, f"{PACKAGE}.kind", put(PACKAGE, {"count": 1, "marks": "A"})),
    Case("R-PACK-02", NOT_ALLOWED, f"{PACKAGE}.count", put(PACKAGE, {"kind": "VR", "count": 1})),
    Case("R-PACK-02", NOT_ALLOWED, f"{PACKAGE}.marks", put(PACKAGE, {"kind": "VL", "marks": "A"})),
    Case("R-PACK-03", MISSING, f"{PACKAGE}.count", put(PACKAGE, {"kind": "NE"})),
    Case("R-PACK-03", NOT_ALLOWED, f"{PACKAGE}.marks", put(PACKAGE, {"kind": "NG", "count": 2, "marks": "A"})),
    Case("R-PACK-04", MISSING, f"{PACKAGE}.count", put(PACKAGE, {"kind": "CT", "marks": "A"})),
    Case("R-PACK-04", MISSING, f"{PACKAGE}.marks", put(PACKAGE, {"kind": "CT", "count": 1})),
    Case("R-PACK-05", BROKEN, f"{PACKAGE}.count", put(f"{PACKAGE}.count", 0)),
    Case("R-PACK-05", BROKEN, f"{SHARED}.count", put(f"{SHARED}.count", 3)),
    Case("R-PACK-06", BROKEN, f"{SHARED}.shared_with_item", put(f"{SHARED}.shared_with_item", 9)),
    Case("R-PACK-06", BROKEN, f"{SHARED}.shared_with_item", put(f"{SHARED}.shared_with_item", 5)),
    Case("R-PACK-06", BROKEN, f"{SHARED}.shared_with_item", put(f"{SHARED}.shared_with_item", 1)),
)

FINE = (
    Fine("R-PACK-02", put(PACKAGE, {"kind": "VR"})),
    Fine("R-PACK-03", put(PACKAGE, {"kind": "NE", "count": 1})),
    Fine("R-PACK-04", put(PACKAGE, {"kind": "VY"})),
)


@pytest.mark.parametrize("case", FAILING, ids=str)
def test_packages_rule_finds(case: Case, at: datetime) -> None:
    prove(case, at=at)


@pytest.mark.parametrize("case", FINE, ids=str)
def test_packages_rule_lets_pass(case: Fine, at: datetime) -> None:
    assert found(case, at=at) == []
