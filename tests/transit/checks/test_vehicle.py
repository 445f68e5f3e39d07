"""Vehicle, permits, insurance."""

from datetime import datetime

import pytest

from offices.models import CountryProfile, VehiclePermit
from tests.transit.checks import base
from tests.transit.checks.cases import BROKEN, MISSING, UNLISTED, Case, Fine, both, drop, found, prove, put
from transit import checks, samples


def _permit(**fields: str) -> None:
    assert VehiclePermit.objects.filter(number="SG-AGV-00017").update(**fields) == 1


def _trailer_permit(**fields: str) -> None:
    assert VehiclePermit.objects.filter(number="SG-AGV-00018").update(**fields) == 1


def _no_register() -> None:
    CountryProfile.objects.filter(country="SG").update(permit_register=False)


_unregistered = put("vehicle.permit_number", "SG-AGV-99999")

pytestmark = pytest.mark.django_db

FAILING = (
    Case("R-VEH-01", UNLISTED, "vehicle.kind", put("vehicle.kind", "TANK")),
    Case("R-VEH-02", BROKEN, "vehicle.registration", put("vehicle.registration", "XE 4471K")),
    Case("R-VEH-02", BROKEN, "vehicle.trailer_registration", put("vehicle.trailer_registration", "trb8812p")),
    Case("R-VEH-03", UNLISTED, "vehicle.country", put("vehicle.country", "CN")),
    Case("R-VEH-04", MISSING, "vehicle.trailer_country", drop("vehicle.trailer_country")),
    Case("R-VEH-05", UNLISTED, "vehicle.permit_number", _unregistered),
    Case("R-VEH-06", BROKEN, "vehicle.permit_number", put("vehicle.registration", "XE4472K")),
    Case("R-VEH-06", BROKEN, "vehicle.trailer_permit_number", put("vehicle.trailer_country", "MY")),
    Case("R-VEH-07", BROKEN, "vehicle.permit_number", put("vehicle.kind", "RIGID")),
    Case(
        "R-VEH-07",
        BROKEN,
        "vehicle.trailer_permit_number",
        prepare=lambda: _trailer_permit(configuration="RIGID"),
    ),
    Case("R-VEH-08", BROKEN, "vehicle.permit_number", prepare=lambda: _permit(status="SUSPENDED")),
    Case("R-VEH-09", BROKEN, "vehicle.permit_valid_until", prepare=lambda: _permit(valid_until="2026-11-23")),
    Case(
        "R-VEH-09",
        BROKEN,
        "vehicle.permit_valid_until",
        both(_unregistered, put("vehicle.permit_valid_until", "2026-11-23")),
        _no_register,
    ),
    Case("R-VEH-10", BROKEN, "vehicle.permit_valid_until", put("vehicle.permit_valid_until", "2029-12-30")),
    Case("R-VEH-11", BROKEN, "vehicle.insurance_valid_until", put("vehicle.insurance_valid_until", "2026-11-23")),
    Case("R-VEH-12", BROKEN, "vehicle.insurance_countries", put("vehicle.insurance_countries", ["SG", "TH"])),
    Case(
        "R-VEH-13",
        UNLISTED,
        "vehicle.insurance_countries[3]",
        put("vehicle.insurance_countries", ["SG", "MY", "TH", "XX"]),
    ),
)

FINE = (
    Fine("R-VEH-05", _unregistered, _no_register),
    Fine("R-VEH-08", prepare=lambda: (_permit(status="WITHDRAWN"), _no_register())),
    Fine("R-VEH-09", prepare=lambda: _permit(valid_until="2026-11-25")),
    Fine("R-VEH-11", put("vehicle.insurance_valid_until", "2026-11-25")),
)


@pytest.mark.parametrize("case", FAILING, ids=str)
def test_vehicle_rule_finds(case: Case, at: datetime) -> None:
    prove(case, at=at)


@pytest.mark.parametrize("case", FINE, ids=str)
def test_vehicle_rule_lets_pass(case: Fine, at: datetime) -> None:
    assert found(case, at=at) == []


def test_vehicle_rules_look_at_the_vehicle_alone(at: datetime) -> None:
    content = samples.load("singapore-bangkok", at=at, lrn="no/lrn")
    del content["vehicle"]["permit_number"]
    content["vehicle"]["insurance_countries"] = ["SG", "MY"]
    assert [row.code for row in checks.vehicle_rules(base.facts(content, at=at))] == ["R-REQ-06", "R-VEH-12"]


def test_limit_date_of_the_movement_comes_first(at: datetime) -> None:
    facts = base.facts(samples.load("singapore-bangkok", at=at), at=at)
    facts.movement.limit_date = datetime.fromisoformat("2030-01-01T00:00:00Z")
    assert {row.code for row in checks.vehicle_rules(facts)} == {"R-VEH-09", "R-VEH-11"}
