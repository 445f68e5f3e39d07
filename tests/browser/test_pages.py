"""Every kind of page, light and dark, wide and narrow: no axe finding, nothing wider than the window."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page

from offices.models import CountryProfile
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
    "departure": ["/admin/", "/admin/transit/movement/", "admin ACCEPTED"],
    "auditor": ["/admin/common/historyentry/", "admin history ACCEPTED"],
}


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390)])
def test_pages_have_no_axe_finding_and_fit(
    stage: Stage, person: Callable[..., Page], pictures: Path | None, scheme: str, width: int
) -> None:
    list(scenes.play_all(stage))
    found = []
    for role, targets in (*PAGES.items(), *ADMIN.items()):
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
                name = re.sub(r"[/ ]+", "-", target.strip("/").partition("?")[0].rstrip("/")).lower() or "home"
                page.screenshot(path=pictures / f"{name}-{role}-{width}-{scheme}-en.png", full_page=True)
    assert found == []


def _address(target: str) -> str:
    if target.startswith("/"):
        return target
    if target == "admin profile":
        return reverse("admin:offices_countryprofile_change", args=[CountryProfile.objects.get(country="SG").pk])
    *where, name = target.split()
    row = Movement.objects.get(lrn=f"DEMO-{name}")
    if where:
        return reverse(f"admin:transit_movement_{where[1] if where[1:] else 'change'}", args=[row.pk])
    return reverse("movement", args=[row.pk])


@pytest.mark.parametrize("target", ["/login/", "/nothing/"])
def test_pages_without_a_log_in_have_no_axe_finding(person: Callable[..., Page], target: str) -> None:
    page = person("trader")
    page.context.clear_cookies()
    page.goto("/login/" if target == "/login/" else f"/login/?next={target}")
    assert Axe().run(page).response["violations"] == []
