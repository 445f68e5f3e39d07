"""What must be there, field by field."""

from datetime import datetime

import pytest

from tests.transit.checks.cases import MISSING, Case, Fine, both, drop, found, prove, put

pytestmark = pytest.mark.django_db

FAILING = (
    Case("R-REQ-01", MISSING, "lrn", put("lrn", "")),
    Case("R-REQ-01", MISSING, "office_of_departure", drop("office_of_departure")),
    Case("R-REQ-01", MISSING, "office_of_destination", put("office_of_destination", None)),
    Case("R-REQ-02", MISSING, "location_of_goods", drop("location_of_goods")),
    Case("R-REQ-02", MISSING, "country_of_dispatch", drop("country_of_dispatch")),
    Case("R-REQ-02", MISSING, "expected_arrival_at", drop("expected_arrival_at")),
    Case("R-REQ-02", MISSING, "containerised", drop("containerised")),
    Case("R-REQ-03", MISSING, "route_text", drop("route_text")),
    Case("R-REQ-04", MISSING, "offices_of_transit[1].office", drop("offices_of_transit[1].office")),
    Case("R-REQ-04", MISSING, "offices_of_transit[3].expected_at", drop("offices_of_transit[3].expected_at")),
    Case("R-REQ-05", MISSING, "carrier", drop("carrier")),
    Case("R-REQ-05", MISSING, "carrier.licence_number", put("carrier", {"name": "Own Truck", "address": "1 Quay"})),
    Case("R-REQ-06", MISSING, "vehicle.insurance_policy", drop("vehicle.insurance_policy")),
    Case("R-REQ-06", MISSING, "vehicle.insurance_countries", put("vehicle.insurance_countries", [])),
    Case("R-REQ-07", MISSING, "driver.document_number", put("driver.document_number", "")),
    Case("R-REQ-08", MISSING, "consignments", put("consignments", [])),
    Case("R-REQ-08", MISSING, "consignments[1].items", put("consignments[1].items", [])),
    Case("R-REQ-08", MISSING, "consignments[0].gross_mass", drop("consignments[0].gross_mass")),
    Case("R-REQ-09", MISSING, "consignments[0].consignor", drop("consignments[0].consignor")),
    Case("R-REQ-09", MISSING, "consignments[1].consignee.city", drop("consignments[1].consignee.city")),
    Case("R-REQ-10", MISSING, "consignments[0].items[2].net_mass", drop("consignments[0].items[2].net_mass")),
    Case("R-REQ-10", MISSING, "consignments[1].items[0].packages", put("consignments[1].items[0].packages", [])),
    Case("R-REQ-11", MISSING, "consignments[0].items[1].value.amount", drop("consignments[0].items[1].value.amount")),
    Case(
        "R-REQ-11", MISSING, "consignments[0].items[1].value.currency", drop("consignments[0].items[1].value.currency")
    ),
)

FINE = (
    Fine("R-REQ-02", drop("destination_premises")),
    Fine("R-REQ-03", both(drop("route_text"), put("binding_itinerary", False))),
    Fine("R-REQ-05", put("carrier", {"name": "Own Truck", "address": "1 Quay", "licence_number": "L-1"})),
    Fine("R-REQ-07", drop("driver.phone")),
    Fine("R-REQ-09", drop("consignments[1].consignee.postcode")),
)


@pytest.mark.parametrize("case", FAILING, ids=str)
def test_required_rule_finds(case: Case, at: datetime) -> None:
    prove(case, at=at)


@pytest.mark.parametrize("case", FINE, ids=str)
def test_required_rule_lets_pass(case: Fine, at: datetime) -> None:
    assert found(case, at=at) == []
