"""Reduction and waiver on pages: papers, a proposal, a second person."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from acts.common.models import Proposal
from guarantees.models import Guarantee
from offices.actors import Actor
from tests.factories import guarantees as factory


@pytest.fixture
def row(office: Client) -> Guarantee:
    return factory.active()


def fresh(row: Guarantee) -> Guarantee:
    return Guarantee.objects.get(pk=row.pk)


def sent(client: Client, act: str, row: Guarantee, **body: Any) -> Any:
    target = reverse(f"guarantee-{act}", args=[row.pk])
    return client.post(target, {"version": fresh(row).version} | body, follow=True)


def test_proposal_without_its_paper_says_what_is_missing(office: Client, row: Guarantee) -> None:
    answer = sent(office, "relief", row, percentage=50, reason="two clean years")
    assert answer.status_code == 422
    assert "CLEAN_RECORD is asked for and not attached" in answer.content.decode()


def test_paper_is_attached_listed_and_handed_out(office: Client, row: Guarantee) -> None:
    file = SimpleUploadedFile("record.pdf", factory.PDF)
    page = sent(office, "evidence", row, document_type="CLEAN_RECORD", reference="7", file=file).content.decode()
    target = reverse("guarantee-paper", args=[row.pk, row.evidence.get().pk])
    assert target in page
    assert b"".join(office.get(target)) == factory.PDF


def test_paper_and_its_name_are_not_the_banks_to_see(enter: Callable[[Actor], Client], row: Guarantee) -> None:
    paper = factory.paper(row)
    assert row.guarantor is not None
    bank, target = enter(factory.employee_of(row.guarantor.firm)), reverse("guarantee-paper", args=[row.pk, paper.pk])
    page = bank.get(reverse("guarantee", args=[row.pk])).content.decode()
    assert target not in page
    assert paper.name not in page
    assert paper.reference not in page
    assert bank.get(target).status_code == 403


def test_proposal_is_confirmed_once_by_the_supervisor(
    office: Client, row: Guarantee, enter: Callable[[Actor], Client]
) -> None:
    factory.paper(row)
    sent(office, "relief", row, percentage=50, reason="two clean years")
    supervisor, target = enter(factory.supervisor_of()), _confirm(row)
    page = supervisor.get(reverse("guarantee", args=[row.pk])).content.decode()
    then, now = (f'<span class="amount">{amount}\u202f000.00</span>' for amount in (5, 10))
    amounts = f"{then} instead of {now} SGD (50\u00a0%)"
    for shown in (
        target,
        amounts,
        "clean record ",
        "Confirm: reduction to 50\u00a0%",
        "Changes at once what the guarantor",
    ):
        assert shown in page
    for said in ("message ok", "message warn"):
        assert said in supervisor.post(target, follow=True).content.decode()
        assert fresh(row).percentage == 50


def test_proposal_before_acceptance_says_that_it_still_waits(enter: Callable[[Actor], Client]) -> None:
    row = factory.issued()
    factory.proposed(row)
    page = enter(factory.supervisor_of()).get(reverse("guarantee", args=[row.pk])).content.decode()
    assert "The guarantee still waits to be accepted." in page


def test_proposed_waiver_says_what_its_confirmation_gives(office: Client, enter: Callable[[Actor], Client]) -> None:
    row = factory.booked_waiver()
    factory.proposed(row, 0)
    page = enter(factory.supervisor_of()).get(reverse("guarantee", args=[row.pk])).content.decode()
    assert "Confirm: the waiver" in page
    assert "Gives the waiver its GRN" in page


def test_supervisor_is_not_asked_about_the_own_firms_guarantee(enter: Callable[[Actor], Client]) -> None:
    subject = factory.proposed(factory.active()).subject
    supervisor = factory.supervisor_of()
    pages = enter(supervisor), reverse("guarantees-to-confirm")
    assert "1 proposal" in pages[0].get(pages[1]).content.decode()
    assert supervisor.user is not None
    supervisor.user.firm = Guarantee.objects.get(pk=subject).principal
    supervisor.user.save()
    assert "Nothing waits here." in pages[0].get(pages[1]).content.decode()


def _confirm(row: Guarantee) -> str:
    return reverse("relief-confirm", args=[Proposal.objects.get(subject=row.pk).pk])


def test_proposer_sees_no_button_to_confirm_and_may_not(office: Client, row: Guarantee) -> None:
    factory.paper(row)
    page = sent(office, "relief", row, percentage=50, reason="two clean years").content.decode()
    assert _confirm(row) not in page
    assert office.post(_confirm(row)).status_code == 403


def test_supervisor_refuses_with_a_reason(office: Client, row: Guarantee, enter: Callable[[Actor], Client]) -> None:
    pending = factory.proposed(row)
    target = reverse("relief-refuse", args=[pending.pk])
    enter(factory.supervisor_of()).post(target, {"reason": "too early"})
    assert (Proposal.objects.get().status, Proposal.objects.get().reason) == (Proposal.Status.REFUSED, "too early")


@pytest.mark.parametrize("rows", [1, 25])
def test_list_of_what_waits_asks_the_same_questions(
    enter: Callable[[Actor], Client], rows: int, django_assert_num_queries: Any
) -> None:
    supervisor = enter(factory.supervisor_of())
    first = factory.proposed(factory.active())
    _more_of(first, rows - 1)
    with django_assert_num_queries(10):
        page = supervisor.get(reverse("guarantees-to-confirm")).content.decode()
    assert page.count("Reduction to 50\u00a0%") == rows
    assert f">{Guarantee.objects.earliest('pk').grn}</a>" in page


def _more_of(first: Proposal, count: int) -> None:
    columns = {field.attname: getattr(first, field.attname) for field in first._meta.concrete_fields}
    Proposal.objects.bulk_create(
        Proposal(**{**columns, "id": None, "subject": factory.active().pk}) for _ in range(count)
    )
