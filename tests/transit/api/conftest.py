"""Clients of the API at the instant `at`, one user each; a sample that can be lodged, accepted, released."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from rest_framework.test import APIClient

from acts.common import clock
from offices.models import Firm, Posting, User
from tests.factories import guarantees, sessions
from tests.transit.checks import base
from transit import samples

Api = Callable[..., APIClient]


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    """The clock stands at `at`: papers and rates of the samples hold whatever the day the tests run on."""
    monkeypatch.setattr(clock, "now", lambda: at)


@pytest.fixture
def api(at: datetime) -> Api:
    """`api(user, posting=None)`: a client of that user, who has just proved who he is; an exception is a 500."""

    def build(user: User | None = None, posting: Posting | None = None) -> APIClient:
        client = APIClient(raise_request_exception=False)
        if user is not None:
            sessions.program(user, client, proved_at=at)
        if posting is not None:
            client.credentials(HTTP_ACTING_POSTING=str(posting.pk))
        return client

    return build


@pytest.fixture
def trader_api(api: Api, trader: User) -> APIClient:
    return api(trader)


@pytest.fixture
def sample(principal: Firm, at: datetime) -> dict[str, Any]:
    """Singapore to Bangkok, its firms registered, covered by a guarantee of its principal."""
    content = samples.load("singapore-bangkok", at=at)
    base.register(content)
    cover = guarantees.guarantee(principal=principal, reference_amount=Decimal(10_000_000))
    content["guarantees"] = [{"grn": cover.grn, "access_code": guarantees.CODE}]
    return content


@pytest.fixture
def draft(trader_api: APIClient, sample: dict[str, Any]) -> str:
    """The id of the sample as a draft."""
    return str(trader_api.post("/api/v1/declarations/", sample).json()["id"])


@pytest.fixture
def accepted(trader_api: APIClient, draft: str) -> str:
    """The id of the sample, lodged and accepted by the system."""
    answer = trader_api.post(f"/api/v1/declarations/{draft}/lodge/")
    assert answer.json()["state"] == "ACCEPTED", answer.json()
    return draft


@pytest.fixture
def released(api: Api, departure_officer: User, accepted: str) -> str:
    """The id of the sample, released with its seals."""
    answer = api(departure_officer).post(f"/api/v1/movements/{accepted}/release/", {"result": "A2"})
    assert answer.json()["state"] == "IN_TRANSIT", answer.json()
    return accepted


def paths(answer: Any) -> list[str]:
    """The paths of an answer's findings."""
    return [row["path"] for row in answer.json()["findings"]]
