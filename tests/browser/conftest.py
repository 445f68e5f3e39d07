"""Real Chromium against a live server, on the demonstration's people and movements. Run by `make browser` alone.

Whatever the console says of an error, and every report of the content security policy, fails the test.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from acts.common import clock
from offices.enums import OfficerRole
from offices.models import User
from offices.services import demo, factors
from tests.factories import offices as factory
from transit import samples
from transit.rehearsal import stage as stages
from transit.rehearsal.stage import Stage

collect_ignore_glob = [] if os.environ.get("BROWSER") else ["test_*.py"]
PASSWORD = "open-the-gate-2026"
SAMPLE = "singapore-bangkok"
# A busy machine is no finding: what is expected may take this long to come, in milliseconds.
expect.set_options(timeout=20_000)
_ANSWERED = re.compile(r"the server responded with a status of (400|403|404|422|429|500)")
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; Playwright never downloads one."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def stage(race: None) -> Stage:
    """The demonstration's people, who can log in, and their guarantees; really committed."""
    now = clock.now()
    found = stages.of(demo.people(at=now, password=PASSWORD, enrolled=True), at=now)
    list(found.guarantees())
    return found


@pytest.fixture
def posts(stage: Stage) -> dict[str, str]:
    """One officer at each post of the sample, each with one posting as in life; user names by office."""
    content = samples.load(SAMPLE, at=stage.at)
    roles = {content["office_of_departure"]: OfficerRole.DEPARTURE}
    roles |= {stop["office"]: OfficerRole.TRANSIT for stop in content["offices_of_transit"]}
    roles[content["office_of_destination"]] = OfficerRole.DESTINATION
    for office, role in roles.items():
        user: User = factory.officer(username=office.lower(), office=office, roles=[role])
        user.set_password(PASSWORD)
        user.save()
        factors.give(user)
    return {office: office.lower() for office in roles}


@pytest.fixture
def person(chromium: Browser, live_server: LiveServer, stage: Stage) -> Iterator[Callable[..., Page]]:
    """`person("trader", width=390)`: a browser of one's own, logged in through the form."""
    contexts: list[BrowserContext] = []
    said: list[str] = []

    def enter(name: str, *, width: int = 1280, **options: Any) -> Page:
        context = chromium.new_context(base_url=live_server.url, viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto("/login/")
        page.fill("[name=username]", name)
        page.fill("[name=password]", PASSWORD)
        page.click("button[type=submit]")
        if (user := User.objects.get(username=name)).has_second_factor:
            page.wait_for_url("**/second-factor/enter/**")
            page.fill("[name=code]", factors.shown(user, at=clock.now()))
            page.click("button[type=submit]:has-text('Go on')")
        page.get_by_role("button", name="Log out").wait_for()
        return page

    yield enter
    for context in contexts:
        context.close()
    # Chromium calls every answer that refuses a failure to load.
    assert [text for text in said if not _ANSWERED.search(text)] == []


@pytest.fixture
def pictures() -> Path | None:
    """Where pictures go; nowhere unless `make pictures` says so."""
    folder = os.environ.get("PICTURES")
    if not folder:
        return None
    Path(folder).mkdir(parents=True, exist_ok=True)
    return Path(folder)
