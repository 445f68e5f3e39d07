"""The life of a guarantee on pages: issued, accepted, opened by a code, reduced by two persons; a claim on one paid.

Told twice: by the keyboard alone, and by the mouse where JavaScript is off.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from guarantees.models import AccessCode, Claim, Guarantee
from guarantees.services import claims
from offices.actors import local_day
from tests.browser.conftest import SAMPLE
from tests.browser.hands import Hands, Keys, Mouse
from tests.factories import guarantees as factory
from transit.rehearsal import company, scenes
from transit.rehearsal.stage import Stage

Enter = Callable[[str], Hands]


@pytest.fixture(params=[Keys, Mouse], ids=["by keyboard", "without JavaScript"])
def enter(request: pytest.FixtureRequest, person: Callable[..., Page]) -> Enter:
    """`enter(name)`: that person at the start page, and how the hands work it."""
    hands: type[Hands] = request.param
    return lambda name: hands(person(name, **hands.options))


def _send(hands: Hands, act: str, said: str = "ok") -> None:
    """The form whose address ends so."""
    hands.press(f'form[action$="/{act}/"] button[type=submit]')
    expect(hands.page.locator(f".message.{said}, .secret").first).to_be_visible()


def _unfold(hands: Hands, act: str) -> None:
    hands.press(f'details:has(form[action$="/{act}/"]) > summary')


def _issue(hands: Hands, stage: Stage) -> Guarantee:
    hands.press('.side a[href="/guarantees/issue/"]')
    hands.page.wait_for_url("**/guarantees/issue/")
    hands.type("[name=principal]", "SG-T-0001")
    hands.choose("[name=office]", company.office_of_guarantee("SG"))
    hands.type("[name=reference_amount]", "432100")
    hands.choose("[name=currency]", "SGD")
    hands.day("[name=valid_from]", local_day(stage.at, "Asia/Singapore").isoformat())
    hands.press("main form button[type=submit]")
    expect(hands.page.locator(".message.ok")).to_contain_text("Issued")
    return Guarantee.objects.get(reference_amount=432_100)


def _open(hands: Hands, worklist: str, row: Guarantee) -> None:
    """From the start page by the list that holds it."""
    hands.press(f'.side a[href="{worklist}"]')
    hands.page.wait_for_url(f"**{worklist}")
    hands.press(f'main a[href="/guarantees/{row.pk}/"]')
    hands.page.wait_for_url(f"**/guarantees/{row.pk}/")


def test_guarantee_lives_on_pages(stage: Stage, enter: Enter, tmp_path: Path) -> None:
    row = _issue(enter("bank"), stage)
    office = enter("guarantee")
    _open(office, "/guarantees/worklists/issued/", row)
    _send(office, "accept")

    principal = enter("trader")
    _open(principal, "/guarantees/", row)
    _unfold(principal, "make-code")
    principal.type("[name=given_to]", "Tuas branch")
    _send(principal, "make-code")
    _unfold(principal, "alerts")
    principal.type("[name=low_balance_percent]", "40")
    _send(principal, "alerts")

    paper = tmp_path / "record.pdf"
    paper.write_bytes(factory.PDF)
    # The page was drawn before the principal's acts: it would say so and do nothing.
    office.page.reload()
    _unfold(office, "evidence")
    office.choose("[name=document_type]", "CLEAN_RECORD")
    office.type("[name=reference]", "2026-0417")
    office.attach("[name=file]", paper)
    _send(office, "evidence")
    _unfold(office, "relief")
    office.choose("[name=percentage]", "50")
    office.type("form[action$='/relief/'] [name=reason]", "two clean years")
    office.press("form[action$='/relief/'] button[type=submit]")
    expect(office.page.locator(".message")).to_contain_text("Proposed")

    supervisor = enter("supervisor")
    _open(supervisor, "/guarantees/to-confirm/", row)
    expect(supervisor.page.locator("section.act").first).to_contain_text("instead of 432\u202f100.00 SGD (50\u00a0%)")
    _send(supervisor, "confirm")
    row.refresh_from_db()
    assert (row.state, row.alert_percent, row.percentage) == ("ACTIVE", 40, 50)
    assert AccessCode.objects.get(guarantee=row).label == "Tuas branch"


def test_claim_is_paid_on_pages(stage: Stage, enter: Enter) -> None:
    told = stage.play(SAMPLE, name="CLAIMED", number=7201, start=stage.at, pace=stage.at - stage.at)
    journey = str(scenes.in_transit(told).mrn)
    (claim,) = factory.notified(journey, "500", at=stage.at).claims
    due = stage.at.date() + timedelta(days=30)
    claims.demand(claim=claim.pk, due_on=due, actor=factory.recovery_officer(), at=stage.at)

    bank = enter("bank")
    bank.press('.side a[href="/guarantees/claims/"]')
    bank.page.wait_for_url("**/guarantees/claims/")
    bank.press(f'main a[href="/guarantees/claims/{claim.pk}/"]')
    bank.page.wait_for_url(f"**/claims/{claim.pk}/")
    _send(bank, "acknowledge")
    bank.type("[name=amount]", "500")
    bank.type("[name=payment_reference]", "P-2026-1")
    _send(bank, "pay")
    assert Claim.objects.values_list("state", "paid").get() == ("PAID", 500)
