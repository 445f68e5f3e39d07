"""The second factor: which code is accepted, once; what of it is in the database; who may take it away."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django_otp.plugins.otp_static.models import StaticToken

from acts.common.models import HistoryEntry
from acts.common.refusals import NotAllowed, RulesBroken, WrongState
from offices import actors, audit
from offices.actors import Actor, unproven
from offices.models import Authenticator, User
from offices.proofs import StepUpNeeded
from offices.services import factors
from tests.factories import offices as factory
from transit.rehearsal import journey

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    """The library's codes follow the real clock."""
    return datetime.now(UTC)


@pytest.fixture
def person() -> User:
    found = factory.user(username="officer")
    factors.give(found)
    return found


def _actor(user: User, now: datetime) -> Actor:
    return actors.of(user, at=now, proof=journey.at_the_desk)


def test_code_is_good_once(person: User, now: datetime) -> None:
    code = factors.shown(person, at=now)
    assert factors.check(user=person, code=f" {code} ").user_id == person.pk
    with pytest.raises(RulesBroken, match="used before"):
        factors.check(user=person, code=code)


@pytest.mark.parametrize("code", ["", "abc", "12345", "1234567", "\0", "9" * 4000])
def test_what_is_no_code_is_refused(person: User, code: str) -> None:
    with pytest.raises(RulesBroken):
        factors.check(user=person, code=code)


@pytest.mark.parametrize(("off", "good"), [(-120, False), (-30, True), (30, True), (120, False)])
def test_clock_may_be_one_step_off_and_no_more(person: User, now: datetime, off: int, good: bool) -> None:
    code = factors.shown(person, at=now + timedelta(seconds=off))
    if good:
        assert factors.check(user=person, code=code)
        return
    with pytest.raises(RulesBroken):
        factors.check(user=person, code=code)


@pytest.mark.parametrize(("waited", "good"), [(10, False), (20, True)])
def test_right_code_after_five_wrong_ones_must_wait(person: User, now: datetime, waited: int, good: bool) -> None:
    wrong = {"throttling_failure_count": 5, "throttling_failure_timestamp": now - timedelta(seconds=waited)}
    Authenticator.objects.update(**wrong)
    code = factors.shown(person, at=now)
    if good:
        assert factors.check(user=person, code=code)
        return
    with pytest.raises(RulesBroken):
        factors.check(user=person, code=code)


def test_wrong_code_is_counted(person: User) -> None:
    with pytest.raises(RulesBroken):
        factors.check(user=person, code="000000")
    assert Authenticator.objects.get().throttling_failure_count == 1


def test_code_of_another_person_is_refused(person: User, now: datetime) -> None:
    other = factory.user(username="other")
    factors.give(other)
    with pytest.raises(RulesBroken):
        factors.check(user=other, code=factors.shown(person, at=now))


def test_authenticator_that_shows_another_code_is_not_enrolled(now: datetime) -> None:
    user = factory.user(username="fresh")
    with pytest.raises(RulesBroken):
        factors.enrol(actor=_actor(user, now), key=factors.new_key(), code="000000", at=now)
    assert not Authenticator.objects.exists()
    user.refresh_from_db()
    assert (user.has_second_factor, user.factor_changes) == (False, 0)


def test_recovery_codes_are_good_once_each_and_kept_as_digests(person: User, now: datetime) -> None:
    first, second, *rest = factors.renew_codes(actor=_actor(person, now), at=now)
    assert len(rest) == 8
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert not kept & {code.replace(" ", "") for code in (first, second, *rest)}
    factors.check(user=person, code=first.upper().replace(" ", "-"))
    with pytest.raises(RulesBroken):
        factors.check(user=person, code=first)
    assert factors.codes_left(person) == 9


def test_database_alone_gives_no_code(person: User, settings: Any) -> None:
    device = factors.authenticator(person)
    assert device is not None
    before = device.bin_key
    settings.KEY_ENCRYPTION_KEY = "another key of more than 32 characters"
    assert before != device.bin_key
    assert before.hex() not in device.key


def test_replacing_ends_the_old_app_its_codes_and_sessions(person: User, now: datetime) -> None:
    old, actor, key = factors.shown(person, at=now), _actor(person, now), factors.new_key()
    before = person.get_session_auth_hash()
    code = _code_of(key, now)
    with pytest.raises(StepUpNeeded):
        factors.enrol(actor=replace(actor, proof=unproven), key=key, code=code, at=now)
    device, codes = factors.enrol(actor=actor, key=key, code=code, at=now)
    assert (list(Authenticator.objects.filter(user=person)), len(codes)) == ([device], 10)
    with pytest.raises(RulesBroken):
        factors.check(user=person, code=old)
    person.refresh_from_db()
    assert person.get_session_auth_hash() != before


def _code_of(key: str, now: datetime) -> str:
    """What an app with that key shows."""
    twin = factory.user()
    factors.offered(twin, key).save()
    return factors.shown(twin, at=now)


@pytest.mark.parametrize("verb", [factors.remove, factors.renew_codes])
def test_own_factor_is_changed_with_a_fresh_proof_only(person: User, now: datetime, verb: Any) -> None:
    with pytest.raises(StepUpNeeded):
        verb(actor=replace(_actor(person, now), proof=unproven), at=now)
    assert Authenticator.objects.exists()


def test_reset_is_the_administrators_and_is_recorded(
    national_admin: User, stranger: User, departure_officer: User, now: datetime
) -> None:
    factors.give(departure_officer)
    admin = _actor(national_admin, now)
    with pytest.raises(NotAllowed):
        factors.reset(actor=_actor(stranger, now), user=departure_officer.username, at=now)
    with pytest.raises(StepUpNeeded):
        factors.reset(actor=replace(admin, proof=unproven), user=departure_officer.username, at=now)
    factors.reset(actor=admin, user=departure_officer.username, at=now)
    assert not Authenticator.objects.exists()
    entry = HistoryEntry.objects.get(subject=audit.subject_of(departure_officer))
    assert (entry.verb, entry.actor) == ("reset_second_factor", national_admin.username)
    with pytest.raises(WrongState):
        factors.reset(actor=admin, user=departure_officer.username, at=now)
