"""Two-person decisions over the API."""

from datetime import datetime, timedelta

import pytest
from rest_framework.test import APIClient

from acts.common import clock
from acts.common.models import Proposal
from offices.enums import OfficerRole
from offices.models import Firm, User
from tests.factories import offices as factory
from tests.factories import sessions
from tests.transit.api.conftest import Api

URL = "/api/v1/proposals/"


@pytest.fixture
def officer_api(api: Api, departure_officer: User) -> APIClient:
    return api(departure_officer)


@pytest.fixture
def discrepant(api: Api, destination_officer: User, released: str) -> str:
    """The movement after a result that found one carton missing."""
    client, url = api(destination_officer), f"/api/v1/movements/{released}/"
    client.post(f"{url}arrival/")
    client.post(f"{url}order-control/", {"kind": "BY_HAND", "place": "DESTINATION"})
    found = {"result": "B1", "differences": [{"item": 1, "kind": "MISSING", "text": "one carton"}]}
    assert client.post(f"{url}results/", found).json()["state"] == "AWAITING_RESOLUTION"
    return url


@pytest.fixture
def proposal(officer_api: APIClient, discrepant: str) -> str:
    body = {"explanation": "carton left at departure", "evidence": "photograph 4711"}
    answer = officer_api.post(f"{discrepant}resolve/", body)
    assert answer.status_code == 202, answer.json()
    return str(answer.json()["id"])


def test_supervisor_confirms(api: Api, supervisor: User, proposal: str) -> None:
    answer = api(supervisor).post(f"{URL}{proposal}/confirm/")
    assert (answer.status_code, answer.json()["state"]) == (200, "DISCHARGED")


def test_proposer_may_not_confirm(officer_api: APIClient, proposal: str) -> None:
    assert officer_api.post(f"{URL}{proposal}/confirm/").status_code == 403


def test_supervisor_refuses_with_a_reason(api: Api, supervisor: User, proposal: str, discrepant: str) -> None:
    client = api(supervisor)
    assert client.post(f"{URL}{proposal}/refuse/").status_code == 422
    answer = client.post(f"{URL}{proposal}/refuse/", {"reason": "no evidence"})
    assert (answer.status_code, answer.json()["status"]) == (200, "REFUSED")
    assert client.get(discrepant).json()["state"] == "AWAITING_RESOLUTION"


def test_list_is_for_the_office(api: Api, supervisor: User, trader: User, proposal: str, released: str) -> None:
    assert api(supervisor).get(f"{URL}?movement={released}").json()["results"][0]["id"] == proposal
    assert api(trader).get(URL).json()["count"] == 0


def test_movement_shows_open_proposals_to_officers(
    officer_api: APIClient, trader_api: APIClient, proposal: str, discrepant: str
) -> None:
    assert [row["id"] for row in officer_api.get(discrepant).json()["proposals"]] == [proposal]
    assert trader_api.get(discrepant).json()["proposals"] is None


def test_movement_shows_no_proposal_that_has_lapsed(
    officer_api: APIClient, proposal: str, discrepant: str, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: at + timedelta(hours=24))
    assert Proposal.objects.get(pk=proposal).status == Proposal.Status.OPEN
    assert officer_api.get(discrepant).json()["proposals"] == []


@pytest.mark.parametrize("number", ["SG-T-0001", "SG-C-0001"])
def test_proposal_is_not_for_an_officer_of_a_firm_of_the_movement(
    api: Api, proposal: str, discrepant: str, number: str
) -> None:
    person = factory.user(firm=Firm.objects.get(number=number))
    factory.posting(user=person, office="SGSIN001", roles=[OfficerRole.SUPERVISOR])
    assert api(person).get(URL).json()["count"] == 0
    assert api(person).get(discrepant).json()["proposals"] is None
    page = sessions.browser(person).get(f"/movements/{discrepant.split('/')[-2]}/").content.decode()
    assert "photograph 4711" not in page


@pytest.mark.parametrize("verb", ["confirm", "refuse"])
def test_proposal_does_not_exist_for_strangers(api: Api, stranger: User, proposal: str, verb: str) -> None:
    assert (
        api(stranger).post(f"{URL}{proposal}/{verb}/", {"reason": "x"} if verb == "refuse" else {}).status_code == 404
    )
