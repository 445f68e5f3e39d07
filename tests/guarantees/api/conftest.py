"""Clients of the banks' API; the clock stands still."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from acts.common import clock
from offices.models import User
from tests.factories import guarantees as factory

As = Callable[..., APIClient]


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: factory.AT)


@pytest.fixture
def as_user() -> As:
    def client(user: User, **headers: str) -> APIClient:
        found = APIClient(headers=headers)
        found.force_authenticate(user)
        return found

    return client


@pytest.fixture
def bank(bank_user: User) -> User:
    """The bank's employee, once the bank is an approved guarantor."""
    assert bank_user.firm is not None
    factory.guarantor(firm=bank_user.firm)
    return bank_user
