"""No blanks around a text."""

from datetime import datetime

import pytest

from tests.transit.checks.cases import BROKEN, Case, Fine, found, prove, put

pytestmark = pytest.mark.django_db

FAILING = (
    Case("R-TEXT-01", BROKEN, "driver.name", put("driver.name", " Tan Wei Ming")),
    Case("R-TEXT-01", BROKEN, "route_text", put("route_text", "Tuas\n")),
    Case("R-TEXT-01", BROKEN, "containers[0].seals[0]", put("containers[0].seals[0]", "SG1 ")),
    Case(
        "R-TEXT-01",
        BROKEN,
        "consignments[1].consignee.name",
        put("consignments[1].consignee.name", "\u00a0Lat Krabang"),
    ),
    Case(
        "R-TEXT-02", BROKEN, "consignments[0].items[0].description", put("consignments[0].items[0].description", "PCs ")
    ),
    Case(
        "R-TEXT-02",
        BROKEN,
        "consignments[1].items[0].packages[0].marks",
        put("consignments[1].items[0].packages[0].marks", "LKP 1-88\t"),
    ),
    Case(
        "R-TEXT-02",
        BROKEN,
        "consignments[0].items[0].supplementary_quantity.unit",
        put("consignments[0].items[0].supplementary_quantity.unit", " NMB"),
    ),
)

FINE = (Fine("R-TEXT-01", put("driver.name", "Tan  Wei Ming")),)


@pytest.mark.parametrize("case", FAILING, ids=str)
def test_texts_rule_finds(case: Case, at: datetime) -> None:
    prove(case, at=at)


@pytest.mark.parametrize("case", FINE, ids=str)
def test_texts_rule_lets_pass(case: Fine, at: datetime) -> None:
    assert found(case, at=at) == []
