from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from acts.common.refusals import NotAllowed, NotFound, WrongState
from guarantees.enums import GuaranteeState
from guarantees.models import AccessCode, AccessFailure
from guarantees.services import access, cover
from offices.enums import EmployeeRole
from offices.models import CountryProfile, User
from offices.selectors import profile_on
from tests.factories import guarantees as factory
from tests.factories import offices

pytestmark = pytest.mark.django_db
GRN = "20GB0000010000H72"


def fail(at: datetime, times: int, *, grn: str = GRN, user: int | None = None) -> None:
    reason = cover.Reason("G03", grn, "the access code is wrong", wrong_try=True, user=user)
    for step in range(times):
        access.record_failures(reasons=[reason], at=at + timedelta(minutes=step))


def locked(*, at: datetime, grns: list[str], user: int | None = None) -> frozenset[str]:
    return access.locked(grns=grns, user=user, lockout=factory.LOCKOUT, at=at)


def test_digest_depends_on_grn_code_and_key(settings: Settings) -> None:
    one = access.digest(grn=GRN, code="K7QM")
    assert one != access.digest(grn="21GB0000010000HU1", code="K7QM")
    assert one != access.digest(grn=GRN, code="K7QN")
    settings.KEY_ENCRYPTION_KEY = "another key of at least thirty-two characters"
    assert one != access.digest(grn=GRN, code="K7QM")


def test_matches_takes_any_text_as_given() -> None:
    assert not access.matches(given="été", kept=["e"])
    assert access.matches(given="abc", kept=["x", "abc"])


def test_locked_not_after_four_tries(at: datetime) -> None:
    fail(at, 4)
    assert locked(grns=[GRN], at=at + timedelta(minutes=5)) == frozenset()


def test_locked_after_five_tries_for_fifteen_minutes(at: datetime) -> None:
    fail(at, 5)
    last = at + timedelta(minutes=4)
    assert locked(grns=[GRN], at=last) == {GRN}
    assert locked(grns=[GRN], at=last + timedelta(minutes=14, seconds=59)) == {GRN}
    assert locked(grns=[GRN], at=last + timedelta(minutes=15)) == frozenset()


def test_locked_not_by_five_tries_spread_wide(at: datetime) -> None:
    for step in range(5):
        fail(at + timedelta(minutes=4 * step), 1)
    assert locked(grns=[GRN], at=at + timedelta(minutes=16)) == frozenset()


def test_user_is_locked_for_every_number(at: datetime, trader: User) -> None:
    for grn in (GRN, "21GB0000010000HU1", "24GB0000010000295"):
        fail(at, 2, grn=grn, user=trader.pk)
    later = at + timedelta(minutes=2)
    assert locked(grns=["OTHER"], user=trader.pk, at=later) == {"OTHER"}
    assert locked(grns=["OTHER"], at=later) == frozenset()


def test_lockout_is_the_countrys_own(at: datetime) -> None:
    CountryProfile.objects.filter(country="SG").update(access_code_tries=2, access_code_lock_minutes=60)
    lockout = access.lockout(profile=profile_on(country="SG", day=at.date()))
    fail(at, 2)
    last = at + timedelta(minutes=1)
    assert access.locked(grns=[GRN], user=None, lockout=lockout, at=last + timedelta(minutes=59)) == {GRN}
    assert access.locked(grns=[GRN], user=None, lockout=lockout, at=last + timedelta(minutes=60)) == frozenset()


def test_sweep_forgets_what_locks_nothing_any_more(at: datetime) -> None:
    CountryProfile.objects.filter(country="SG").update(access_code_lock_minutes=60)
    fail(at, 1)
    later = at + timedelta(minutes=75)
    assert [access.sweep(at=when) for when in (later, later + timedelta(seconds=1), later)] == [0, 1, 0]


def test_sweep_goes_on_beside_the_longest_lock_there_can_be(at: datetime) -> None:
    most = {"access_code_window_minutes": 32767, "access_code_lock_minutes": 32767}
    CountryProfile.objects.filter(country="SG").update(**most)
    fail(at, 1)
    later = at + timedelta(minutes=2 * 32767)
    assert [access.sweep(at=when) for when in (later, later + timedelta(seconds=1))] == [0, 1]


def test_record_failures_keeps_only_wrong_tries(at: datetime) -> None:
    access.record_failures(reasons=[cover.Reason("G09", GRN, "not enough")], at=at)
    assert not AccessFailure.objects.exists()


def test_make_refuses_an_employee_who_does_not_administer(at: datetime) -> None:
    row = factory.guarantee()
    user = offices.user(firm=row.principal, duties=[EmployeeRole.LODGE])
    with pytest.raises(NotAllowed):
        access.make(guarantee=row.pk, label="Tuas branch", actor=factory.actors.of(user, at=at), at=at)


def test_make_hides_the_guarantee_from_strangers(at: datetime, stranger: User) -> None:
    row = factory.guarantee()
    with pytest.raises(NotFound):
        access.make(guarantee=row.pk, label="", actor=factory.actors.of(stranger, at=at), at=at)


def test_make_is_refused_for_a_guarantee_not_yet_accepted(at: datetime) -> None:
    row = factory.issued()
    with pytest.raises(WrongState):
        access.make(guarantee=row.pk, label="", actor=factory.employee_of(row.principal), at=at)


def test_made_code_is_four_characters_and_kept_as_digest(at: datetime) -> None:
    row = factory.guarantee()
    made = access.make(guarantee=row.pk, label="Tuas branch", actor=factory.employee_of(row.principal), at=at)
    assert len(made.code) == 4
    assert set(made.code) <= set(access.ALPHABET)
    kept = AccessCode.objects.get(guarantee=row, label="Tuas branch")
    assert kept.digest == access.digest(grn=row.grn or "", code=made.code)
    assert made.code not in kept.digest


def test_renewed_code_ends_the_old_one(at: datetime) -> None:
    row = factory.guarantee()
    old = AccessCode.objects.get(guarantee=row)
    fresh = access.renew(guarantee=row.pk, code=old.pk, actor=factory.employee_of(row.principal), at=at)
    old.refresh_from_db()
    assert old.withdrawn_at == at
    live = AccessCode.objects.get(guarantee=row, withdrawn_at=None)
    assert (live.label, live.digest) == ("first", access.digest(grn=row.grn or "", code=fresh.code))


def test_withdrawn_code_cannot_be_withdrawn_again(at: datetime) -> None:
    row = factory.guarantee()
    code, actor = AccessCode.objects.get(guarantee=row).pk, factory.employee_of(row.principal)
    access.withdraw(guarantee=row.pk, code=code, actor=actor, at=at)
    with pytest.raises(NotFound):
        access.withdraw(guarantee=row.pk, code=code, actor=actor, at=at)


def test_codes_of_another_guarantee_are_unknown(at: datetime) -> None:
    mine, other = factory.guarantee(), factory.guarantee()
    code = AccessCode.objects.get(guarantee=other).pk
    with pytest.raises(NotFound):
        access.withdraw(guarantee=mine.pk, code=code, actor=factory.employee_of(mine.principal), at=at)


def test_single_journey_used_needs_no_further_code(at: datetime) -> None:
    row = factory.guarantee(kind="SINGLE_JOURNEY")
    factory.reserve(row, amount="1")
    row = type(row).objects.get(pk=row.pk)
    assert row.state == GuaranteeState.USED
    with pytest.raises(WrongState):
        access.make(guarantee=row.pk, label="", actor=factory.employee_of(row.principal), at=at)
