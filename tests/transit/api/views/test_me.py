"""Who one is: firm and duties, postings, appointments; none but one's own."""

import pytest

from offices.models import User
from tests.transit.api.conftest import Api

URL = "/api/v1/me/"


@pytest.mark.parametrize(
    ("name", "kind", "country"), [("national_admin", "NATIONAL_ADMINISTRATOR", "SG"), ("auditor", "AUDITOR", None)]
)
def test_me_shows_appointments(api: Api, request: pytest.FixtureRequest, name: str, kind: str, country: str) -> None:
    shown = api(request.getfixturevalue(name)).get(URL).json()
    assert shown["appointments"] == [{"kind": kind, "country": country}]
    assert (shown["postings"], shown["duties"]) == ([], [])


def test_me_shows_firm_and_duties(api: Api, trader: User) -> None:
    shown = api(trader).get(URL).json()
    assert (shown["username"], shown["firm"]) == ("test-trader", "SG-T-0001")
    assert shown["duties"] == ["ADMINISTER", "LODGE", "PREPARE", "VIEW"]
    assert shown["appointments"] == []


def test_me_shows_the_postings_that_hold(api: Api, departure_officer: User, ended_officer: User) -> None:
    shown = api(departure_officer).get(URL).json()["postings"]
    assert [(row["office"], row["roles"]) for row in shown] == [("SGSIN001", ["DEPARTURE"])]
    assert api(ended_officer).get(URL).json()["postings"] == []
