from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django_fsm import TransitionNotAllowed

from acts.common import numbers
from acts.common.models import HistoryEntry
from acts.common.refusals import NotAllowed, NotFound, RulesBroken, WrongState
from acts.notices.models import Notice
from guarantees.enums import GuaranteeKind, GuaranteeState
from guarantees.models import Guarantee, GuarantorApproval
from guarantees.services import guarantors, life
from guarantees.states import TABLE
from offices.actors import Actor
from offices.enums import AttRightKind, EmployeeRole, FirmKind
from offices.models import DeadlineSetting, User
from tests.factories import guarantees as factory
from tests.factories import offices

pytestmark = pytest.mark.django_db
AT = factory.AT

# Spec section 9, "Life", written by hand.
LIFE = {
    "accept": ({"ISSUED"}, "ACTIVE"),
    "refuse": ({"ISSUED"}, "REFUSED"),
    "suspend": ({"ACTIVE"}, "SUSPENDED"),
    "resume": ({"SUSPENDED"}, "ACTIVE"),
    "give_notice": ({"ACTIVE", "SUSPENDED"}, "CANCELLING"),
    "withdraw_notice": ({"CANCELLING"}, "ACTIVE"),
    "withdraw_notice_suspended": ({"CANCELLING"}, "SUSPENDED"),
    "cancel": ({"CANCELLING"}, "CANCELLED"),
    "expire": ({"ACTIVE", "SUSPENDED"}, "EXPIRED"),
    "use": ({"ACTIVE"}, "USED"),
    "give_back": ({"USED"}, "ACTIVE"),
}


def fresh(row: Guarantee) -> Guarantee:
    return Guarantee.objects.get(pk=row.pk)


def bank(row: Guarantee) -> Actor:
    assert row.guarantor is not None
    return factory.employee_of(row.guarantor.firm)


def test_table_is_the_one_of_the_specification() -> None:
    assert {name: ({str(s) for s in row.sources}, str(row.target)) for name, row in TABLE.items()} == LIFE


@pytest.mark.parametrize("verb", LIFE)
@pytest.mark.parametrize("state", GuaranteeState.values)
def test_every_other_source_is_refused(verb: str, state: str) -> None:
    sources, target = LIFE[verb]
    row = Guarantee(state=state)
    if state not in sources:
        with pytest.raises(TransitionNotAllowed):
            getattr(row, verb)()
        assert row.state == state
    else:
        getattr(row, verb)()
        assert row.state == target


def test_issue_is_refused_to_who_is_no_guarantor(trader: User, bank_user: User, at: datetime) -> None:
    for user in (trader, bank_user):
        with pytest.raises(NotAllowed):
            life.issue(terms=factory.terms(), actor=factory.actors.of(user, at=at), at=at)


def test_issue_is_refused_to_an_employee_who_may_only_look(at: datetime) -> None:
    firm = factory.guarantor().firm
    looker = factory.actors.of(offices.user(firm=firm, duties=[EmployeeRole.VIEW]), at=at)
    with pytest.raises(NotAllowed):
        life.issue(terms=factory.terms(), actor=looker, at=at)


@pytest.mark.parametrize("kind", [GuaranteeKind.CASH_DEPOSIT, GuaranteeKind.WAIVER])
def test_issue_is_refused_for_what_officers_book(kind: GuaranteeKind, at: datetime) -> None:
    actor = factory.employee_of(factory.guarantor().firm)
    with pytest.raises(NotAllowed):
        life.issue(terms=factory.terms(kind=kind), actor=actor, at=at)


def test_issue_refused_tells_everything_and_leaves_nothing(at: datetime) -> None:
    bad = factory.terms(
        currency="XYZ", office="SGTUA001", principal="NOBODY", valid_until=date(2025, 1, 1), blocked_countries=("FR",)
    )
    with pytest.raises(RulesBroken) as caught:
        life.issue(terms=bad, actor=factory.employee_of(factory.guarantor().firm), at=at)
    paths = {row.path for row in caught.value.findings}
    assert paths == {"currency", "office", "principal", "valid_until", "blocked_countries[0]"}
    assert not Guarantee.objects.exists()


def test_issued_waits_for_the_office_and_is_told() -> None:
    row = factory.issued()
    assert (row.state, row.grn, row.history_sequence) == (GuaranteeState.ISSUED, None, 1)
    assert "office:SGSIN001" in Notice.objects.filter(kind="GUARANTEE_ISSUED").values_list("addressee", flat=True)


def test_accept_is_hidden_from_another_office() -> None:
    row = factory.issued()
    with pytest.raises(NotFound):
        life.accept(guarantee=row.pk, actor=factory.officer_of("MYPJY001"), at=AT)


def test_accept_is_not_for_the_bank() -> None:
    row = factory.issued()
    with pytest.raises(NotAllowed):
        life.accept(guarantee=row.pk, actor=bank(row), at=AT)


