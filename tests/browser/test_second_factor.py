"""Enrolment, the second step of the log-in, step-up: done in a browser without scripts, looked at in every look."""

import re
from base64 import b32decode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django_otp.oath import TOTP
from playwright.sync_api import Page, expect

from acts.common import clock
from offices.models import Authenticator, User
from offices.services import factors
from tests.browser.test_pages import LOOKS, _findings, _picture
from transit.rehearsal import scenes
from transit.rehearsal.stage import Stage


def _shown(page: Page) -> str:
    """What the app shows that was given the key of the enrolment page."""
    found = re.search(r"[A-Z2-7]{4}( [A-Z2-7]{4})+", page.locator("code").inner_text())
    assert found is not None
    return f"{TOTP(b32decode(found[0].replace(' ', ''))).token():06d}"


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_second_factor_has_no_axe_finding_and_fits(
    stage: Stage, person: Callable[..., Page], pictures: Path | None, scheme: str, width: int
) -> None:
    found: list[Any] = []
    page = person("auditor", width=width, color_scheme=scheme)

    def look(name: str) -> None:
        found.extend(_findings(page, name))
        _picture(page, pictures, name, "auditor", width, scheme)

    page.goto("/second-factor/")
    look("second factor none")
    page.click("text=Set up an authenticator")
    look("second factor enrol")
    page.fill("[name=code]", "000000")
    page.click("button:has-text('Set it up')")
    look("second factor refused")
    page.fill("[name=code]", _shown(page))
    page.click("button:has-text('Set it up')")
    expect(page.locator("h1")).to_contain_text("recovery codes")
    look("second factor codes")
    page.goto("/second-factor/")
    look("second factor")
    page.context.clear_cookies()
    page.goto("/login/")
    page.fill("[name=username]", "auditor")
    page.fill("[name=password]", "open-the-gate-2026")
    page.click("button[type=submit]")
    page.fill("[name=code]", "000000")
    page.click("button:has-text('Go on')")
    look("second step refused")
    assert found == []


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False, "width": 390}], ids=["desk", "phone"])
def test_release_goes_on_after_the_proof_with_what_was_typed(
    stage: Stage,
    person: Callable[..., Page],
    pictures: Path | None,
    monkeypatch: pytest.MonkeyPatch,
    options: dict[str, Any],
) -> None:
    told = stage.play("singapore-bangkok", name="STEP-UP", number=7002, start=stage.at, pace=stage.at - stage.at)
    movement = scenes.accepted(told)
    page = person("departure", **options)
    page.goto(f"/movements/{movement.pk}/")
    page.check("section.act [name=paper_checked]")
    page.fill("section.act [name=seals]", "SG0001\nSG0002")
    later = clock.now() + timedelta(minutes=6)
    monkeypatch.setattr("acts.common.clock.now", lambda: later)
    page.click("section.act button[type=submit]")
    expect(page.locator("h1")).to_contain_text("Is it you?")
    _picture(page, pictures, "step up", "departure", options.get("width", 1280), "light")
    found = _findings(page, "step up") if options.get("java_script_enabled", True) else []
    Authenticator.objects.update(last_t=-1)
    page.fill("[name=step_up_code]", factors.shown(User.objects.get(username="departure"), at=datetime.now(UTC)))
    page.click("button:has-text('Go on')")
    expect(page.locator(".message.ok")).to_be_visible()
    movement.refresh_from_db()
    assert (movement.state, movement.seals[-2:]) == ("IN_TRANSIT", ["SG0001", "SG0002"])
    assert found == []
