import pytest

from acts.common import jobs
from acts.common.models import Job
from guarantees import tasks
from guarantees.models import Guarantee, LedgerEntry
from guarantees.services import cover
from tests.factories import guarantees as factory

pytestmark = pytest.mark.django_db


def test_ordered_release_is_worked_once() -> None:
    factory.reserve(factory.guarantee(), amount="100", reference="26SGX")
    cover.order_release(reference="26SGX", at=factory.AT)
    assert [jobs.work_off(at=factory.AT), jobs.work_off(at=factory.AT)] == [1, 0]
    assert Job.objects.get().done_at == factory.AT
    assert Guarantee.objects.get().reserved == 0


def test_release_run_twice_books_one_release() -> None:
    factory.reserve(factory.guarantee(), amount="100", reference="26SGX")
    for _ in range(2):
        tasks.release(reference="26SGX", at=factory.AT, job=1)
    assert LedgerEntry.objects.filter(kind="RELEASE").count() == 1


def test_release_as_a_celery_task_reads_the_clock_itself() -> None:
    factory.reserve(factory.guarantee(), amount="100", reference="26SGX")
    tasks.release.apply(kwargs={"reference": "26SGX"}, throw=True)
    assert Guarantee.objects.get().reserved == 0
