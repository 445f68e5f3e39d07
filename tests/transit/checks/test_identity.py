"""LRN and the simplified procedure."""

from datetime import datetime

import pytest

from offices.enums import AttRightKind
from offices.models import Firm
from tests.factories import offices as factory
from tests.transit.checks.cases import BROKEN, NOT_ALLOWED, Case, Fine, both, found, prove, put


def _authorised() -> None:
    factory.att(firm=Firm.objects.get(number="SG-T-0001"), rights=[AttRightKind.START_AT_PREMISES])


def _authorised_abroad() -> None:
    factory.att(firm=Firm.objects.get(number="SG-T-0001"), country="MY", rights=[AttRightKind.START_AT_PREMISES])


pytestmark = pytest.mark.django_db

FAILING = (
    Case("R-LRN-01", BROKEN, "lrn", put("lrn", "SIN/BKK/1")),
    Case("R-LRN-01", BROKEN, "lrn", put("lrn", "A" * 23)),
    Case("R-SIMP-01", NOT_ALLOWED, "simplified", put("simplified", True)),
    Case("R-SIMP-01", NOT_ALLOWED, "simplified", put("simplified", True), _authorised_abroad),
    Case("R-SIMP-02", NOT_ALLOWED, "limit_date", put("limit_date", "2026-12-01T00:00:00Z")),
    Case(
        "R-SIMP-03",
        BROKEN,
        "limit_date",
        both(put("simplified", True), put("limit_date", "2026-11-23T09:00:00Z")),
        _authorised,
    ),
)

FINE = (
    Fine("R-LRN-01", put("lrn", "a-Z_0")),
    Fine("R-SIMP-01", put("simplified", True), _authorised),
    Fine("R-SIMP-02", both(put("simplified", True), put("limit_date", "2026-12-01T00:00:00Z")), _authorised),
    Fine("R-SIMP-03", both(put("simplified", True), put("limit_date", "2026-12-01T00:00:00Z")), _authorised),
)


@pytest.mark.parametrize("case", FAILING, ids=str)
def test_identity_rule_finds(case: Case, at: datetime) -> None:
    prove(case, at=at)


@pytest.mark.parametrize("case", FINE, ids=str)
def test_identity_rule_lets_pass(case: Fine, at: datetime) -> None:
    assert found(case, at=at) == []
