"""Every kind of page, light and dark, wide and narrow: no axe finding, nothing wider than the window."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from transit.models import Movement
from transit.rehearsal import scenes
from transit.rehearsal.stage import Stage

PAGES: dict[str, list[str]] = {
    "trader": ["/", "/find/?q=nothing", "/styles/", "/declarations/new/", "DRAFT", "GUARANTEE-REFUSED", "HELD"],
    "departure": ["/worklists/to-release/", "/worklists/to-accept/", "ACCEPTED", "UNDER-CONTROL", "DISCREPANCIES"],
    "transit": ["/worklists/expected-today/", "/worklists/presented/", "RELEASED", "HELD"],
    "destination": ["/worklists/arrived/", "ARRIVED", "RELEASED"],
    "supervisor": ["/worklists/proposals/", "RESOLUTION-ASKED"],
}


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390)])
def test_pages_have_no_axe_finding_and_fit(
    stage: Stage, person: Callable[..., Page], pictures: Path | None, scheme: str, width: int
) -> None:
    list(scenes.play_all(stage))
    found = []
    for role, targets in PAGES.items():
        page = person(role, width=width, color_scheme=scheme)
        for target in targets:
            answer = page.goto(_address(target))
            assert answer is not None
            assert answer.status == 200, (role, target)
            found += [
                (role, target, row["id"], row["nodes"][0]["target"]) for row in Axe().run(page).response["violations"]
            ]
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                found.append((role, target, "wider than the window", []))
            if pictures is not None:
                name = target.strip("/").replace("/", "-").partition("?")[0].lower() or "home"
                page.screenshot(path=pictures / f"{name}-{role}-{width}-{scheme}-en.png", full_page=True)
    assert found == []


def _address(target: str) -> str:
    if target.startswith("/"):
        return target
    return f"/movements/{Movement.objects.get(lrn=f'DEMO-{target}').pk}/"


@pytest.mark.parametrize("target", ["/login/", "/nothing/"])
def test_pages_without_a_log_in_have_no_axe_finding(person: Callable[..., Page], target: str) -> None:
    page = person("trader")
    page.context.clear_cookies()
    page.goto("/login/" if target == "/login/" else f"/login/?next={target}")
    assert Axe().run(page).response["violations"] == []
