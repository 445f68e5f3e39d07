"""Two drafts of one principal with the same LRN at the same time (spec section 2); the unique index is the lock."""

import pytest

from acts.common.findings import FindingClass
from acts.common.refusals import RulesBroken
from tests.concurrency.conftest import WithoutNet
from tests.concurrency.overtaking import Overtaking, overtake
from tests.concurrency.stage import Stage, faults
from transit.models import Movement
from transit.services import declaration

pytestmark = pytest.mark.postgres

BEFORE_INSERTING = 'INSERT INTO "transit_movement"'
AFTER_INSERTING = 'INSERT INTO "transit_declaration"'


def _race(stage: Stage, before: str) -> Overtaking:
    def create() -> Movement:
        return declaration.create(actor=stage.trader, content=stage.content(lrn="SAME-1"), at=stage.at)

    return overtake(create, create, before=before)


def _assert_duplicate(error: object) -> None:
    assert isinstance(error, RulesBroken)
    found = [(finding.finding_class, finding.code, finding.path) for finding in error.findings]
    assert found == [(FindingClass.DUPLICATE, "R-LRN-02", "lrn")]
    assert Movement.objects.filter(lrn="SAME-1").count() == 1
    assert faults() == []


def test_lrn_is_taken_twice_without_the_index(stage: Stage, without_net: WithoutNet) -> None:
    without_net(Movement, "movement_lrn_once")
    assert not _race(stage, BEFORE_INSERTING).waited
    assert Movement.objects.filter(lrn="SAME-1").count() == 2


def test_lrn_taken_meanwhile_is_refused(stage: Stage) -> None:
    race = _race(stage, BEFORE_INSERTING)
    assert not race.waited
    _assert_duplicate(race.slow)


def test_lrn_about_to_be_taken_is_waited_for_and_refused(stage: Stage) -> None:
    race = _race(stage, AFTER_INSERTING)
    assert race.waited
    _assert_duplicate(race.fast)