def test_accept_gives_a_number_and_no_code_to_the_officer() -> None:
    row = fresh(life.accept(guarantee=factory.issued().pk, actor=factory.officer_of(), at=AT))
    assert row.state == GuaranteeState.ACTIVE
    assert row.grn is not None
    assert numbers.is_grn(row.grn)
    assert row.grn.startswith("26SG")
    assert not row.access_codes.exists()


def test_number_is_of_the_year_at_the_office() -> None:
    new_year = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)
    accepted = life.accept(guarantee=factory.issued().pk, actor=factory.officer_of(), at=new_year)
    assert str(fresh(accepted).grn).startswith("27SG")


def test_access_code_stands_in_no_notice_and_no_history() -> None:
    code = factory.opened().access_code
    everything = [str(row.data) for row in HistoryEntry.objects.all()] + [str(row.body) for row in Notice.objects.all()]
    assert everything
    assert not [text for text in everything if f"'{code}'" in text]


def test_accept_twice_is_refused() -> None:
    row = factory.guarantee()
    with pytest.raises(WrongState):
        life.accept(guarantee=row.pk, actor=factory.officer_of(), at=AT)


def test_accept_is_refused_once_the_approval_has_ended() -> None:
    row = factory.issued()
    GuarantorApproval.objects.update(valid_until=date(2026, 11, 22))
    with pytest.raises(RulesBroken):
        life.accept(guarantee=row.pk, actor=factory.officer_of(), at=AT)


def test_accept_takes_no_waiver_which_needs_two_persons(at: datetime) -> None:
    firm = offices.firm(logistics=True)
    offices.att(firm=firm, rights=[AttRightKind.GUARANTEE_WAIVER])
    officer = factory.officer_of()
    row = life.book_waiver(terms=factory.terms(kind="WAIVER", principal=firm), actor=officer, at=at)
    with pytest.raises(RulesBroken, match="two persons"):
        life.accept(guarantee=row.pk, actor=officer, at=at)
    assert fresh(row).state == GuaranteeState.ISSUED


def test_book_and_accept_are_refused_to_an_officer_of_the_own_firm(at: datetime) -> None:
    officer, row = factory.officer_of(), factory.issued()
    employee = factory.employee_of(row.principal)
    officer = replace(officer, user=employee.user, firm_id=employee.firm_id)
    with pytest.raises(NotAllowed):
        life.accept(guarantee=row.pk, actor=officer, at=at)
    with pytest.raises(NotAllowed):
        life.book_cash_deposit(terms=factory.terms(kind="CASH_DEPOSIT", principal=row.principal), actor=officer, at=at)


def test_refuse_keeps_the_reason() -> None:
    row = factory.issued()
    life.refuse(guarantee=row.pk, reason="wrong principal", actor=factory.officer_of(), at=AT)
    assert (fresh(row).state, fresh(row).reason) == (GuaranteeState.REFUSED, "wrong principal")


def test_book_is_refused_at_another_office() -> None:
    with pytest.raises(NotAllowed):
        life.book_cash_deposit(terms=factory.terms(kind="CASH_DEPOSIT"), actor=factory.officer_of("MYPJY001"), at=AT)


def test_book_cash_deposit_is_active_without_guarantor() -> None:
    opened = factory.opened(kind=GuaranteeKind.CASH_DEPOSIT)
    assert (opened.guarantee.state, opened.guarantee.guarantor) == (GuaranteeState.ACTIVE, None)


def test_book_waiver_needs_the_right() -> None:
    with pytest.raises(RulesBroken) as caught:
        factory.opened(kind=GuaranteeKind.WAIVER, principal=offices.firm())
    assert [row.code for row in caught.value.findings] == ["R-GUARANTEE-11"]


def test_suspend_is_not_for_principal_or_bank() -> None:
    row = factory.guarantee()
    for actor in (bank(row), factory.employee_of(row.principal)):
        with pytest.raises(NotAllowed):
            life.suspend(guarantee=row.pk, reason="x", actor=actor, at=AT)


def test_suspend_and_resume_are_in_the_history() -> None:
    row, officer = factory.guarantee(), factory.officer_of()
    life.suspend(guarantee=row.pk, reason="doubt", actor=officer, at=AT)
    life.resume(guarantee=row.pk, actor=officer, at=AT)
    steps = HistoryEntry.objects.filter(subject=row.pk).order_by("sequence").values_list("verb", "before", "after")
    assert list(steps)[-2:] == [("suspend", "ACTIVE", "SUSPENDED"), ("resume", "SUSPENDED", "ACTIVE")]


def test_resume_is_refused_without_approval() -> None:
    row, officer = factory.guarantee(), factory.officer_of()
    guarantors.end_approval(guarantor=row.guarantor_id or 0, office="SGSIN001", actor=officer, at=AT)
    assert fresh(row).state == GuaranteeState.SUSPENDED
    with pytest.raises(RulesBroken):
        life.resume(guarantee=row.pk, actor=officer, at=AT)


