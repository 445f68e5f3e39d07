"""A bank's administrator over the API: makes a client, sees it, withdraws it."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from acts.common import clock
from offices.models import User
from tests.factories import guarantees as factory

pytestmark = pytest.mark.django_db
URL = "/api/v1/clients/"
BODY: dict[str, Any] = {"name": "core banking", "scopes": ["events:read"]}


@pytest.fixture
def api(bank_user: User, monkeypatch: pytest.MonkeyPatch) -> APIClient:
    monkeypatch.setattr(clock, "now", lambda: factory.AT)
    assert bank_user.firm is not None
    factory.guarantor(firm=bank_user.firm)
    client = APIClient(raise_request_exception=False)
    client.force_authenticate(bank_user)
    return client


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"name": ""}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["all"]}, "scopes[0]"),
        ({"expires_at": "tomorrow"}, "expires_at"),
        ({"expires_at": "2036-01-01T00:00:00Z"}, "expires_at"),
        ({"secret": "mine"}, "secret"),
    ],
)
def test_client_is_refused_naming_the_field(api: APIClient, fields: dict[str, Any], path: str) -> None:
    answer = api.post(URL, BODY | fields)
    assert answer.status_code == 422, answer.json()
    assert path in [row["path"] for row in answer.json()["findings"]]


def test_secret_is_shown_once(api: APIClient) -> None:
    made = api.post(URL, BODY)
    assert (made.status_code, len(made.json()["client_secret"])) == (201, 64)
    listed = api.get(URL).json()["results"]
    assert "client_secret" not in listed[0]
    assert {**listed[0], "client_secret": made.json()["client_secret"]} == made.json()


def test_client_is_withdrawn_once(api: APIClient) -> None:
    client = api.post(URL, BODY).json()["client_id"]
    statuses = [api.post(f"{URL}{name}/withdraw/").status_code for name in (client, client, "nobody")]
    assert statuses == [200, 409, 404]


@pytest.mark.parametrize("count", [1, 10])
def test_list_runs_a_constant_number_of_statements(api: APIClient, count: int, django_assert_num_queries: Any) -> None:
    for number in range(count):
        api.post(URL, BODY | {"name": f"c{number}"})
    with django_assert_num_queries(5):
        assert api.get(URL).json()["count"] == count
