"""One request sent twice at once under one Idempotency-Key: the effect comes once (issue of a guarantee)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from rest_framework.test import APIClient

from acts.common import clock, idempotency
from acts.common.models import KeptAnswer
from guarantees.models import Guarantee
from offices.models import Firm, User
from tests.concurrency.conftest import WithoutNet
from tests.concurrency.overtaking import Overtaking, overtake
from tests.factories import guarantees as factory

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("race")]
Send = Callable[[], int]


@pytest.fixture
def send(bank_user: User, principal: Firm, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Send:
    """Issue a guarantee, always with the same key and body; the status answered."""
    monkeypatch.setattr(clock, "now", lambda: at)
    assert bank_user.firm is not None
    factory.guarantor(firm=bank_user.firm)
    body: dict[str, Any] = {
        "kind": "MULTIPLE_JOURNEY",
        "principal": principal.number,
        "office": "SGSIN001",
        "currency": "SGD",
        "reference_amount": "50000",
        "valid_from": "2026-01-05",
    }

    def post() -> int:
        client = APIClient(raise_request_exception=False, headers={"Idempotency-Key": "order-77"})
        client.force_authenticate(bank_user)
        return client.post("/api/v1/guarantees/", body).status_code

    return post


def _both(send: Send) -> Overtaking:
    return overtake(send, send, before='INSERT INTO "common_keptanswer"')


@pytest.fixture
def without_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idempotency, "_hold", lambda name: True)


@pytest.mark.usefixtures("without_hold")
def test_request_sent_twice_is_done_twice_without_lock_and_net(send: Send, without_net: WithoutNet) -> None:
    without_net(KeptAnswer, "answer_one_per_key")
    race = _both(send)
    assert (race.slow, race.fast, Guarantee.objects.count()) == (201, 201, 2)


@pytest.mark.usefixtures("without_hold")
def test_request_sent_twice_without_lock_is_refused_by_the_database(send: Send) -> None:
    race = _both(send)
    assert (race.slow, race.fast, Guarantee.objects.count()) == (500, 201, 1)


def test_request_sent_twice_is_done_once_and_the_other_told_to_wait(send: Send) -> None:
    race = _both(send)
    assert (race.slow, race.fast, race.waited) == (201, 409, False)
    assert (Guarantee.objects.count(), KeptAnswer.objects.count()) == (1, 1)
    assert send() == 201
    assert Guarantee.objects.count() == 1
