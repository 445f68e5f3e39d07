"""Where the goods are and go, and their countries."""

from datetime import datetime

import pytest

from offices.models import Firm, Premises
from tests.factories import offices as factory
from tests.transit.checks.cases import BROKEN, UNLISTED, Case, Fine, both, found, prove, put


def _depot() -> None:
    factory.att(firm=Firm.objects.get(number="SG-T-0001"), premises="SG-DEPOT")


def _ended_depot() -> None:
    _depot()
    Premises.objects.filter(code="SG-DEPOT").update(valid_until="2026-11-22")


def _depot_elsewhere() -> None:
    factory.att(firm=Firm.objects.get(number="SG-T-0001"), premises="SG-DEPOT", office="SGJUR001")


def _warehouse() -> None:
    factory.att(firm=Firm.objects.get(number="TH-T-0001"), country="TH", office="THBKK001", premises="TH-STORE")


def _stranger() -> None:
    stranger = factory.firm(number="TH-T-0009", country="TH")
    factory.att(firm=stranger, country="TH", office="THBKK001", premises="TH-STORE")


pytestmark = pytest.mark.django_db

FAILING = (
    Case("R-LOC-01", BROKEN, "location_of_goods", put("location_of_goods", "SG-DEPOT")),
    Case("R-LOC-01", BROKEN, "location_of_goods", put("location_of_goods", "SG-DEPOT"), _ended_depot),
    Case("R-LOC-01", BROKEN, "location_of_goods", put("location_of_goods", "SG-DEPOT"), _depot_elsewhere),
    Case("R-LOC-02", BROKEN, "destination_premises", put("destination_premises", "TH-STORE"), _stranger),
    Case("R-LOC-03", UNLISTED, "country_of_dispatch", put("country_of_dispatch", "XX")),
    Case("R-LOC-04", BROKEN, "country_of_dispatch", put("country_of_dispatch", "CN")),
    Case("R-LOC-04", BROKEN, "country_of_destination", put("country_of_destination", "CN")),
)

FINE = (
    Fine("R-LOC-01", put("location_of_goods", "SG-DEPOT"), _depot),
    Fine("R-LOC-02", put("destination_premises", "TH-STORE"), _warehouse),
    Fine("R-LOC-04", both(put("country_of_dispatch", "CN"), put("office_of_departure", "SGJUR001"))),
    Fine("R-LOC-04", both(put("country_of_destination", "IN"), put("office_of_destination", "THMSO001"))),
)


@pytest.mark.parametrize("case", FAILING, ids=str)
def test_places_rule_finds(case: Case, at: datetime) -> None:
    prove(case, at=at)


@pytest.mark.parametrize("case", FINE, ids=str)
def test_places_rule_lets_pass(case: Fine, at: datetime) -> None:
    assert found(case, at=at) == []
