"""Liveness and readiness: what fails is named, and nothing is given away."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client

from acts import health
from acts.common import clock
from acts.common.models import WorkerPulse


def test_healthz_answers_without_login_or_database(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_readyz_without_a_pulse_is_503_and_names_the_worker(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {
        "ready": False,
        "parts": {"database": "ok", "migrations": "ok", "worker": "no pulse for 60 s"},
    }


@pytest.mark.django_db
def test_readyz_counts_no_pulse_older_than_a_minute(client: Client) -> None:
    WorkerPulse.objects.create(name="w", at=clock.now() - timedelta(seconds=61))
    assert client.get("/readyz").status_code == 503
    WorkerPulse.objects.update(at=clock.now() - timedelta(seconds=50))
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_readyz_names_the_app_whose_migration_is_missing(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'notices'")
    assert client.get("/readyz").json()["parts"]["migrations"] == "not applied: notices"


@pytest.mark.django_db
def test_readyz_with_a_broken_database_says_so_without_its_words(client: Client) -> None:
    def refuse(*args: object) -> None:
        raise OperationalError("password of user acts is hunter2")

    with connection.execute_wrapper(refuse):
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert set(answer.json()["parts"].values()) == {"the database does not answer"}
    assert b"hunter2" not in answer.content


@pytest.mark.django_db
def test_faults_of_a_well_system_are_empty() -> None:
    now = clock.now()
    WorkerPulse.objects.create(name="w", at=now)
    assert not any(health.faults(at=now).values())


def test_health_endpoints_only_read(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
    assert client.post("/readyz").status_code == 405
