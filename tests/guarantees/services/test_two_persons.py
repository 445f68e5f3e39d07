"""What takes two of a bank's people: issue, raise, cancel, take a notice back, and the choice itself."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from acts.common import history
from acts.common.models import HistoryEntry, Proposal
from acts.common.proposals import Lapsed, StillOpen
from acts.common.refusals import NotAllowed, NotFound, RulesBroken, WrongState
from acts.notices.models import Notice
from guarantees import selectors
from guarantees.enums import GuaranteeState
from guarantees.models import Guarantee, Guarantor
from guarantees.services import amounts, life, two_persons
from offices import actors
from offices.actors import Actor, Machine
from offices.enums import EmployeeRole
from offices.models import Firm
from tests.factories import guarantees as factory
from tests.factories import machines, offices
from tests.factories.guarantees import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank() -> Firm:
    """A bank that chose two persons."""
    row = factory.guarantor()
    Guarantor.objects.filter(pk=row.pk).update(two_persons=True)
    return row.firm


@pytest.fixture
def first(bank: Firm) -> Actor:
    return factory.employee_of(bank)


@pytest.fixture
def second(bank: Firm) -> Actor:
    return factory.employee_of(bank)


@pytest.fixture
def row(bank: Firm, first: Actor) -> Guarantee:
    """An ACTIVE guarantee of 10,000 dollars, issued while the bank still asked for one person."""
    Guarantor.objects.update(two_persons=False)
    made = factory.active(bank=bank)
    Guarantor.objects.filter(firm=bank).update(two_persons=True)
    return made


def cancelling(row: Guarantee, actor: Actor) -> Proposal:
    done = two_persons.give_notice(guarantee=row.pk, actor=actor, at=AT)
    assert isinstance(done, Proposal)
    return done


def raising(row: Guarantee, actor: Actor, amount: int = 20000) -> Proposal:
    done = two_persons.raise_amount(guarantee=row.pk, amount=Decimal(amount), currency="SGD", actor=actor, at=AT)
    assert isinstance(done, Proposal)
    return done


def issuing(actor: Actor) -> Proposal:
    done = two_persons.issue(terms=factory.terms(bank_reference="B-7", code_prefixes=("8517",)), actor=actor, at=AT)
    assert isinstance(done, Proposal)
    return done


VERBS: dict[str, Callable[[Guarantee, Actor], Proposal]] = {
    "issue": lambda row, actor: issuing(actor),
    "raise": raising,
    "cancel": cancelling,
}


def state(row: Guarantee) -> tuple[str, Decimal]:
    found = Guarantee.objects.get(pk=row.pk)
    return found.state, found.reference_amount


@pytest.mark.parametrize("verb", VERBS)
def test_one_person_does_nothing_alone(row: Guarantee, first: Actor, verb: str) -> None:
    proposal = VERBS[verb](row, first)
    assert (Guarantee.objects.count(), *state(row)) == (1, GuaranteeState.ACTIVE, 10000)
    with pytest.raises(NotAllowed):
        two_persons.confirm(proposal=proposal.pk, actor=first, at=AT)
    assert (Guarantee.objects.count(), *state(row)) == (1, GuaranteeState.ACTIVE, 10000)
    assert Proposal.objects.get().status == Proposal.Status.OPEN


def test_verbs_themselves_refuse_one_person_and_leave_nothing(row: Guarantee, first: Actor) -> None:
    before = HistoryEntry.objects.count(), Notice.objects.count()
    for act in (
        lambda: life.issue(terms=factory.terms(), actor=first, at=AT),
        lambda: life.give_notice(guarantee=row.pk, actor=first, at=AT),
        lambda: amounts.raise_amount(guarantee=row.pk, amount=Decimal(20000), currency="SGD", actor=first, at=AT),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert (HistoryEntry.objects.count(), Notice.objects.count()) == before


def test_first_person_hears_at_once_what_stands_in_the_way(row: Guarantee, first: Actor) -> None:
    with pytest.raises(RulesBroken) as refusal:
        two_persons.issue(terms=factory.terms(currency="XXQ", office="SGTUA001"), actor=first, at=AT)
    assert len(refusal.value.findings) == 3
    with pytest.raises(RulesBroken):
        raising(row, first, amount=5)
    assert not Proposal.objects.exists()


def test_nobody_else_confirms(row: Guarantee, bank: Firm, first: Actor) -> None:
    """A colleague who only looks may not; another bank, the principal, the office know of nothing."""
    proposal = cancelling(row, first)
    looks = actors.of(offices.user(firm=bank, duties=[EmployeeRole.VIEW]), at=AT)
    strangers = factory.employee_of(factory.guarantor().firm), factory.employee_of(row.principal), factory.officer_of()
    for actor, refusal in ((looks, NotAllowed), *((actor, NotFound) for actor in strangers)):
        for decide in (
            lambda actor=actor: two_persons.confirm(proposal=proposal.pk, actor=actor, at=AT),
            lambda actor=actor: two_persons.refuse(proposal=proposal.pk, reason="no", actor=actor, at=AT),
        ):
            with pytest.raises(refusal):
                decide()
    assert state(row)[0] == GuaranteeState.ACTIVE


def test_what_somebody_proposed_who_left_the_bank_is_known_to_neither_bank(
    row: Guarantee, first: Actor, second: Actor
) -> None:
    proposal = cancelling(row, first)
    other = factory.guarantor().firm
    assert first.user is not None
    first.user.firm = other
    first.user.save()
    for actor in (second, factory.employee_of(other)):
        with pytest.raises(NotFound):
            two_persons.confirm(proposal=proposal.pk, actor=actor, at=AT)


def test_program_proposes_and_never_confirms(row: Guarantee, bank: Firm, first: Actor, second: Actor) -> None:
    """Nor does who was shown its secret: an administrator and his programs are one person."""
    assert first.user is not None
    client = machines.made(first.user).client
    program, other = (actors.of_machine(client.user, Machine(name, frozenset())) for name in ("core", "other"))
    proposal = cancelling(row, program)
    for actor in (program, other, first):
        with pytest.raises(NotAllowed):
            two_persons.confirm(proposal=proposal.pk, actor=actor, at=AT)
    with pytest.raises(NotAllowed):
        two_persons.refuse(proposal=proposal.pk, reason="no", actor=program, at=AT)
    two_persons.confirm(proposal=proposal.pk, actor=second, at=AT)
    assert state(row)[0] == GuaranteeState.CANCELLING


@pytest.mark.parametrize("verb", VERBS)
def test_proposal_lapses_after_a_day(row: Guarantee, first: Actor, second: Actor, verb: str) -> None:
    proposal, late = VERBS[verb](row, first), AT + timedelta(days=1)
    with pytest.raises(Lapsed):
        two_persons.confirm(proposal=proposal.pk, actor=second, at=late)
    assert [two_persons.sweep(at=at) for at in (AT, late, late)] == [0, 1, 0]
    assert Proposal.objects.get().status == Proposal.Status.LAPSED
    assert Notice.objects.filter(kind="PROPOSAL_LAPSED", addressee=f"firm:{first.firm_number}").count() == 1
    with pytest.raises(WrongState):
        two_persons.confirm(proposal=proposal.pk, actor=second, at=AT)


@pytest.mark.parametrize("verb", VERBS)
def test_proposal_is_decided_once(row: Guarantee, first: Actor, second: Actor, verb: str) -> None:
    confirmed, refused = VERBS[verb](row, first), None
    two_persons.confirm(proposal=confirmed.pk, actor=second, at=AT)
    if verb == "issue":
        refused = VERBS[verb](row, first)
        two_persons.refuse(proposal=refused.pk, reason="mistyped", actor=first, at=AT)
    for proposal in filter(None, (confirmed, refused)):
        with pytest.raises(WrongState):
            two_persons.confirm(proposal=proposal.pk, actor=second, at=AT)
        with pytest.raises(WrongState):
            two_persons.refuse(proposal=proposal.pk, reason="no", actor=second, at=AT)
    assert Guarantee.objects.count() == (2 if verb == "issue" else 1)


def test_second_wish_waits_for_the_first(row: Guarantee, first: Actor, second: Actor) -> None:
    proposal = raising(row, first)
    assert raising(row, first).pk == proposal.pk
    for actor, amount in ((second, 20000), (first, 30000)):
        with pytest.raises(StillOpen):
            raising(row, actor, amount)
    assert Proposal.objects.count() == 1


def test_new_wish_takes_the_place_of_one_past_its_time(row: Guarantee, first: Actor) -> None:
    old = cancelling(row, first)
    Proposal.objects.update(lapses_at=AT)
    assert cancelling(row, first).pk != old.pk
    assert [found.status for found in selectors.bank_proposals(actor=first).order_by("status")] == ["LAPSED", "OPEN"]


def test_raise_of_another_amount_than_was_seen_is_refused(row: Guarantee, first: Actor, second: Actor) -> None:
    proposal = raising(row, first)
    amounts.lower_amount(guarantee=row.pk, amount=Decimal(500), currency="SGD", actor=second, at=AT)
    with pytest.raises(Lapsed):
        two_persons.confirm(proposal=proposal.pk, actor=second, at=AT)
    assert state(row)[1] == 500


def test_changed_terms_are_not_what_was_proposed(row: Guarantee, first: Actor, second: Actor) -> None:
    proposal = raising(row, first)
    Proposal.objects.update(data=proposal.data | {"amount": "9000000"})
    with pytest.raises(Lapsed):
        two_persons.confirm(proposal=proposal.pk, actor=second, at=AT)


def test_issue_is_checked_again_when_it_is_confirmed(first: Actor, second: Actor) -> None:
    proposal = issuing(first)
    Guarantor.objects.get(two_persons=True).approvals.update(valid_until=AT.date() - timedelta(days=1))
    with pytest.raises(RulesBroken):
        two_persons.confirm(proposal=proposal.pk, actor=second, at=AT)
    assert Proposal.objects.get().status == Proposal.Status.OPEN


def test_second_person_issues_what_was_proposed(first: Actor, second: Actor) -> None:
    proposal = issuing(first)
    two_persons.confirm(proposal=proposal.pk, actor=second, at=AT)
    made = Guarantee.objects.get(pk=proposal.subject)
    assert (made.state, made.bank_reference, made.code_prefixes) == (GuaranteeState.ISSUED, "B-7", ["8517"])
    entry = HistoryEntry.objects.get(subject=made.pk, verb="issue")
    assert (entry.actor, entry.data["proposed_by"]) == (second.name, first.name)


def test_second_person_raises_and_cancels(row: Guarantee, first: Actor, second: Actor) -> None:
    for propose in (raising, cancelling):
        two_persons.confirm(proposal=propose(row, first).pk, actor=second, at=AT)
    assert state(row) == (GuaranteeState.CANCELLING, 20000)
    told = Notice.objects.filter(kind="BANK_PROPOSAL").values_list("addressee", "body__verb").order_by("pk")
    assert [*told] == [(f"firm:{first.firm_number}", verb) for verb in ("raise_guarantee", "cancel_guarantee")]
    chain = HistoryEntry.objects.filter(verb__endswith="cancel_guarantee").order_by("sequence")
    assert [entry.verb for entry in chain] == ["propose_cancel_guarantee", "confirm_cancel_guarantee"]
    assert list(history.faults(chain)) == []


def test_notice_is_taken_back_by_two(row: Guarantee, first: Actor, second: Actor) -> None:
    two_persons.confirm(proposal=cancelling(row, first).pk, actor=second, at=AT)
    with pytest.raises(NotAllowed):
        life.withdraw_notice(guarantee=row.pk, actor=first, at=AT)
    proposal = two_persons.withdraw_notice(guarantee=row.pk, actor=first, at=AT)
    assert isinstance(proposal, Proposal)
    assert state(row)[0] == GuaranteeState.CANCELLING
    two_persons.confirm(proposal=proposal.pk, actor=second, at=AT)
    assert state(row)[0] == GuaranteeState.ACTIVE
    entry = HistoryEntry.objects.get(subject=row.pk, verb="withdraw_notice")
    assert (entry.actor, entry.data["proposed_by"]) == (second.name, first.name)


def test_taking_back_lapses_when_another_notice_was_given(row: Guarantee, first: Actor, second: Actor) -> None:
    two_persons.confirm(proposal=cancelling(row, first).pk, actor=second, at=AT)
    proposal = two_persons.withdraw_notice(guarantee=row.pk, actor=first, at=AT)
    Guarantor.objects.update(two_persons=False)
    life.withdraw_notice(guarantee=row.pk, actor=first, at=AT)
    life.give_notice(guarantee=row.pk, actor=first, at=AT + timedelta(days=1))
    with pytest.raises(Lapsed):
        two_persons.confirm(proposal=proposal.pk, actor=second, at=AT + timedelta(hours=2))
    assert state(row)[0] == GuaranteeState.CANCELLING


def test_bank_that_chose_one_person_needs_no_second(row: Guarantee, first: Actor) -> None:
    Guarantor.objects.update(two_persons=False)
    assert isinstance(two_persons.give_notice(guarantee=row.pk, actor=first, at=AT), Guarantee)
    assert isinstance(two_persons.issue(terms=factory.terms(), actor=first, at=AT), Guarantee)


def test_choice_is_the_administrators(bank: Firm, row: Guarantee) -> None:
    clerk = actors.of(offices.user(firm=bank, duties=[EmployeeRole.VIEW, EmployeeRole.LODGE]), at=AT)
    trader = factory.employee_of(row.principal)
    user = factory.employee_of(bank).user
    assert user is not None
    program = actors.of_machine(user, Machine("core", frozenset()))
    for actor in (clerk, trader, program, factory.officer_of()):
        with pytest.raises(NotAllowed):
            two_persons.choose(two_persons=False, actor=actor, at=AT)


def test_one_person_again_takes_two_administrators(bank: Firm, first: Actor, second: Actor) -> None:
    done = two_persons.choose(two_persons=False, actor=first, at=AT)
    assert isinstance(done, Proposal)
    clerk = actors.of(offices.user(firm=bank, duties=[EmployeeRole.LODGE]), at=AT)
    for actor in (first, clerk):
        with pytest.raises(NotAllowed):
            two_persons.confirm(proposal=done.pk, actor=actor, at=AT)
    assert Guarantor.objects.get(firm=bank).two_persons
    two_persons.confirm(proposal=done.pk, actor=second, at=AT)
    assert not Guarantor.objects.get(firm=bank).two_persons


def test_two_persons_are_not_chosen_where_there_is_one(first: Actor) -> None:
    Guarantor.objects.update(two_persons=False)
    with pytest.raises(RulesBroken):
        two_persons.choose(two_persons=True, actor=first, at=AT)


def test_two_persons_are_chosen_at_once(bank: Firm, first: Actor, second: Actor) -> None:
    Guarantor.objects.update(two_persons=False)
    for _ in range(2):
        done = two_persons.choose(two_persons=True, actor=first, at=AT)
        assert isinstance(done, Guarantor)
        assert done.two_persons
    assert HistoryEntry.objects.filter(verb="choose_two_persons", actor=first.name).count() == 1
