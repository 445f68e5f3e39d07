"""Every kind of page, light and dark, wide and narrow: no axe finding, nothing wider than its window or its box."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page

from acts.notices.models import Webhook
from acts.notices.services import webhooks
from guarantees.models import Claim, Guarantee, Guarantor, GuarantorApproval
from guarantees.services import claims, contests, two_persons
from offices.models import CountryProfile, Holiday
from offices.services import reference
from tests.browser.conftest import PASSWORD
from tests.factories import guarantees as factory
from tests.pseudo import pseudo
from transit.models import Movement
from transit.rehearsal import scenes
from transit.rehearsal.stage import OWN, Stage

__all__ = ["pseudo"]

LOOKS = [("light", 1280), ("dark", 1280), ("light", 390)]
TYPED = [f"DRAFT/declaration/{part}" for part in ("journey", "cover", "transport", "load", "goods")]
GOODS = ["DRAFT/declaration/consignments/1", "DRAFT/declaration/consignments/1/items/1"]
PAGES: dict[str, list[str]] = {
    "trader": [
        *("/", "/find/?q=nothing", "/styles/", "/glossary/", "/declarations/new/", "/nothing/"),
        *("DRAFT", "GUARANTEE-REFUSED", "HELD", *TYPED, *GOODS, "DRAFT/declaration/transport/?check=1"),
        "EXTREME",
        *("/guarantees/", "/guarantees/?state=ACTIVE", "guarantee", "guarantee ledger/", "guarantee statement/"),
        "/messages/",
    ],
    "departure": [
        *("/worklists/to-release/", "/worklists/to-accept/", "/worklists/announced/", "/worklists/late-facts/"),
        *("ACCEPTED", "UNDER-CONTROL", "DISCREPANCIES", "TOLD-LATE"),
    ],
    "transit": ["/messages/", "/worklists/expected-today/", "/worklists/presented/", "RELEASED", "HELD", "ARRIVED"],
    "destination": ["/worklists/arrived/", "ARRIVED", "RELEASED", "WITHDRAWN"],
    "supervisor": ["/worklists/proposals/", "RESOLUTION-ASKED", "/guarantees/to-confirm/", "office DEMO-REDUCTION"],
    "guarantee": [
        *("/guarantees/", "/guarantees/worklists/issued/", "/guarantees/worklists/suspended/", "/guarantees/book/"),
        *("/guarantees/guarantors/", "/guarantees/exposure/", "/guarantees/exposure/?by=principal"),
        *("end approval", "limit approval"),
        *("office DEMO-WAITING", "office DEMO-REDUCTION"),
    ],
    "auditor": ["/", "DRAFT/declaration/journey"],
    "central": ["/"],
    "bank": [
        *("/guarantees/", "guarantee", "/guarantees/issue/", "/guarantees/proposals/", "/guarantees/claims/"),
        *("guarantee claim", "/guarantees/programs/", "/guarantees/webhooks/", "guarantee webhook"),
    ],
}
ADMIN: dict[str, list[str]] = {
    "national": [
        "/password/",
        "/admin/",
        "/admin/offices/holiday/",
        "/admin/offices/holiday/add/",
        "/admin/offices/user/add/",
        "/admin/guarantees/raterow/?country__code__exact=SG",
        "admin profile",
    ],
    "national2": ["/admin/changes/"],
    "departure": ["/admin/", "/admin/transit/movement/", "admin ACCEPTED"],
    "auditor": ["/admin/common/historyentry/", "admin history ACCEPTED"],
}
REFUSED = {"/nothing/": 404, "DRAFT/declaration/journey auditor": 403}
# Whatever is wider than its box and neither clipped nor a mere place to scroll.
_BURST = """() => [...document.querySelectorAll(".top *, .side *, main:not(.admin *) *")].filter(e => {
  const box = e.getBoundingClientRect(), look = getComputedStyle(e);
  return box.width > 1 && look.clipPath === "none" && !e.closest("svg, datalist, select, option")
    && !(e.matches("input, textarea")) && e.scrollWidth > e.clientWidth + 1 && look.display !== "inline"
    && look.overflowX !== "auto"
}).map(e => e.outerHTML.slice(0, 90))"""
KHMER = "ក្រុមហ៊ុនដឹកជញ្ជូនទន្លេសាបអ៊ិនធើណេសិនណលឯកឧត្តមនិងបុត្រឯ.ក"


def _extreme(stage: Stage) -> Movement:
    """A draft with everything as long as it may be."""
    play = stage.play("singapore-bangkok", name="EXTREME", number=9900, start=stage.at, pace=stage.at - stage.at)
    content = play.content
    content["containers"] = [{"number": f"MSKU{n:07d}", "seals": ["S" * 20]} for n in range(99)]
    content["driver"] = {"name": KHMER * 2, "document_number": "9" * 35}
    content["route_text"] = "R" * 512
    content["consignments"][0] |= {"consignee": {"name": KHMER * 2, "city": "ក" * 70, "country": "KH"}}
    content["consignments"][0]["items"][0] |= {"description": "W" * 512}
    content["consignments"][0]["items"][1] |= {"packages": [{"kind": "CT", "count": 99999999, "marks": "M" * 512}] * 9}
    return scenes.draft(play)


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
    reference.propose(verb=reference.DELETE, key=str(day.pk), form={"post": ["yes"]}, **common)


def _findings(page: Page, *named: str) -> list[tuple[Any, ...]]:
    """What axe finds, and what is wider than the window or its own box."""
    found: list[tuple[Any, ...]] = [
        (*named, row["id"], [node["target"] for node in row["nodes"]][:3])
        for row in Axe().run(page).response["violations"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append((*named, "wider than the window"))
    return found + [(*named, "bursts its box", text) for text in page.evaluate(_BURST)]


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
    _banking(stage)
    _proposing(stage)
    found = []
    for role, targets in (*PAGES.items(), *ADMIN.items()):
        page = person(role, width=width, color_scheme=scheme)
        for target in targets:
            answer = page.goto(_address(target))
            assert answer is not None
            expected = REFUSED.get(target) or REFUSED.get(f"{target} {role}") or 200
            assert answer.status == expected, (role, target)
            found += _findings(page, role, target)
            _picture(page, pictures, target, role, width, scheme)
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
        page.goto(_address("DRAFT" if act == "fits" else "guarantee"))
        for folded in page.locator("details", has=page.locator(f"form[action$='/{act}/']")).all():
            folded.locator("summary").click()
        for field in page.locator(f"form[action$='/{act}/'] input[type=text]").all():
            field.fill("Tuas branch")
        page.locator(f"form[action$='/{act}/'] button[type=submit]").click()
        found += _findings(page, name)
        _picture(page, pictures, name, "trader", width, scheme)
    assert found == []


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_hold_a_language_of_many_letters(
    stage: Stage, person: Callable[..., Page], pseudo: None, pictures: Path | None, width: int
) -> None:
    play = stage.play("singapore-bangkok", name="RELEASED", number=9902, start=stage.at, pace=stage.at - stage.at)
    scenes.in_transit(play)
    found = []
    for role, targets in (("trader", ["/", "/declarations/new/", "RELEASED"]), ("transit", ["RELEASED"])):
        page = person(role, width=width)
        for target in targets:
            page.goto(_address(target))
            found += _findings(page, role, target)
            _picture(page, pictures, f"wordy {target}", role, width, "light")
    assert found == []


def _address(target: str) -> str:
    if target.startswith("/"):
        return target
    if target == "admin profile":
        return reverse("admin:offices_countryprofile_change", args=[CountryProfile.objects.get(country="SG").pk])
    *where, named = target.split()
    if target == "guarantee claim":
        return reverse("claim", args=[Claim.objects.get(state="CONTESTED").pk])
    if target == "guarantee webhook":
        return reverse("webhook-page", args=[Webhook.objects.get().pk])
    if "guarantee" in (target, *where):
        row = Guarantee.objects.get(grn=OWN["SG"][0])
        return f"{reverse('guarantee', args=[row.pk])}{named if where else ''}"
    if where == ["office"]:
        return reverse("guarantee", args=[Guarantee.objects.get(bank_reference=named).pk])
    if named == "approval":
        bank = GuarantorApproval.objects.get(guarantor__firm__number="SG-B-0001", office__country="SG")
        return reverse(f"guarantor-{where[0]}", args=[bank.pk])
    name, _slash, rest = named.partition("/")
    row = Movement.objects.get(lrn=f"DEMO-{name}")
    if where:
        return reverse(f"admin:transit_movement_{where[1] if where[1:] else 'change'}", args=[row.pk])
    inner = rest if not rest or "?" in rest else f"{rest}/"
    return f"{reverse('movement', args=[row.pk])}{inner}"


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
