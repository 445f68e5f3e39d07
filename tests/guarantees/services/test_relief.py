"""Reduction and waiver: by the scale, with papers, by two persons."""

from dataclasses import replace
from datetime import timedelta

import pytest

from acts.common.models import HistoryEntry, Proposal
from acts.common.proposals import Lapsed, StillOpen
from acts.common.refusals import NotAllowed, NotFound, RulesBroken, WrongState
from guarantees.enums import GuaranteeKind, GuaranteeState
from guarantees.models import Guarantee
from guarantees.services import life, relief
from offices.actors import unproven
from offices.enums import OfficerRole
from offices.models import AttRight, Posting
from offices.proofs import StepUpNeeded
from tests.factories import guarantees as factory

pytestmark = pytest.mark.django_db
AT = factory.AT


@pytest.fixture
def row() -> Guarantee:
    """A multiple journey guarantee in force."""
    return factory.active()


@pytest.fixture
def waiver() -> Guarantee:
    """A waiver that was booked and waits for its two persons."""
    return factory.booked_waiver()


def fresh(row: Guarantee) -> Guarantee:
    return Guarantee.objects.get(pk=row.pk)


def codes(row: Guarantee, percentage: int) -> list[str]:
    with pytest.raises(RulesBroken) as caught:
        relief.propose(guarantee=row.pk, percentage=percentage, reason="x", actor=factory.officer_of(), at=AT)
    return [finding.code for finding in caught.value.findings]


def test_reduction_asks_for_the_papers_of_its_step(row: Guarantee) -> None:
    assert codes(row, 50) == ["R-RELIEF-02"]
    factory.paper(row)
    assert factory.proposed(row).status == Proposal.Status.OPEN


@pytest.mark.parametrize("percentage", [0, 70, 101])
def test_reduction_off_the_scale_is_refused(row: Guarantee, percentage: int) -> None:
    assert codes(row, percentage) == ["R-GUARANTEE-20"]


@pytest.mark.parametrize("kind", [GuaranteeKind.SINGLE_JOURNEY, GuaranteeKind.CASH_DEPOSIT])
def test_reduction_is_for_multiple_journeys_alone(kind: GuaranteeKind) -> None:
    assert codes(factory.active(kind=kind), 50) == ["R-GUARANTEE-20"]


def test_reduction_to_what_it_is_already_is_refused(row: Guarantee) -> None:
    assert codes(row, 100) == ["R-RELIEF-01"]


def test_reduction_is_refused_after_a_claim_within_the_years(row: Guarantee) -> None:
    factory.paper(row)
    other = factory.guarantee(principal=row.principal)
    factory.demanded(other, debt="10", held="50")
    assert codes(row, 50) == ["R-RELIEF-03"]


def test_reduction_below_what_is_claimed_is_refused() -> None:
    row = factory.guarantee()
    factory.paper(row)
    factory.demanded(row, debt="6000", held="6000")
    assert codes(row, 50) == ["R-RELIEF-03", "R-GUARANTEE-22"]


def test_waiver_is_refused_while_an_old_debt_is_open(waiver: Guarantee) -> None:
    factory.paper(waiver, "NO_DEBT")
    factory.demanded(factory.guarantee(principal=waiver.principal), debt="10", held="50")
    later = AT + timedelta(days=91)
    with pytest.raises(RulesBroken) as caught:
        relief.propose(guarantee=waiver.pk, percentage=0, reason="x", actor=factory.officer_of(), at=later)
    assert [finding.code for finding in caught.value.findings] == ["R-RELIEF-04"]


def test_reduction_takes_effect_only_when_a_second_person_confirms(row: Guarantee) -> None:
    pending = factory.proposed(row)
    assert fresh(row).percentage == 100
    relief.confirm(proposal=pending.pk, actor=factory.supervisor_of(), at=AT)
    assert (fresh(row).percentage, fresh(row).guarantee_amount) == (50, 5000)
    entry = HistoryEntry.objects.filter(subject=row.pk).order_by("sequence").last()
    assert entry is not None
    assert (entry.verb, entry.data["data_hash"]) == ("grant_reduction", pending.data_hash)


def test_waiver_is_active_once_a_second_person_confirms(waiver: Guarantee) -> None:
    pending = factory.proposed(waiver, 0)
    assert (fresh(waiver).state, fresh(waiver).grn) == (GuaranteeState.ISSUED, None)
    granted = relief.confirm(proposal=pending.pk, actor=factory.supervisor_of(), at=AT)
    assert (granted.state, granted.guarantee_amount, bool(granted.grn)) == (GuaranteeState.ACTIVE, 0, True)


def test_waiver_is_not_granted_once_the_right_has_ended(waiver: Guarantee) -> None:
    pending = factory.proposed(waiver, 0)
    AttRight.objects.all().delete()
    with pytest.raises(RulesBroken, match="right of an authorised trader"):
        relief.confirm(proposal=pending.pk, actor=factory.supervisor_of(), at=AT)


