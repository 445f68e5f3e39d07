"""Two officers at once set what a bank may owe (spec section 9): the second sees that the first has done it."""

from decimal import Decimal

import pytest

from acts.common.refusals import WrongState
from guarantees.models import GuarantorApproval
from guarantees.services import guarantors
from tests.concurrency.conftest import WithoutLock
from tests.concurrency.overtaking import Act, overtake
from tests.factories import guarantees as factory

pytestmark = pytest.mark.postgres
BEFORE_SETTING = 'UPDATE "guarantees_guarantorapproval"'


@pytest.fixture
def approval(race: None) -> GuarantorApproval:
    factory.active()
    return GuarantorApproval.objects.get()


def setting(approval: GuarantorApproval, limit: int) -> Act:
    officer = factory.officer_of()
    return lambda: guarantors.set_limit(
        approval=approval.pk, limit=Decimal(limit), seen=approval.limit_text, actor=officer, at=factory.AT
    )


def test_first_limit_is_lost_unseen_without_the_lock(approval: GuarantorApproval, without_lock: WithoutLock) -> None:
    without_lock(GuarantorApproval)
    race = overtake(setting(approval, 8000), setting(approval, 9000), before=BEFORE_SETTING)
    assert not race.waited
    assert not isinstance(race.slow, WrongState)
    assert not isinstance(race.fast, WrongState)


def test_second_officer_is_told_that_the_limit_has_changed(approval: GuarantorApproval) -> None:
    race = overtake(setting(approval, 8000), setting(approval, 9000), before=BEFORE_SETTING)
    assert race.waited
    assert isinstance(race.fast, WrongState)
    approval.refresh_from_db()
    assert approval.limit == 8000
