"""Containers."""

from datetime import datetime

import pytest

from tests.transit.checks.cases import (
    BAD_DIGIT,
    BROKEN,
    DUPLICATE,
    MISSING,
    NOT_ALLOWED,
    Case,
    Content,
    Fine,
    both,
    found,
    prove,
    put,
)

NUMBER = "containers[0].number"


def _twice(content: Content) -> None:
    content["containers"].append({"number": content["containers"][0]["number"]})


pytestmark = pytest.mark.django_db

FAILING = (
    Case("R-CONT-01", MISSING, "containers", put("containers", [])),
    Case("R-CONT-01", NOT_ALLOWED, "containers", put("containerised", False)),
    Case("R-CONT-02", BROKEN, NUMBER, put(NUMBER, "MSK4601281")),
    Case("R-CONT-02", MISSING, NUMBER, put("containers[0]", {"seals": ["A"]})),
    Case("R-CONT-03", BAD_DIGIT, NUMBER, put(NUMBER, "CSQU3054384")),
    Case("R-CONT-04", DUPLICATE, "containers[1].number", _twice),
    Case("R-CONT-05", BROKEN, "containers", put("containers", [{"number": "CSQU3054383"}] * 100)),
)

FINE = (
    Fine("R-CONT-01", both(put("containers", []), put("containerised", False))),
    Fine("R-CONT-03", put(NUMBER, "CSQU3054383")),
)


@pytest.mark.parametrize("case", FAILING, ids=str)
def test_containers_rule_finds(case: Case, at: datetime) -> None:
    prove(case, at=at)


@pytest.mark.parametrize("case", FINE, ids=str)
def test_containers_rule_lets_pass(case: Fine, at: datetime) -> None:
    assert found(case, at=at) == []
