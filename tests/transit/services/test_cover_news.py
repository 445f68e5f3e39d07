from collections.abc import Callable

import pytest

from acts.common import jobs
from acts.notices.models import Notice
from guarantees.models import Guarantee
from guarantees.services import guarantors, life
from tests.factories import guarantees
from tests.factories import transit as factory
from transit.enums import State
from transit.rehearsal.stage import Stage

pytestmark = pytest.mark.django_db


def give_notice(row: Guarantee) -> None:
    assert row.guarantor is not None
    life.give_notice(guarantee=row.pk, actor=guarantees.employee_of(row.guarantor.firm), at=factory.AT)


def end_approval(row: Guarantee) -> None:
    officer = guarantees.officer_of(row.office_id)
    guarantors.end_approval(guarantor=row.guarantor_id or 0, office=row.office_id, actor=officer, at=factory.AT)


@pytest.mark.parametrize(("act", "kind"), [(give_notice, "GUARANTEE_NOTICE"), (end_approval, "GUARANTEE_SUSPENDED")])
def test_office_of_departure_is_told_once_of_what_its_journey_stands_on(
    stage: Stage, act: Callable[[Guarantee], None], kind: str
) -> None:
    movement, _ = factory.movement_in(State.IN_TRANSIT, stage)
    act(Guarantee.objects.get(reservations__reference=movement.mrn))
    for _ in range(2):
        jobs.work_off(at=factory.AT)
    [told] = Notice.objects.filter(kind=kind, subject=movement.pk)
    assert told.addressee == f"office:{movement.office_of_departure_id}"
    assert told.body["mrn"] == movement.mrn


def test_nothing_is_ordered_for_a_guarantee_that_covers_no_journey() -> None:
    give_notice(guarantees.active())
    assert jobs.work_off(at=guarantees.AT) == 0
