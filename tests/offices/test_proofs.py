"""Proofs of the person: how long, for whom, and with what they are good."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from acts.common.models import HistoryEntry
from offices import proofs
from offices.actors import SYSTEM, Actor
from offices.models import TokenProof, User
from offices.proofs import StepUpNeeded
from offices.services import factors
from tests.factories import offices as factory
from tests.factories import sessions

PASSWORD, URL = "truck on the road", "/api/v1/step-up/"
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr("acts.common.clock.now", lambda: at)


@pytest.fixture
def person(db: None) -> User:
    return factory.user(username="officer", password=PASSWORD)


@pytest.mark.parametrize(
    ("age", "fresh"),
    [(timedelta(0), True), (proofs.GOOD_FOR - SECOND, True), (proofs.GOOD_FOR, False), (-SECOND, False)],
)
def test_proof_is_good_for_five_minutes_and_never_before_given(at: datetime, age: timedelta, fresh: bool) -> None:
    assert proofs.is_fresh(at - age, at) is fresh
    assert not proofs.is_fresh(None, at)


def test_act_without_a_proof_is_refused_and_the_systems_own_is_not(at: datetime) -> None:
    person = Actor(user=User(username="officer"))
    with pytest.raises(StepUpNeeded, match="'confirm it' needs your password"):
        proofs.refuse_unproven(person, verb="confirm_it", at=at)
    proofs.refuse_unproven(replace(person, proof=lambda _at: True), verb="confirm_it", at=at)
    proofs.refuse_unproven(SYSTEM, verb="confirm_it", at=at)


def test_wrong_password_is_refused_and_recorded_as_a_failed_log_in(person: User) -> None:
    client = sessions.program(person, APIClient(), proved_at=None)
    answer = client.post(URL, {"password": PASSWORD + "x"})
    assert (answer.status_code, answer.json()["findings"][0]["code"]) == (422, "R-PROOF-01")
    assert PASSWORD not in answer.content.decode()
    assert not TokenProof.objects.exists()
    assert HistoryEntry.objects.get().verb == "log_in_failed"


def test_password_of_somebody_else_proves_nothing(person: User) -> None:
    other = factory.user(username="other", password="truck on the ferry")
    assert sessions.program(other, APIClient(), proved_at=None).post(URL, {"password": PASSWORD}).status_code == 422


def test_proof_is_good_for_the_token_it_came_with_and_no_other(person: User, at: datetime) -> None:
    here, there = (sessions.token(person, proved_at=None) for _ in range(2))
    client = APIClient()
    client.force_authenticate(person, token=here)
    answer = client.post(URL, {"password": PASSWORD})
    assert (answer.status_code, answer.json()["good_until"]) == (200, "2026-11-23T02:05:00Z")
    assert list(TokenProof.objects.values_list("token", "proved_at")) == [(here.pk, at)]
    assert there.pk != here.pk
    assert HistoryEntry.objects.get().verb == "step_up"


def test_five_wrong_passwords_lock_in_the_errors_own_shape(person: User, settings: Any) -> None:
    settings.AXES_ENABLED = True
    client = sessions.program(person, APIClient(), proved_at=None)
    answers = [client.post(URL, {"password": "wrong"}).status_code for _ in range(5)]
    locked = client.post(URL, {"password": PASSWORD})
    assert (answers[:4], locked.status_code, locked["Content-Type"]) == ([422] * 4, 429, "application/problem+json")
    assert not TokenProof.objects.exists()


def test_officer_of_several_postings_proves_himself_once(person: User) -> None:
    for office in ("SGSIN001", "MYTKP001"):
        factory.posting(user=person, office=office, roles=[])
    client = sessions.program(person, APIClient(), proved_at=None)
    assert client.post(URL, {"password": PASSWORD}).status_code == 200


def test_code_of_the_second_factor_is_a_proof_too(person: User) -> None:
    factors.give(person)
    client, code = sessions.program(person, APIClient(), proved_at=None), factors.shown(person, at=datetime.now(UTC))
    assert client.post(URL, {"code": code, "password": PASSWORD}).status_code == 422
    assert client.post(URL, {}).status_code == 422
    assert client.post(URL, {"code": code}).status_code == 200
    assert client.post(URL, {"code": code}).json()["findings"][0]["code"] == "R-FACTOR-01"
