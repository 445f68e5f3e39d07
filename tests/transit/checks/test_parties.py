"""Parties and their registration."""

from datetime import datetime

import pytest

from offices.enums import FirmKind, FirmStatus
from offices.models import Firm
from tests.factories import offices as factory
from tests.transit.checks.cases import BROKEN, NOT_ALLOWED, UNLISTED, Case, Fine, found, prove, put


def _withdraw(number: str) -> None:
    Firm.objects.filter(number=number).update(status=FirmStatus.WITHDRAWN)


def _carries(number: str) -> None:
    Firm.objects.filter(number=number).update(kind=FirmKind.CARRIER)


def _forwarder() -> Firm:
    return factory.firm(number="SG-T-0002")


def _mandated() -> None:
    factory.mandate(principal=Firm.objects.get(number="SG-T-0001"), representative=_forwarder())


def _once_mandated() -> None:
    _mandated()
    Firm.objects.get(number="SG-T-0002").mandates_held.update(valid_until="2026-11-22")


pytestmark = pytest.mark.django_db

FAILING = (
    Case("R-PARTY-01", BROKEN, "principal", prepare=lambda: _withdraw("SG-T-0001")),
    Case("R-PARTY-02", NOT_ALLOWED, "representative", put("representative", "SG-T-0002"), _forwarder),
    Case("R-PARTY-02", NOT_ALLOWED, "representative", put("representative", "SG-T-0002"), _once_mandated),
    Case("R-PARTY-03", UNLISTED, "carrier.registration_number", put("carrier.registration_number", "SG-C-9999")),
    Case(
        "R-PARTY-03",
        UNLISTED,
        "consignments[0].consignee.registration_number",
        put("consignments[0].consignee.registration_number", "TH-T-9999"),
    ),
    Case("R-PARTY-04", BROKEN, "carrier.registration_number", prepare=lambda: _withdraw("SG-C-0001")),
    Case(
        "R-PARTY-04",
        BROKEN,
        "carrier.registration_number",
        put("carrier.registration_number", "SG-B-0001"),
        lambda: factory.firm(number="SG-B-0001", kind=FirmKind.BANK),
    ),
    Case(
        "R-PARTY-05",
        UNLISTED,
        "consignments[1].consignee.country",
        put("consignments[1].consignee.country", "XX"),
    ),
    Case("R-PARTY-06", BROKEN, "carrier.email", put("carrier.email", "dispatch at straitsline")),
)

FINE = (
    Fine("R-PARTY-01", prepare=lambda: _carries("SG-T-0001")),
    Fine("R-PARTY-02", put("representative", "SG-T-0002"), _mandated),
    Fine("R-PARTY-05", put("consignments[0].consignee.country", "XX")),
)


@pytest.mark.parametrize("case", FAILING, ids=str)
def test_parties_rule_finds(case: Case, at: datetime) -> None:
    prove(case, at=at)


@pytest.mark.parametrize("case", FINE, ids=str)
def test_parties_rule_lets_pass(case: Fine, at: datetime) -> None:
    assert found(case, at=at) == []
