"""Guarantees: form and check digit."""

from datetime import datetime

import pytest

from tests.transit.checks.cases import BAD_DIGIT, BROKEN, DUPLICATE, MISSING, Case, Fine, drop, found, prove, put

GRN = "guarantees[0].grn"

pytestmark = pytest.mark.django_db

FAILING = (
    Case("R-GUAR-01", BROKEN, "guarantees", put("guarantees", [{"grn": "20GB0000010000H72"}] * 10)),
    Case("R-GUAR-02", BROKEN, GRN, put(GRN, "20GB0000010000H7")),
    Case("R-GUAR-03", BAD_DIGIT, GRN, put(GRN, "20GB0000010000H73")),
    Case("R-GUAR-04", DUPLICATE, "guarantees[1].grn", put("guarantees", [{"grn": "20GB0000010000H72"}] * 2)),
    Case("R-GUAR-05", MISSING, "guarantees", put("guarantees", [])),
    Case("R-GUAR-05", MISSING, GRN, drop(GRN)),
    Case("R-GUAR-05", MISSING, "guarantees[0].access_code", drop("guarantees[0].access_code")),
)

FINE = (Fine("R-GUAR-03", put(GRN, "20GB0000010000H72")),)


@pytest.mark.parametrize("case", FAILING, ids=str)
def test_guarantees_rule_finds(case: Case, at: datetime) -> None:
    prove(case, at=at)


@pytest.mark.parametrize("case", FINE, ids=str)
def test_guarantees_rule_lets_pass(case: Fine, at: datetime) -> None:
    assert found(case, at=at) == []
