"""The bank's pages: its acts on a guarantee, issued once, what two decide, claims, programs, webhooks."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from acts.common.models import Proposal
from acts.notices.enums import DeliveryStatus, EventKind
from acts.notices.models import Delivery, Event, Webhook
from guarantees.enums import ClaimState, GuaranteeState
from guarantees.models import Claim, Guarantee, Guarantor
from guarantees.models import Client as Program
from offices.actors import Actor
from offices.enums import FirmKind
from offices.models import User
from tests.factories import guarantees as factory
from tests.factories import offices

Enter = Callable[[Actor], Client]
TERMS: dict[str, Any] = {
    "kind": "SINGLE_JOURNEY",
    "office": "SGSIN001",
    "currency": "SGD",
    "reference_amount": "700.50",
    "valid_from": "2026-11-23",
    "blocked_countries": ["MM", "LA"],
    "once": "form-1",
}


@pytest.fixture
def row(db: None) -> Guarantee:
    return factory.guarantee()


@pytest.fixture
def bank(enter: Enter, row: Guarantee) -> Client:
    assert row.guarantor is not None
    return enter(factory.employee_of(row.guarantor.firm))


@pytest.fixture
def colleague(enter: Enter, row: Guarantee) -> Client:
    assert row.guarantor is not None
    return enter(factory.employee_of(row.guarantor.firm))


def test_bank_that_no_office_approved_is_told_so_instead_of_asked(enter: Enter) -> None:
    bank = Guarantor.objects.create(firm=offices.firm(kind=FirmKind.BANK))
    page = enter(factory.employee_of(bank.firm)).get(reverse("issue")).content.decode()
    assert "No office has approved your bank" in page
    assert "<form method" not in page.split("<main")[1]


def act(client: Client, row: Guarantee, name: str, **body: str) -> str:
    sent = {"version": str(Guarantee.objects.get(pk=row.pk).version), **body}
    return client.post(reverse(f"guarantee-{name}", args=[row.pk]), sent, follow=True).content.decode()


def now(row: Guarantee) -> tuple[str, Decimal]:
    return Guarantee.objects.values_list("state", "reference_amount").get(pk=row.pk)


def test_acts_are_not_the_principals(enter: Enter, row: Guarantee) -> None:
    client = enter(factory.employee_of(row.principal))
    for name in ("raise", "lower", "cancel", "withdraw-notice"):
        assert client.post(reverse(f"guarantee-{name}", args=[row.pk])).status_code == 403
    for page in ("issue", "bank-proposals"):
        assert client.get(reverse(page)).status_code == 403


def test_amount_that_cannot_be_is_told_at_its_field(bank: Client, row: Guarantee) -> None:
    for amount in ("", "x", "99.999", "5", "1e99"):
        assert 'class="error"' in act(bank, row, "raise", reference_amount=amount)
    assert now(row) == (GuaranteeState.ACTIVE, 10000)


def test_amount_is_raised_and_lowered_and_notice_given_and_taken_back(bank: Client, row: Guarantee) -> None:
    act(bank, row, "raise", reference_amount="20000")
    assert now(row)[1] == 20000
    act(bank, row, "lower", reference_amount="5000")
    act(bank, row, "cancel")
    assert now(row) == (GuaranteeState.CANCELLING, 5000)
    act(bank, row, "withdraw-notice")
    assert now(row)[0] == GuaranteeState.ACTIVE


def test_terms_that_cannot_be_issued_are_told_all_at_once(bank: Client, row: Guarantee) -> None:
    page = bank.post(reverse("issue"), TERMS | {"principal": "NOBODY", "valid_until": "2020-01-01"}).content.decode()
    assert page.count('class="error"') == 2
    assert Guarantee.objects.count() == 1


def test_form_sent_twice_issues_once(bank: Client, row: Guarantee) -> None:
    pages = [bank.post(reverse("issue"), TERMS | {"principal": row.principal.number}) for _ in range(2)]
    made = Guarantee.objects.exclude(pk=row.pk).get()
    assert {page["Location"] for page in pages} == {reverse("guarantee", args=[made.pk])}
    assert (made.reference_amount, made.blocked_countries, made.sensitive_goods) == (
        Decimal("700.5"),
        ["MM", "LA"],
        False,
    )


def test_two_people_are_not_chosen_where_there_is_one_and_the_page_says_why(enter: Enter, row: Guarantee) -> None:
    alone = factory.employee_of(Guarantor.objects.get(pk=row.guarantor_id).firm)
    assert alone.user is not None
    User.objects.exclude(pk=alone.user.pk).update(is_active=False)
    bank = enter(alone)
    page = bank.post(reverse("bank-choose"), {"two_persons": "yes"}, follow=True).content.decode()
    assert "Nothing was done: fewer than two people of the bank have the duty LODGE: nobody could confirm" in page
    assert not Guarantor.objects.get(pk=row.guarantor_id).two_persons


def test_first_person_proposes_and_the_second_confirms(bank: Client, colleague: Client, row: Guarantee) -> None:
    assert "second administrator" not in bank.get(reverse("bank-proposals")).content.decode()
    bank.post(reverse("bank-choose"), {"two_persons": "yes"})
    assert Guarantor.objects.get(pk=row.guarantor_id).two_persons
    assert "Proposed." in act(bank, row, "cancel")
    proposal = Proposal.objects.get()
    url = reverse("bank-proposal-confirm", args=[proposal.pk])
    assert bank.post(url).status_code == 403
    assert url not in bank.get(reverse("bank-proposals")).content.decode()
    page = colleague.get(reverse("bank-proposals")).content.decode()
    assert url in page
    for shown in (row.principal.name, "10\u202f000.00 SGD", "<dt>Reserved</dt>", "<dt>Ends</dt>"):
        assert shown in page
    assert "Confirmed." in colleague.post(url, follow=True).content.decode()
    assert "Nothing was done" in colleague.post(url, follow=True).content.decode()
    assert now(row)[0] == GuaranteeState.CANCELLING


def test_second_person_refuses_what_was_to_be_issued(bank: Client, colleague: Client, row: Guarantee) -> None:
    Guarantor.objects.filter(pk=row.guarantor_id).update(two_persons=True)
    for _ in range(2):
        bank.post(reverse("issue"), TERMS | {"principal": row.principal.number})
    page = colleague.get(reverse("bank-proposals")).content.decode()
    for shown in ("700.50 SGD", row.principal.name, row.office.name, "not covered", "from 23 Nov 2026 until notice"):
        assert shown in page
    colleague.post(reverse("bank-proposal-refuse", args=[Proposal.objects.get().pk]), {"reason": "twice"})
    assert Proposal.objects.get().reason == "twice"
    assert Guarantee.objects.count() == 1


@pytest.fixture
def claim(row: Guarantee) -> Claim:
    return factory.demanded(row, debt="500", held="600")[0]


def answer(client: Client, claim: Claim, name: str, **body: Any) -> str:
    sent = {"version": str(Claim.objects.get(pk=claim.pk).version), **body}
    return client.post(reverse(f"claim-{name}", args=[claim.pk]), sent, follow=True).content.decode()


def test_claim_is_paid_in_parts_and_never_twice(bank: Client, claim: Claim) -> None:
    answer(bank, claim, "acknowledge")
    assert 'class="error"' in answer(bank, claim, "pay", amount="501", payment_reference="P-1")
    answer(bank, claim, "pay", amount="200", payment_reference="P-1")
    assert 'class="error"' in answer(bank, claim, "pay", amount="200", payment_reference="P-1")
    assert "The payment is booked." in answer(bank, claim, "pay", amount="300", payment_reference="P-2")
    assert Claim.objects.values_list("state", "paid").get() == (ClaimState.PAID, 500)
    assert "only while" in bank.get(reverse("claim", args=[claim.pk])).content.decode()


def test_claim_is_contested_with_reason_and_file(bank: Client, claim: Claim) -> None:
    wrong = SimpleUploadedFile("a.exe", b"MZ")
    assert 'class="error"' in answer(bank, claim, "contest", reason="paid by the carrier", file=wrong)
    paper = SimpleUploadedFile("a.pdf", b"%PDF-1.7\n%%EOF")
    assert "a.pdf" in answer(bank, claim, "contest", reason="paid by the carrier", file=paper)
    assert Claim.objects.get().state == ClaimState.CONTESTED
    assert (
        reverse("claim-acknowledge", args=[claim.pk])
        not in bank.get(reverse("claim", args=[claim.pk])).content.decode()
    )


@pytest.mark.parametrize(("days", "said"), [(-1, "overdue"), (0, "due today"), (1, "")])
def test_claim_past_its_day_is_marked(bank: Client, claim: Claim, days: int, said: str) -> None:
    Claim.objects.update(due_on=factory.AT.date() + timedelta(days))
    for page in (reverse("claims-page"), reverse("claim", args=[claim.pk])):
        shown = bank.get(page).content.decode()
        assert (">overdue<" in shown, ">due today<" in shown) == (said == "overdue", said == "due today")


def test_claim_of_a_stranger_is_unknown_and_in_no_list(enter: Enter, claim: Claim) -> None:
    other = enter(factory.employee_of(factory.guarantor().firm))
    assert other.get(reverse("claim", args=[claim.pk])).status_code == 404
    assert claim.reference not in other.get(reverse("claims-page")).content.decode()


def test_program_is_made_with_a_secret_shown_once_and_ends(bank: Client, row: Guarantee) -> None:
    page = bank.post(reverse("programs"), {"name": "core", "scopes": ["events:read"]}).content.decode()
    secret = re.findall(r'class="secret long num">([^<]+)<', page)
    assert len(secret) == 1
    assert secret[0] not in bank.get(reverse("programs")).content.decode()
    again = bank.post(reverse("programs"), {"name": "core", "scopes": ["events:read"]})
    assert (again.status_code, Program.objects.count()) == (422, 1)
    bank.post(reverse("withdraw-program", args=[Program.objects.get().client_id]))
    assert Program.objects.get().withdrawn_at == factory.AT


def test_webhook_is_added_rotated_replayed_and_removed(bank: Client, row: Guarantee) -> None:
    assert bank.post(reverse("webhooks-page"), {"url": "http://bank.example/"}).status_code == 422
    bank.post(reverse("webhooks-page"), {"url": "https://bank.example/"})
    hook = Webhook.objects.get()
    event = Event.objects.filter(kind=EventKind.GUARANTEE_ACCEPTED).latest("pk")
    Delivery.objects.create(
        event=event, webhook=hook, status=DeliveryStatus.FAILED, due_at=factory.AT, last_error="410"
    )
    assert "410" in bank.get(reverse("webhook-page", args=[hook.pk]) + "?failed=1").content.decode()
    assert (
        "1 delivery is sent again"
        in bank.post(reverse("webhook-replay-page", args=[hook.pk]), follow=True).content.decode()
    )
    assert "secret long" in bank.post(reverse("webhook-rotate-page", args=[hook.pk])).content.decode()
    assert len(Webhook.objects.get().sealed_secrets) == 2
    bank.post(reverse("webhook-remove-page", args=[hook.pk]))
    assert bank.get(reverse("webhook-page", args=[hook.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 25, 1999])
def test_lists_ask_the_same_questions_whatever_is_in_them(
    bank: Client, row: Guarantee, count: int, django_assert_num_queries: Any
) -> None:
    assert row.guarantor is not None
    actor = factory.employee_of(row.guarantor.firm)
    told = {"bank": actor.firm_number, "actor": actor.name, "client": ""}
    when = {"proposed_at": factory.AT, "lapses_at": factory.AT}
    who = {"proposed_by": actor.user, "subject": row.pk, "subject_version": 0, "verb": "cancel_guarantee"}
    Proposal.objects.bulk_create(Proposal(data=told, status="LAPSED", **who, **when) for _ in range(count))
    with django_assert_num_queries(11):
        page = bank.get(reverse("bank-proposals")).content.decode()
    assert page.count("<dt>By</dt>") == min(count, 25)
