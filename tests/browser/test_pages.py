"""Every kind of page, light and dark, wide and narrow: no axe finding, nothing wider than its window or its box."""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from acts.common.numbers import check_digit
from acts.notices.models import Email, Notice
from acts.notices.services import webhooks
from guarantees.models import Guarantee, Guarantor
from guarantees.services import claims, contests, life, two_persons
from offices.models import Holiday
from offices.services import reference
from tests.browser.conftest import PASSWORD
from tests.browser.places import ADMIN, PAGES, REFUSED, address, administration
from tests.factories import guarantees as factory
from tests.pseudo import pseudo
from transit.models import RiskProfile
from transit.rehearsal import scenes
from transit.rehearsal.stage import OWN, Stage
from transit.services import destination

__all__ = ["pseudo"]

WIDE = 1280
LOOKS = [("light", WIDE), ("dark", WIDE), ("light", 390)]
# The rules of axe that look at colours.
COLOURED = ["color-contrast", "link-in-text-block"]
# Whatever is wider than its box and neither clipped nor a mere place to scroll.
_BURST = """() => [...document.querySelectorAll(".top *, .side *, main:not(.admin *) *")].filter(e => {
  const box = e.getBoundingClientRect(), look = getComputedStyle(e);
  return box.width > 1 && look.clipPath === "none" && !e.closest("svg, datalist, select, option")
    && !(e.matches("input, textarea")) && e.scrollWidth > e.clientWidth + 1 && look.display !== "inline"
    && look.overflowX !== "auto"
}).map(e => e.outerHTML.slice(0, 90))"""
KHMER = "ក្រុមហ៊ុនដឹកជញ្ជូនទន្លេសាបអ៊ិនធើណេសិនណលឯកឧត្តមនិងបុត្រឯ.ក"


def _extreme(stage: Stage) -> None:
    """A draft with everything as long as it may be, and such a movement on the road."""
    for number, (name, plays) in enumerate((("EXTREME-DRAFT", scenes.draft), ("EXTREME", scenes.in_transit)), 9900):
        play = stage.play("singapore-bangkok", name=name, number=number, start=stage.at, pace=stage.at - stage.at)
        content, boxes = play.content, [f"MSKU{box:06d}" for box in range(99)]
        content["containers"] = [{"number": box + check_digit(box), "seals": [f"{box}SEALED0000"]} for box in boxes]
        content["driver"] = {"name": KHMER * 2, "document_number": "9" * 35}
        content["route_text"] = "R" * 512
        place = {"street": "ផ" * 70, "city": "ក" * 70, "postcode": "1" * 17, "country": "KH"}
        content["consignments"][0] |= {"consignee": {"name": KHMER * 2, **place}}
        content["consignments"][0]["items"][0] |= {"description": "W" * 512}
        packages = [{"kind": "CT", "count": 99999999, "marks": "M" * 512}] * 9
        content["consignments"][0]["items"][1] |= {"packages": packages}
        plays(play)


def _banking(stage: Stage) -> None:
    """Something on each of the bank's pages: a claim demanded and contested, what waits for a colleague, a program."""
    guarantee, bank = Guarantee.objects.get(grn=OWN["SG"][0]), stage.actors["bank"]
    webhooks.make(firm=bank.firm_number, url="https://" + "x" * 60 + ".example/hook", kinds=[], at=stage.at)
    held = guarantee.reservations.filter(state="LIVE", claims=None).earliest("reserved_at").reference
    claim = factory.notified(held, "500", at=stage.at).claims[0]
    due = stage.at.date() + timedelta(days=30)
    claims.demand(claim=claim.pk, due_on=due, actor=factory.recovery_officer(), at=stage.at)
    contests.contest(claim=claim.pk, reason="R" * 200, actor=bank, at=stage.at)
    Guarantor.objects.filter(firm=bank.firm_id).update(two_persons=True)
    two_persons.give_notice(guarantee=guarantee.pk, actor=bank, at=stage.at)
    terms = factory.terms(principal="SG-T-0001", valid_from=stage.at.date())
    failed = {"status": "FAILED", "attempts": 1, "last_error": "the address was refused: 550", "due_at": stage.at}
    Email.objects.create(person=bank.user, notice=Notice.objects.filter(kind="IE023")[0], **failed)
    two_persons.issue(terms=terms, actor=factory.employee_of(guarantee.guarantor.firm, stage.at), at=stage.at)


