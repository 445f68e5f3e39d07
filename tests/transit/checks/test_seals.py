"""Seals."""

from datetime import datetime

import pytest

from offices.enums import AttRightKind
from offices.models import Firm
from tests.factories import offices as factory
from tests.transit.checks.cases import (
    BROKEN,
    DUPLICATE,
    MISSING,
    NOT_ALLOWED,
    UNLISTED,
    Case,
    Fine,
    both,
    found,
    prove,
    put,
)

SEALS = "containers[0].seals"


def _own_seals() -> None:
    rights = [AttRightKind.START_AT_PREMISES, AttRightKind.OWN_SEALS]
    factory.att(firm=Firm.objects.get(number="SG-T-0001"), rights=rights)


def _no_own_seals() -> None:
    factory.att(firm=Firm.objects.get(number="SG-T-0001"), rights=[AttRightKind.START_AT_PREMISES])


_loose = both(put("containerised", False), put("containers", []), put("simplified", True))

pytestmark = pytest.mark.django_db

FAILING = (
    Case("R-SEAL-01", BROKEN, f"{SEALS}[0]", put(SEALS, ["S" * 21])),
    Case("R-SEAL-02", DUPLICATE, f"{SEALS}[0]", put("seals", ["SG204418"])),
    Case("R-SEAL-02", DUPLICATE, f"{SEALS}[1]", put(SEALS, ["S1", "S1"])),
    Case("R-SEAL-03", NOT_ALLOWED, f"{SEALS}[0]", put("no_seal_reason", "OVERSIZE")),
    Case("R-SEAL-04", UNLISTED, "no_seal_reason", put("no_seal_reason", "LAZY")),
    Case("R-SEAL-05", MISSING, SEALS, both(put("simplified", True), put(SEALS, [])), _own_seals),
    Case("R-SEAL-05", MISSING, "seals", _loose, _own_seals),
    Case("R-SEAL-06", UNLISTED, f"{SEALS}[0]", both(put("simplified", True), put(SEALS, ["ATT010000"])), _own_seals),
)

FINE = (
    Fine("R-SEAL-03", both(put("no_seal_reason", "BULK"), put(SEALS, []))),
    Fine("R-SEAL-05", put(SEALS, []), _own_seals),
    Fine("R-SEAL-05", both(put("simplified", True), put(SEALS, [])), _no_own_seals),
    Fine("R-SEAL-05", both(_loose, put("no_seal_reason", "BULKY")), _own_seals),
    Fine("R-SEAL-06", both(put("simplified", True), put(SEALS, ["ATT000001", "ATT009999"])), _own_seals),
)


@pytest.mark.parametrize("case", FAILING, ids=str)
def test_seals_rule_finds(case: Case, at: datetime) -> None:
    prove(case, at=at)


@pytest.mark.parametrize("case", FINE, ids=str)
def test_seals_rule_lets_pass(case: Fine, at: datetime) -> None:
    assert found(case, at=at) == []