def test_same_person_is_never_both(row: Guarantee) -> None:
    officer = factory.officer_of()
    pending = factory.proposed(row, actor=officer)
    Posting.objects.filter(pk=officer.postings[0].pk).update(roles=list(OfficerRole))
    officer.postings[0].roles = list(OfficerRole)
    officer = replace(officer, proof=lambda at: True)
    with pytest.raises(NotAllowed, match="another"):
        relief.confirm(proposal=pending.pk, actor=officer, at=AT)
    assert fresh(row).percentage == 100


def test_second_person_is_a_supervisor_of_the_same_office(row: Guarantee) -> None:
    pending = factory.proposed(row)
    for actor, refusal in ((factory.officer_of(), NotAllowed), (factory.supervisor_of("VNHPH001"), NotFound)):
        with pytest.raises(refusal):
            relief.confirm(proposal=pending.pk, actor=actor, at=AT)


def test_nobody_proposes_or_confirms_for_the_own_firm(row: Guarantee) -> None:
    pending = factory.proposed(row)
    supervisor = replace(factory.supervisor_of(), firm_id=row.principal_id)
    with pytest.raises(NotAllowed):
        relief.confirm(proposal=pending.pk, actor=supervisor, at=AT)
    officer = replace(factory.officer_of(), firm_id=row.principal_id)
    with pytest.raises(NotAllowed):
        relief.propose(guarantee=row.pk, percentage=25, reason="x", actor=officer, at=AT)


def test_second_person_proves_a_moment_ago_who_he_is(row: Guarantee) -> None:
    pending, supervisor = factory.proposed(row), factory.supervisor_of()
    with pytest.raises(StepUpNeeded):
        relief.confirm(proposal=pending.pk, actor=replace(supervisor, proof=unproven), at=AT)
    assert fresh(row).percentage == 100


def test_proposing_twice_is_one_proposal_and_another_one_is_refused(row: Guarantee) -> None:
    officer = factory.officer_of()
    first = factory.proposed(row, actor=officer)
    assert factory.proposed(row, actor=officer) == first
    with pytest.raises(StillOpen):
        factory.proposed(row, 25)


def test_confirming_twice_grants_once(row: Guarantee) -> None:
    pending, supervisor = factory.proposed(row), factory.supervisor_of()
    relief.confirm(proposal=pending.pk, actor=supervisor, at=AT)
    with pytest.raises(WrongState):
        relief.confirm(proposal=pending.pk, actor=supervisor, at=AT)
    assert HistoryEntry.objects.filter(subject=row.pk, verb="grant_reduction").count() == 1


def test_proposal_about_a_guarantee_that_has_changed_is_not_confirmed(row: Guarantee) -> None:
    pending = factory.proposed(row)
    life.suspend(guarantee=row.pk, reason="doubt", actor=factory.officer_of(), at=AT)
    with pytest.raises(Lapsed):
        relief.confirm(proposal=pending.pk, actor=factory.supervisor_of(), at=AT)


def test_old_proposal_lapses_once_and_makes_room(row: Guarantee) -> None:
    pending, later = factory.proposed(row), AT + timedelta(hours=24)
    with pytest.raises(Lapsed):
        relief.confirm(proposal=pending.pk, actor=factory.supervisor_of(), at=later)
    assert [relief.sweep(at=later), relief.sweep(at=later)] == [1, 0]
    assert factory.proposed(row, 25, at=later).pk != pending.pk


def test_refused_proposal_changes_nothing(row: Guarantee) -> None:
    pending = factory.proposed(row)
    relief.refuse(proposal=pending.pk, reason="not yet", actor=factory.supervisor_of(), at=AT)
    assert (fresh(row).percentage, Proposal.objects.get(pk=pending.pk).reason) == (100, "not yet")
    with pytest.raises(WrongState):
        relief.refuse(proposal=pending.pk, reason="again", actor=factory.supervisor_of(), at=AT)


def test_proposer_takes_it_back_and_a_colleague_may_not(row: Guarantee) -> None:
    officer = factory.officer_of()
    pending = factory.proposed(row, actor=officer)
    with pytest.raises(NotAllowed):
        relief.refuse(proposal=pending.pk, reason="mine", actor=factory.officer_of(), at=AT)
    assert relief.refuse(proposal=pending.pk, reason="mine", actor=officer, at=AT).status == Proposal.Status.REFUSED


def test_paper_that_no_step_asks_for_is_refused(row: Guarantee) -> None:
    with pytest.raises(RulesBroken, match="no step"):
        factory.paper(row, "BIRTHDAY_CARD")
    assert not row.evidence.exists()


def test_paper_is_brought_by_office_or_principal_alone(row: Guarantee) -> None:
    assert factory.paper(row, actor=factory.employee_of(row.principal)).size == len(factory.PDF)
    assert row.guarantor is not None
    with pytest.raises(NotAllowed):
        factory.paper(row, actor=factory.employee_of(row.guarantor.firm))


def test_paper_comes_too_late_for_what_has_ended(row: Guarantee) -> None:
    Guarantee.objects.filter(pk=row.pk).update(state=GuaranteeState.CANCELLED)
    with pytest.raises(WrongState):
        factory.paper(row)


def test_evidence_is_not_kept_with_a_deposit() -> None:
    row = factory.active(kind=GuaranteeKind.CASH_DEPOSIT)
    with pytest.raises(RulesBroken, match="neither reduction nor waiver"):
        factory.paper(row)
    assert not row.evidence.exists()
