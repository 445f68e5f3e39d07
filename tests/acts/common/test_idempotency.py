from datetime import datetime, timedelta
from typing import Any

import pytest

from acts.common import idempotency, sealing
from acts.common.idempotency import Answer, Asked
from acts.common.models import KeptAnswer
from acts.common.refusals import RulesBroken

pytestmark = pytest.mark.django_db
ASKED = Asked("user:1", "POST /x/", "order-77", "f" * 64)
ANSWER = Answer(201, "application/json", "/x/1/", b'{"access_code":"K7QM"}')


def test_find_refuses_another_body(at: datetime) -> None:
    idempotency.keep(ASKED, ANSWER, at=at)
    with pytest.raises(RulesBroken) as caught:
        idempotency.find(Asked("user:1", "POST /x/", "order-77", "0" * 64))
    assert [(row.code, row.path) for row in caught.value.findings] == [("R-IDEMPOTENCY-02", "Idempotency-Key")]


def test_find_refuses_what_was_answered_and_can_no_longer_be_opened(at: datetime, settings: Any) -> None:
    idempotency.keep(ASKED, ANSWER, at=at)
    settings.KEY_ENCRYPTION_KEY = "another key, since the first was read by others"
    with pytest.raises(RulesBroken) as caught:
        idempotency.find(ASKED)
    assert [row.code for row in caught.value.findings] == ["R-IDEMPOTENCY-03"]


@pytest.mark.parametrize("other", [("user:2", "POST /x/"), ("user:1", "POST /y/"), ("user:1", "PUT /x/")])
def test_find_knows_no_answer_to_another_sender_or_route(at: datetime, other: tuple[str, str]) -> None:
    idempotency.keep(ASKED, ANSWER, at=at)
    assert idempotency.find(Asked(*other, ASKED.key, ASKED.fingerprint)) is None


def test_find_gives_the_answer_kept(at: datetime) -> None:
    assert idempotency.find(ASKED) is None
    idempotency.keep(ASKED, ANSWER, at=at)
    assert idempotency.find(ASKED) == ANSWER


def test_store_holds_neither_key_nor_answer_in_clear(at: datetime) -> None:
    idempotency.keep(ASKED, ANSWER, at=at)
    row = KeptAnswer.objects.values().get()
    assert not any(word in str(row) for word in ("K7QM", "order-77"))
    with pytest.raises(sealing.NotSealedHere):
        sealing.unseal(row["sealed_body"], purpose=f"answer:{row['name']}:")


def test_sweep_forgets_after_seven_days(at: datetime) -> None:
    idempotency.keep(ASKED, ANSWER, at=at)
    later = at + timedelta(days=7)
    assert [idempotency.sweep(at=when) for when in (later, later + timedelta(seconds=1), later)] == [0, 1, 0]
