"""The same choice for programs of people: read, changed in part, judged."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from acts.notices.models import Preference
from offices.models import User
from transit.message_kinds import URGENT

URL = "/api/v1/preferences/"


@pytest.fixture
def client(people: dict[str, User]) -> APIClient:
    client = APIClient()
    client.force_authenticate(people["trader"], token=object())
    return client


@pytest.mark.parametrize(
    "wrong", [{"mail": "HOURLY"}, {"hour": 24}, {"hour": "8"}, {"groups": ["X"]}, {"email": "me@one.example"}]
)
def test_patch_refuses_what_is_no_choice_and_any_address(client: APIClient, wrong: dict[str, Any]) -> None:
    answer = client.patch(URL, wrong)
    assert answer.status_code == 422
    assert [row["path"].partition("[")[0] for row in answer.json()["findings"]] == [*wrong]
    assert not Preference.objects.exists()


def test_patch_changes_what_it_names(client: APIClient) -> None:
    assert client.patch(URL, {"mail": "NONE"}).json()["groups"] == [*URGENT]
    client.patch(URL, {"groups": []})
    assert client.get(URL).json() == {
        "email": "trader@demo.example",
        "mail": "NONE",
        "hour": 8,
        "time_zone": "Asia/Singapore",
        "groups": [],
        "failed": 0,
        "sending": True,
    }
