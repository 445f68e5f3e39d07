"""Offices exist, are open, have the role, stand once."""

from datetime import datetime

import pytest

from offices.models import Office
from tests.transit.checks.cases import BROKEN, DUPLICATE, NOT_ALLOWED, UNLISTED, Case, Fine, found, prove, put


def _close(code: str, day: str) -> None:
    Office.objects.filter(code=code).update(open_until=day)


pytestmark = pytest.mark.django_db

FAILING = (
    Case("R-OFF-01", UNLISTED, "offices_of_transit[1].office", put("offices_of_transit[1].office", "MYXXX001")),
    Case("R-OFF-02", BROKEN, "office_of_departure", prepare=lambda: _close("SGSIN001", "2026-11-22")),
    # Reached on the 24th, two in the morning there, when it is still the 23rd in UTC.
    Case("R-OFF-02", BROKEN, "offices_of_transit[3].office", prepare=lambda: _close("THSDO001", "2026-11-23")),
    Case("R-OFF-03", BROKEN, "offices_of_transit[1].office", put("offices_of_transit[1].office", "MYPKG001")),
    Case(
        "R-OFF-03",
        BROKEN,
        "office_of_departure",
        prepare=lambda: Office.objects.filter(pk="SGSIN001").update(roles="TA"),
    ),
    Case("R-OFF-04", BROKEN, "office_of_destination", put("office_of_destination", "SGJUR001")),
    Case("R-OFF-05", DUPLICATE, "offices_of_transit[2].office", put("offices_of_transit[2].office", "MYTKP001")),
    Case("R-OFF-06", NOT_ALLOWED, "offices_of_transit[0].office", put("office_of_departure", "SGTUA001")),
)

FINE = (
    Fine("R-OFF-02", prepare=lambda: _close("SGSIN001", "2026-11-23")),
    Fine("R-OFF-06", put("office_of_departure", "SGWDL001")),
)


@pytest.mark.parametrize("case", FAILING, ids=str)
def test_offices_rule_finds(case: Case, at: datetime) -> None:
    prove(case, at=at)


@pytest.mark.parametrize("case", FINE, ids=str)
def test_offices_rule_lets_pass(case: Fine, at: datetime) -> None:
    assert found(case, at=at) == []
