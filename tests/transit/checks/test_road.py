"""One open movement per vehicle, trailer and permit: warnings."""

from datetime import datetime

import pytest

from offices.models import Firm
from tests.transit.checks.cases import BROKEN, Case, Fine, found, prove
from transit.models import Movement


def _elsewhere(*, on_road: bool = True, **vehicle: str) -> None:
    defaults = {"vehicle_country": "TH", "vehicle_registration": "OTHER", "permit_number": "TH-OTHER"}
    day = datetime.fromisoformat("2026-11-20T00:00:00Z")
    firm = Firm.objects.get(number="SG-T-0001")
    row = {"principal": firm, "lrn": "ELSEWHERE", "created_at": day, "changed_at": day, "on_road": on_road}
    Movement.objects.create(**row, **(defaults | vehicle))


pytestmark = pytest.mark.django_db

FAILING = (
    Case(
        "R-ROAD-01",
        BROKEN,
        "vehicle.registration",
        prepare=lambda: _elsewhere(vehicle_country="SG", vehicle_registration="XE4471K"),
    ),
    Case(
        "R-ROAD-02",
        BROKEN,
        "vehicle.trailer_registration",
        prepare=lambda: _elsewhere(trailer_country="SG", trailer_registration="TRB8812P"),
    ),
    Case("R-ROAD-03", BROKEN, "vehicle.permit_number", prepare=lambda: _elsewhere(permit_number="SG-AGV-00017")),
    Case(
        "R-ROAD-03",
        BROKEN,
        "vehicle.trailer_permit_number",
        prepare=lambda: _elsewhere(trailer_permit_number="SG-AGV-00018"),
    ),
)

FINE = (
    Fine("R-ROAD-01", prepare=lambda: _elsewhere(vehicle_country="MY", vehicle_registration="XE4471K")),
    Fine("R-ROAD-03", prepare=lambda: _elsewhere(on_road=False, permit_number="SG-AGV-00017")),
)


@pytest.mark.parametrize("case", FAILING, ids=str)
def test_road_rule_finds(case: Case, at: datetime) -> None:
    prove(case, at=at)


@pytest.mark.parametrize("case", FINE, ids=str)
def test_road_rule_lets_pass(case: Fine, at: datetime) -> None:
    assert found(case, at=at) == []