def _proposing(stage: Stage) -> None:
    """Changes of reference data that wait for a second administrator: a day added, one deleted."""
    national, day = stage.actors["national"], Holiday.objects.filter(country="SG")[0]
    added = {
        "country": ["SG"],
        "day": ["2027-03-01"],
        "name": ["Day of the Long Road between Two Seas and Three Rivers"],
    }
    kind = day._meta.label_lower
    common = {"kind": kind, "country": "SG", "standing": "", "actor": national, "at": stage.at}
    reference.propose(verb=reference.ADD, key="", form=added, **common)
    # Countries keep their risk profiles to themselves: the sample data have none.
    RiskProfile.objects.create(
        country_id="SG", name="Dear", criterion="VALUE", operand="1000000 SGD", channel="RED", valid_from="2026-01-01"
    )
    reference.propose(verb=reference.DELETE, key=str(day.pk), form={"post": ["yes"]}, **common)


def _waiting(stage: Stage) -> None:
    """A row in each worklist that the demonstration leaves empty: presented, under control at the end, cancelled."""
    for number, (name, plays) in enumerate((("PRESENTED", scenes.presented), ("UNLOADED", scenes.arrived)), 9910):
        hour = timedelta(hours=1)
        play = stage.play("singapore-bangkok", name=name, number=number, start=stage.at - 20 * hour, pace=hour)
        row = plays(play)
    officer = play.cast.officers[play.content["office_of_destination"]]
    destination.order_control(actor=officer, movement=row.pk, kind="BY_HAND", at=play.tick())
    given = factory.active(at=stage.at)
    assert given.guarantor is not None
    life.give_notice(guarantee=given.pk, actor=factory.employee_of(given.guarantor.firm, stage.at), at=stage.at)


def _findings(page: Page, *named: str) -> list[tuple[Any, ...]]:
    """What axe finds, and what is wider than the window or its own box."""
    violations = Axe().run(page).response["violations"]
    found = [(*named, row["id"], [node["target"] for node in row["nodes"]][:3]) for row in violations]
    return found + _spills(page, *named)


def _spills(page: Page, *named: str) -> list[tuple[Any, ...]]:
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    found: list[tuple[Any, ...]] = [(*named, "wider than the window")] if wide else []
    return found + [(*named, "bursts its box", text) for text in page.evaluate(_BURST)]


def _dim(page: Page, *named: str, picture: Callable[[], None] = lambda: None) -> list[tuple[Any, ...]]:
    """What of the page is hard to read when it turns dark; all else about it is the same."""
    page.emulate_media(color_scheme="dark")
    found = Axe().run(page, options={"runOnly": COLOURED}).response["violations"]
    picture()
    page.emulate_media(color_scheme="light")
    return [(*named, "dark", row["id"], [node["target"] for node in row["nodes"]][:3]) for row in found]


def _picture(page: Page, pictures: Path | None, name: str, role: str, width: int, scheme: str) -> None:
    if pictures is not None:
        plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "home"
        # The bar on top sticks to the window: a picture of the whole page is taken from its top.
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=pictures / f"{plain}-{role}-{width}-{scheme}-en.png", full_page=True)


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_pages_have_no_axe_finding_and_fit(
    stage: Stage, person: Callable[..., Page], pictures: Path | None, scheme: str, width: int
) -> None:
    list(scenes.play_all(stage))
    _extreme(stage)
    _waiting(stage)
    _banking(stage)
    _proposing(stage)
    found = []
    for role, targets in (*PAGES.items(), *ADMIN.items()):
        page = person(role, width=width, color_scheme=scheme)
        for target in targets:
            answer = page.goto(address(target))
            assert answer is not None
            expected = REFUSED.get(target) or REFUSED.get(f"{target} {role}") or 200
            assert answer.status == expected, (role, target)
            assert "/worklists/" not in target or not page.get_by_text("Nothing waits here.").count(), (role, target)
            found += _findings(page, role, target)
            _picture(page, pictures, target, role, width, scheme)
            if width < WIDE:
                found += _dim(page, role, target)
    page = person("bank", width=width, color_scheme=scheme)
    for target, name in (("programs", "secret of a program"), ("webhooks", "webhook refused")):
        page.goto(f"/guarantees/{target}/")
        page.locator("section.act input[type=text]").first.fill("http://second")
        page.locator("input[type=checkbox]").first.check()
        page.locator("section.act button[type=submit]").click()
        found += _findings(page, name)
        _picture(page, pictures, name, "bank", width, scheme)
    page = person("trader", width=width, color_scheme=scheme)
    for act, name in (("fits", "cover computed"), ("make-code", "code shown once")):
        page.goto(address("DRAFT" if act == "fits" else "guarantee"))
        for folded in page.locator("details", has=page.locator(f"form[action$='/{act}/']")).all():
            folded.locator("summary").click()
        for field in page.locator(f"form[action$='/{act}/'] input[type=text]").all():
            field.fill("Tuas branch")
        page.locator(f"form[action$='/{act}/'] button[type=submit]").click()
        found += _findings(page, name)
        _picture(page, pictures, name, "trader", width, scheme)
    assert found == []


