"""The journey: borders, chain of countries, times."""

from datetime import datetime

import pytest

from offices.models import CountryProfile
from tests.transit.checks.cases import (
    BROKEN,
    MISSING,
    Case,
    Content,
    Fine,
    both,
    drop,
    found,
    prove,
    put,
)


def _no_exits(country: str) -> None:
    CountryProfile.objects.filter(country=country).update(exit_offices_count=False)


def _nineteen(content: Content) -> None:
    content["offices_of_transit"] *= 5
    del content["offices_of_transit"][19:]


def _detour(content: Content) -> None:
    stop = {"office": "MYPDB001", "expected_at": content["offices_of_transit"][2]["expected_at"]}
    content["offices_of_transit"].insert(2, stop)


def _same_time(content: Content) -> None:
    first, second, *_ = content["offices_of_transit"]
    second["expected_at"] = first["expected_at"]


def _arrives_at_last_post(content: Content) -> None:
    content["expected_arrival_at"] = content["offices_of_transit"][-1]["expected_at"]


pytestmark = pytest.mark.django_db

FAILING = (
    Case("R-ROUTE-01", BROKEN, "offices_of_transit", _nineteen),
    Case("R-ROUTE-02", BROKEN, "offices_of_transit[1].office", put("offices_of_transit[1].office", "MYJHB001")),
    Case(
        "R-ROUTE-03",
        BROKEN,
        "offices_of_transit[1].office",
        both(drop("offices_of_transit[2]"), drop("offices_of_transit[1]")),
    ),
    Case("R-ROUTE-03", BROKEN, "office_of_destination", put("office_of_destination", "VNSGN001")),
    Case("R-ROUTE-04", MISSING, "offices_of_transit[1].office", drop("offices_of_transit[1]")),
    Case("R-ROUTE-04", MISSING, "office_of_destination", drop("offices_of_transit[3]")),
    Case("R-ROUTE-05", MISSING, "offices_of_transit[2].office", drop("offices_of_transit[2]")),
    Case("R-ROUTE-06", BROKEN, "offices_of_transit[2].office", _detour),
    Case("R-ROUTE-07", BROKEN, "offices_of_transit[1].expected_at", _same_time),
    Case(
        "R-ROUTE-08",
        BROKEN,
        "offices_of_transit[0].expected_at",
        put("offices_of_transit[0].expected_at", "2026-11-23T02:00:00Z"),
    ),
    Case("R-ROUTE-09", BROKEN, "expected_arrival_at", _arrives_at_last_post),
    Case("R-ROUTE-09", BROKEN, "expected_arrival_at", put("expected_arrival_at", "2026-11-22T02:00:00Z")),
)

FINE = (
    Fine("R-ROUTE-05", drop("offices_of_transit[2]"), lambda: _no_exits("MY")),
    Fine("R-ROUTE-05", both(put("office_of_departure", "SGTUA001"), drop("offices_of_transit[0]"))),
    Fine("R-ROUTE-04", both(put("office_of_destination", "THSDO001"), drop("offices_of_transit[3]"))),
)


@pytest.mark.parametrize("case", FAILING, ids=str)
def test_route_rule_finds(case: Case, at: datetime) -> None:
    prove(case, at=at)


@pytest.mark.parametrize("case", FINE, ids=str)
def test_route_rule_lets_pass(case: Fine, at: datetime) -> None:
    assert found(case, at=at) == []
