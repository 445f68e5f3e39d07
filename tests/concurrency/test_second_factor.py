"""One code sent twice at the same time: accepted once (spec section 14)."""

from datetime import UTC, datetime

import pytest

from acts.common.refusals import RulesBroken
from offices.models import Authenticator, RecoveryCodes, User
from offices.services import factors
from tests.concurrency.conftest import WithoutLock
from tests.concurrency.overtaking import Act, overtake
from tests.factories import offices as factory
from tests.factories import transit

pytestmark = pytest.mark.postgres

BEFORE_KEEPING = 'UPDATE "otp_totp_totpdevice"'
BEFORE_USING_UP = 'DELETE FROM "otp_static_statictoken"'


@pytest.fixture
def person(race: None) -> User:
    found = factory.user(username="officer")
    factors.give(found)
    return found


def _sent(person: User) -> Act:
    code = factors.shown(person, at=datetime.now(UTC))
    return lambda: factors.check(user=person, code=code)


def _on_paper(person: User) -> Act:
    code = factors.renew_codes(actor=transit.acting(person), at=transit.AT)[0]
    return lambda: factors.check(user=person, code=code)


def test_code_is_accepted_twice_without_lock(person: User, without_lock: WithoutLock) -> None:
    act = _sent(person)
    without_lock(Authenticator)
    race = overtake(act, act, before=BEFORE_KEEPING)
    assert not race.waited
    assert [type(done) for done in (race.slow, race.fast)] == [Authenticator, Authenticator]


def test_code_is_accepted_once(person: User) -> None:
    act = _sent(person)
    race = overtake(act, act, before=BEFORE_KEEPING)
    assert race.waited
    assert (type(race.slow), type(race.fast)) == (Authenticator, RulesBroken)


def test_recovery_code_is_accepted_twice_without_lock(person: User, without_lock: WithoutLock) -> None:
    act = _on_paper(person)
    without_lock(RecoveryCodes)
    race = overtake(act, act, before=BEFORE_USING_UP)
    assert not race.waited
    assert [type(done) for done in (race.slow, race.fast)] == [RecoveryCodes, RecoveryCodes]


def test_recovery_code_is_accepted_once(person: User) -> None:
    act = _on_paper(person)
    race = overtake(act, act, before=BEFORE_USING_UP)
    assert race.waited
    assert (type(race.slow), type(race.fast)) == (RecoveryCodes, RulesBroken)
