from datetime import datetime

import pytest

from acts.common import jobs
from acts.common.models import Job

pytestmark = pytest.mark.django_db


def test_order_refuses_a_kind_that_nobody_works(at: datetime) -> None:
    with pytest.raises(KeyError):
        jobs.order(kind="unknown", key="1", at=at, payload={})
    assert not Job.objects.exists()


def test_row_of_an_unknown_kind_is_put_off_and_those_behind_it_are_worked(at: datetime) -> None:
    Job.objects.create(kind="of.a.newer.release", key="1", payload={}, due_at=at)
    jobs.order(kind="guarantees.release", key="2", at=at, payload={"reference": "26SGX"})
    assert jobs.work_off(at=at) == 2
    strange, known = Job.objects.order_by("pk")
    assert (strange.done_at, strange.attempts, known.done_at) == (None, 1, at)
    assert strange.last_error.startswith("KeyError")
    assert strange.due_at > at
