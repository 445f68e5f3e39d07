from datetime import date, timedelta

import pytest

from acts.common.models import HistoryEntry
from acts.common.refusals import NotAllowed, NotFound, RulesBroken
from acts.notices.models import Notice
from guarantees.enums import GuaranteeKind
from guarantees.models import Guarantee, GuarantorApproval
from guarantees.services import cover, guarantors, life
from offices import audit
from offices.enums import FirmKind, FirmStatus
from offices.models import Firm
from tests.factories import guarantees as factory
from tests.factories import offices

pytestmark = pytest.mark.django_db
AT = factory.AT


def test_approve_is_refused_elsewhere() -> None:
    bank = offices.firm(kind=FirmKind.BANK)
    with pytest.raises(NotAllowed):
        guarantors.approve(
            firm=bank.number, office="SGSIN001", valid_from=AT.date(), actor=factory.officer_of("MYPJY001"), at=AT
        )


def test_approve_refuses_a_trader_and_a_period_backwards(principal: Firm) -> None:
    with pytest.raises(RulesBroken) as caught:
        guarantors.approve(
            firm=principal.number,
            office="SGSIN001",
            valid_from=AT.date(),
            valid_until=date(2025, 1, 1),
            actor=factory.officer_of(),
            at=AT,
        )
    assert [row.path for row in caught.value.findings] == ["firm", "valid_until"]


def test_end_approval_is_refused_elsewhere() -> None:
    giver = factory.guarantor()
    with pytest.raises(NotAllowed):
        guarantors.end_approval(guarantor=giver.pk, office="SGSIN001", actor=factory.officer_of("MYPJY001"), at=AT)


def test_end_approval_twice_is_not_found() -> None:
    giver, officer = factory.guarantor(), factory.officer_of()
    guarantors.end_approval(guarantor=giver.pk, office="SGSIN001", actor=officer, at=AT)
    with pytest.raises(NotFound):
        guarantors.end_approval(guarantor=giver.pk, office="SGSIN001", actor=officer, at=AT)


def test_end_approval_suspends_all_of_that_guarantor_there_alone() -> None:
    bank = offices.firm(kind=FirmKind.BANK)
    mine = [factory.guarantee(bank=bank).pk for _ in range(2)]
    factory.guarantee(bank=bank, office="MYPJY001", currency="MYR")
    factory.guarantee()
    factory.guarantee(kind=GuaranteeKind.CASH_DEPOSIT)
    giver = factory.guarantor(firm=bank)
    assert guarantors.end_approval(guarantor=giver.pk, office="SGSIN001", actor=factory.officer_of(), at=AT) == 2
    assert set(Guarantee.objects.filter(state="SUSPENDED").values_list("pk", flat=True)) == set(mine)


def test_end_approval_lists_what_is_under_way() -> None:
    row = factory.guarantee()
    factory.reserve(row, amount="1", reference="26SGX")
    guarantors.end_approval(guarantor=row.guarantor_id or 0, office="SGSIN001", actor=factory.officer_of(), at=AT)
    told = {notice.addressee: notice.body for notice in Notice.objects.filter(kind="GUARANTEE_SUSPENDED")}
    assert told[f"firm:{row.principal.number}"]["under_way"] == ["26SGX"]
    assert told["office:SGSIN001"]["under_way"] == ["26SGX"]


def test_end_approval_keeps_the_days_it_held() -> None:
    giver = factory.guarantor()
    guarantors.end_approval(guarantor=giver.pk, office="SGSIN001", actor=factory.officer_of(), at=AT)
    assert GuarantorApproval.objects.get().valid_until == AT.date() - timedelta(days=1)


def test_approval_and_its_end_stand_in_the_history_with_who_and_where() -> None:
    giver, officer = factory.guarantor(), factory.officer_of()
    key = GuarantorApproval.objects.get().pk
    GuarantorApproval.objects.update(valid_from=AT.date())
    guarantors.end_approval(guarantor=giver.pk, office="SGSIN001", actor=officer, at=AT)
    subject = audit.subject(kind="guarantees.guarantorapproval", key=key)
    made, ended = HistoryEntry.objects.filter(subject=subject).order_by("sequence")
    assert (made.verb, ended.verb) == ("approve_guarantor", "end_approval")
    assert (ended.actor, ended.posting, ended.data["before"]) == (officer.name, "SGSIN001", {"valid_until": None})


def test_end_approval_begun_today_leaves_none() -> None:
    giver = factory.guarantor()
    GuarantorApproval.objects.update(valid_from=AT.date())
    guarantors.end_approval(guarantor=giver.pk, office="SGSIN001", actor=factory.officer_of(), at=AT)
    assert not GuarantorApproval.objects.exists()


def test_bank_whose_registration_was_withdrawn_stands_behind_nothing() -> None:
    row, more = factory.guarantee(), factory.issued()
    held = factory.issued(bank=row.guarantor.firm) if row.guarantor else more
    Firm.objects.filter(guarantor=row.guarantor_id).update(status=FirmStatus.WITHDRAWN)
    with pytest.raises(RulesBroken, match="has not approved this guarantor"):
        life.accept(guarantee=held.pk, actor=factory.officer_of(), at=AT)
    with pytest.raises(cover.CoverRefused, match="not approved"):
        factory.reserve(row, amount="1")
    assert life.sweep(at=AT) == 1
    assert Guarantee.objects.get(pk=row.pk).state == "SUSPENDED"
    assert life.accept(guarantee=more.pk, actor=factory.officer_of(), at=AT).state == "ACTIVE"


def test_bank_whose_registration_was_withdrawn_issues_nothing() -> None:
    giver = factory.guarantor()
    bank = factory.employee_of(giver.firm)
    Firm.objects.filter(pk=giver.firm_id).update(status=FirmStatus.WITHDRAWN)
    with pytest.raises(RulesBroken) as caught:
        life.issue(terms=factory.terms(), actor=bank, at=AT)
    assert [finding.code for finding in caught.value.findings] == ["R-GUARANTEE-08"]
