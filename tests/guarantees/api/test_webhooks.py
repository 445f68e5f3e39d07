"""Webhooks over the API: set up, changed, looked after, by the administrator and by the bank's own program."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from acts.common.models import KeptAnswer
from acts.notices.models import Delivery, Webhook
from acts.notices.services import feed
from offices.enums import EmployeeRole
from offices.models import User
from tests.factories import guarantees as factory
from tests.factories import offices

pytestmark = pytest.mark.django_db
URL = "/api/v1/webhooks/"
BODY: dict[str, Any] = {"url": "https://bank.example/events", "types": ["claim.demanded", "guarantee.accepted"]}


def api(user: User, **headers: str) -> APIClient:
    client = APIClient(raise_request_exception=False, headers=headers)
    client.force_authenticate(user)
    return client


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"url": "http://bank.example/"}, "url"),
        ({"url": "https://user:secret@bank.example/"}, "url"),
        ({"url": None}, "url"),
        ({"types": ["everything"]}, "types[0]"),
        ({"secret": "mine"}, "secret"),
    ],
)
def test_webhook_is_refused_naming_the_field(bank_user: User, fields: dict[str, Any], path: str) -> None:
    answer = api(bank_user).post(URL, BODY | fields)
    assert (answer.status_code, answer.json()["findings"][0]["path"]) == (422, path)


def test_webhooks_are_not_for_an_employee_who_does_not_administer(bank_user: User) -> None:
    clerk = offices.user(firm=bank_user.firm, duties=[EmployeeRole.VIEW, EmployeeRole.LODGE])
    assert [api(clerk).get(URL).status_code, api(clerk).post(URL, BODY).status_code] == [403, 403]


def test_another_firms_webhook_is_unknown(bank_user: User, other_bank_user: User) -> None:
    place = f"{URL}{api(bank_user).post(URL, BODY).json()['id']}/"
    other = api(other_bank_user)
    asked = [other.delete(place), other.post(f"{place}rotate/"), other.post(f"{place}replay/")]
    assert [answer.status_code for answer in [*asked, other.get(f"{place}deliveries/")]] == [404] * 4
    assert other.get(URL).json()["count"] == 0


def test_sixth_webhook_is_refused(bank_user: User) -> None:
    statuses = [api(bank_user).post(URL, BODY).status_code for _ in range(6)]
    assert statuses == [201] * 5 + [422]


def test_secret_is_shown_once_and_kept_sealed_with_its_answer(bank_user: User) -> None:
    made = api(bank_user, **{"Idempotency-Key": "hook-1"}).post(URL, BODY)
    assert made.json()["secret"].startswith("whsec_")
    assert "secret" not in api(bank_user).get(URL).json()["results"][0]
    stored = str([*Webhook.objects.values(), *KeptAnswer.objects.values()])
    assert made.json()["secret"].removeprefix("whsec_") not in stored


def test_secret_is_changed_and_the_webhook_removed(bank_user: User) -> None:
    made = api(bank_user).post(URL, BODY).json()
    place = f"{URL}{made['id']}/"
    assert api(bank_user).post(f"{place}rotate/").json()["secret"] != made["secret"]
    assert [api(bank_user).delete(place).status_code for _ in range(2)] == [204, 404]
    assert api(bank_user).get(URL).json()["count"] == 0


def test_deliveries_are_listed_and_what_failed_replayed(bank_user: User) -> None:
    place = f"{URL}{api(bank_user).post(URL, BODY).json()['id']}/"
    factory.guarantee(bank=bank_user.firm)
    feed.sweep(at=factory.AT)
    Delivery.objects.update(status="FAILED", attempts=10, last_error="TimeoutError")
    failed = api(bank_user).get(f"{place}deliveries/", {"status": "FAILED"}).json()["results"]
    assert [(row["type"], row["attempts"]) for row in failed] == [("guarantee.accepted", 10)]
    assert [api(bank_user).post(f"{place}replay/").json() for _ in range(2)] == [{"replayed": 1}, {"replayed": 0}]
    assert Delivery.objects.get().status == "PENDING"