def test_notice_is_not_for_the_officer() -> None:
    with pytest.raises(NotAllowed):
        life.give_notice(guarantee=factory.guarantee().pk, actor=factory.officer_of(), at=AT)


def test_notice_takes_effect_after_its_period() -> None:
    row = factory.guarantee()
    life.give_notice(guarantee=row.pk, actor=bank(row), at=AT)
    assert life.sweep(at=AT + timedelta(days=30) - timedelta(seconds=1)) == 0
    assert life.sweep(at=AT + timedelta(days=30)) == 1
    assert fresh(row).state == GuaranteeState.CANCELLED


def test_notice_period_is_the_countrys_own() -> None:
    DeadlineSetting.objects.filter(profile__country="SG", kind="BANK_NOTICE").update(amount=7)
    row = factory.guarantee()
    life.give_notice(guarantee=row.pk, actor=bank(row), at=AT)
    assert fresh(row).cancellation_effective_at == AT + timedelta(days=7)


def test_notice_names_what_is_under_way() -> None:
    row = factory.guarantee()
    factory.reserve(row, amount="1", reference="26SGX")
    life.give_notice(guarantee=row.pk, actor=bank(row), at=AT)
    bodies = [notice.body for notice in Notice.objects.filter(kind="GUARANTEE_NOTICE")]
    assert len(bodies) == 3
    assert all(body["under_way"] == ["26SGX"] for body in bodies)


@pytest.mark.parametrize("suspended", [False, True])
def test_notice_withdrawn_returns_to_the_state_before(suspended: bool) -> None:
    row = factory.guarantee()
    if suspended:
        life.suspend(guarantee=row.pk, reason="doubt", actor=factory.officer_of(), at=AT)
    before = fresh(row).state
    life.give_notice(guarantee=row.pk, actor=bank(row), at=AT)
    life.withdraw_notice(guarantee=row.pk, actor=bank(row), at=AT)
    assert (fresh(row).state, fresh(row).cancellation_effective_at) == (before, None)


def test_withdrawing_no_notice_is_refused() -> None:
    row = factory.guarantee()
    with pytest.raises(WrongState) as caught:
        life.withdraw_notice(guarantee=row.pk, actor=bank(row), at=AT)
    assert caught.value.action == "withdraw_notice"


def test_sweep_expires_at_the_end_of_the_day_at_the_office() -> None:
    row = factory.guarantee(valid_until=date(2026, 11, 23))
    life.sweep(at=datetime(2026, 11, 23, 15, 59, tzinfo=UTC))
    assert fresh(row).state == GuaranteeState.ACTIVE
    life.sweep(at=datetime(2026, 11, 23, 16, 0, tzinfo=UTC))
    assert fresh(row).state == GuaranteeState.EXPIRED


def test_sweep_again_finds_nothing() -> None:
    factory.guarantee(valid_until=date(2026, 11, 23))
    later = AT + timedelta(days=30)
    assert [life.sweep(at=later), life.sweep(at=later)] == [1, 0]


def test_sweep_suspends_when_an_approval_runs_out() -> None:
    row = factory.guarantee()
    GuarantorApproval.objects.update(valid_until=date(2026, 11, 23))
    assert life.sweep(at=AT) == 0
    assert life.sweep(at=AT + timedelta(days=1)) == 1
    assert (fresh(row).state, fresh(row).reason) == (GuaranteeState.SUSPENDED, guarantors.APPROVAL_ENDED)


def test_sweep_goes_on_past_a_row_that_fails(caplog: pytest.LogCaptureFixture) -> None:
    broken, good = factory.guarantee(valid_until=date(2026, 11, 23)), factory.guarantee(valid_until=date(2026, 11, 23))
    # A head that points behind the chain's end: the next entry meets the unique constraint.
    Guarantee.objects.filter(pk=broken.pk).update(history_sequence=0)
    assert life.sweep(at=AT + timedelta(days=1)) == 1
    assert [fresh(broken).state, fresh(good).state] == ["ACTIVE", "EXPIRED"]
    assert "failed" in caplog.text


def test_sweep_runs_few_statements_when_nothing_is_due(django_assert_max_num_queries: Callable[..., Any]) -> None:
    factory.guarantee()
    with django_assert_max_num_queries(7):
        assert life.sweep(at=AT) == 0


def test_bank_of_another_guarantor_knows_nothing(at: datetime) -> None:
    row = factory.guarantee()
    other = factory.guarantor(firm=offices.firm(kind=FirmKind.BANK)).firm
    with pytest.raises(NotFound):
        life.give_notice(guarantee=row.pk, actor=factory.employee_of(other), at=at)
