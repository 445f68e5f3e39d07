"""Singapore to Bangkok by a trader and six officers, each in a browser of their own."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SAMPLE
from transit.models import Movement
from transit.rehearsal.stage import OWN, OWN_CODE, Stage


def _find(page: Page, text: str) -> None:
    """As a scanner does: type into the field on top, enter; the only hit opens."""
    page.fill("[name=q]", text)
    page.press("[name=q]", "Enter")
    page.wait_for_url("**/movements/**")


def _act(page: Page, title: str) -> None:
    """Send the form that stands open, which must be this one."""
    form = page.locator("section.act")
    expect(form.locator("h2")).to_contain_text(title)
    form.locator("button[type=submit]").click()
    expect(page.locator(".message.ok")).to_be_visible()


def _see_all_as_it_should_be(page: Page) -> None:
    for check in page.locator("section.act fieldset.check").all():
        check.locator("input[type=radio]").first.check()


@pytest.mark.parametrize(
    "options",
    [{}, {"java_script_enabled": False}, {"width": 390}],
    ids=["at a desk", "without JavaScript", "on a phone"],
)
def test_journey(
    stage: Stage, posts: dict[str, str], person: Callable[..., Page], tmp_path: Path, options: dict[str, Any]
) -> None:
    told = stage.play(SAMPLE, name="BROWSER", number=7001, start=stage.at, pace=stage.at - stage.at)
    content = told.content | {"guarantees": [{"grn": OWN["SG"][0], "access_code": OWN_CODE}]}
    file = tmp_path / "declaration.json"
    file.write_text(json.dumps(content))

    trader = person("trader", **options)
    trader.goto("/declarations/new/")
    trader.set_input_files("[name=file]", file)
    trader.click("form:has([name=file]) button[type=submit]")
    _act(trader, "Lodge the declaration")
    mrn = str(Movement.objects.get().mrn)

    route = [content["office_of_departure"], *(stop["office"] for stop in content["offices_of_transit"])]
    first = person(posts[route[0]], **options)
    _find(first, mrn)
    first.check("section.act [name=paper_checked]")
    _act(first, "Release for transit")
    for office in route[1:]:
        officer = person(posts[office], **options)
        _find(officer, mrn.lower())
        _see_all_as_it_should_be(officer)
        _act(officer, "Record presentation")
        _act(officer, "Record crossing")
    last = person(posts[content["office_of_destination"]], **options)
    _find(last, content["vehicle"]["registration"])
    _see_all_as_it_should_be(last)
    _act(last, "Record the arrival")
    _act(last, "Record the result")

    trader.reload()
    expect(trader.locator(".head")).to_contain_text("discharged")