def test_tables_of_the_admin_have_no_axe_finding_and_fit(
    stage: Stage, person: Callable[..., Page], pictures: Path | None
) -> None:
    """Each loaded once, then turned dark and made narrow: those above, of the same templates, in every look."""
    list(scenes.play_all(stage))
    _banking(stage)
    _proposing(stage)
    people = {who: person(who) for who in ("auditor", "national", "central")}
    found = []
    for who, path in [*administration()]:
        page = people[who]
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, (who, path)
        found += _findings(page, who, path)
        _picture(page, pictures, path, who, WIDE, "light")
        found += _dim(page, who, path, picture=partial(_picture, page, pictures, path, who, WIDE, "dark"))
        page.set_viewport_size({"width": 390, "height": 900})
        found += _spills(page, who, path, "narrow")
        _picture(page, pictures, path, who, 390, "light")
        page.set_viewport_size({"width": WIDE, "height": 900})
    assert found == []


@pytest.mark.parametrize("width", [WIDE, 390])
def test_pages_hold_a_language_of_many_letters(
    stage: Stage, person: Callable[..., Page], pseudo: None, pictures: Path | None, width: int
) -> None:
    play = stage.play("singapore-bangkok", name="RELEASED", number=9902, start=stage.at, pace=stage.at - stage.at)
    scenes.in_transit(play)
    found = []
    for role, targets in (("trader", ["/", "/declarations/new/", "RELEASED"]), ("transit", ["RELEASED"])):
        page = person(role, width=width)
        for target in targets:
            page.goto(address(target))
            found += _findings(page, role, target)
            _picture(page, pictures, f"wordy {target}", role, width, "light")
    assert found == []


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_refusals_have_no_axe_finding_and_fit(
    stage: Stage,
    person: Callable[..., Page],
    pictures: Path | None,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    scheme: str,
    width: int,
) -> None:
    play = stage.play("singapore-bangkok", name="EMPTY", number=9901, start=stage.at, pace=stage.at - stage.at)
    lrn = {"lrn": "DEMO-EMPTY"}
    draft = scenes.draft(play.__class__(lrn, play.cast, play.supervisor, play.tick))
    page, found = person("trader", width=width, color_scheme=scheme), []

    def look(name: str) -> None:
        found.extend(_findings(page, name))
        _picture(page, pictures, name, "trader", width, scheme)

    page.goto(f"/movements/{draft.pk}/")
    page.click("section.act button[type=submit]")
    look("findings of lodging")
    page.goto(page.locator(".findings a").first.get_attribute("href") or "")
    look("field of a finding")
    page.fill("[name=lrn]", "")
    # The server's page is looked at, not the browser's own word.
    page.eval_on_selector("form.declare", "form => form.noValidate = true")
    page.click("form.declare .pages button.primary")
    look("form refused")
    page.context.clear_cookies(name="csrftoken")
    page.click("form.declare .pages button.primary")
    look("403 csrf")
    with monkeypatch.context() as broken:
        broken.setattr("transit.views.side.worklists", None)
        page.goto("/")
        look("500")
    page.context.clear_cookies()
    page.goto("/")
    look("login")
    settings.AXES_ENABLED = True
    for _ in range(5):
        page.goto("/login/")
        page.fill("[name=username]", "trader")
        page.fill("[name=password]", PASSWORD + "x")
        page.click("button[type=submit]")
    look("429 locked")
    assert found == []
