"""A declaration typed in the browser and lodged; a journey without the mouse; lists that refresh themselves."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SAMPLE
from tests.browser.hands import tab_to
from transit.models import Movement
from transit.rehearsal import scenes
from transit.rehearsal.stage import OWN, OWN_CODE, Play, Stage


def _told(stage: Stage, name: str, number: int) -> Play:
    return stage.play(SAMPLE, name=name, number=number, start=stage.at, pace=stage.at - stage.at)


def _flat(value: Any, path: str) -> dict[str, Any]:
    """A part of the sample as the names of the fields it is typed into."""
    if isinstance(value, dict):
        return {name: text for key, inner in value.items() for name, text in _flat(inner, f"{path}.{key}").items()}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        rows = (_flat(row, f"{path}[{index}]") for index, row in enumerate(value))
        return {name: text for row in rows for name, text in row.items()}
    return {path: value}


def _fill(page: Page, values: dict[str, Any]) -> None:
    for name, value in values.items():
        field = page.locator(f'[name="{name}"]')
        kind = field.first.evaluate("e => e.localName + (e.type || '')")
        if kind.startswith("select"):
            field.select_option(str(value))
        elif kind == "inputcheckbox":
            for one in value:
                page.check(f'[name="{name}"][value="{one}"]')
        elif kind == "inputradio":
            page.check(f'[name="{name}"][value="{value}"]')
        else:
            field.fill("\n".join(value) if isinstance(value, list) else str(value))


def _save(page: Page) -> None:
    page.locator("main form.declare .pages button.primary").click()
    expect(page.locator(".message.ok")).to_be_visible()


@pytest.mark.parametrize(
    "options", [{}, {"java_script_enabled": False}, {"width": 390}], ids=["desk", "no script", "phone"]
)
def test_declaration_is_typed_in_and_lodged(stage: Stage, person: Callable[..., Page], options: dict[str, Any]) -> None:
    content = _told(stage, "TYPED", 7101).content
    page = person("trader", **options)
    page.goto("/declarations/new/")
    page.fill("[name=lrn]", "TYPED-1")
    page.select_option("[name=corridor]", "North-South road: Singapore to Bangkok")
    page.click("text=Begin")
    page.wait_for_url("**/declaration/journey/")
    hours = [f"{stage.at.year + 1}-03-0{day}T10:00" for day in range(1, 6)]
    _fill(page, {f"offices_of_transit[{index}].expected_at": hours[index] for index in range(4)})
    _fill(page, {"expected_arrival_at": hours[4], "route_text": content["route_text"]})
    _save(page)
    _fill(page, {"guarantees[0].grn": OWN["SG"][0].lower(), "guarantees[0].access_code": OWN_CODE})
    _save(page)
    for name in ("carrier", "vehicle", "driver"):
        _fill(page, _flat(content[name], name))
    _save(page)
    _fill(page, {"containerised": "yes", **_flat(content["containers"], "containers")})
    _save(page)
    for consignment in content["consignments"]:
        page.click("main a:has-text('Add a consignment')")
        head = {name: value for name, value in consignment.items() if name != "items"}
        for name, value in head.items():
            _fill(page, _flat(value, name))
        _save(page)
        for item in consignment["items"]:
            for name in ("supporting_documents", "packages"):
                for _more in item.get(name, [])[1:]:
                    page.click(f'button[value="{name}"]')
            for name, value in item.items():
                if name != "number":
                    _fill(page, _flat(value, name))
            page.click("text=Save and add another item")
            expect(page.locator(".message.ok")).to_be_visible()
        page.click(".steps a:has-text('Goods')")
    page.click(".steps a:has-text('Check and lodge')")
    page.click("section.act button[type=submit]")
    expect(page.locator("main")).to_contain_text("accepted")
    assert Movement.objects.get(lrn="TYPED-1").mrn


def _send(page: Page, title: str) -> None:
    expect(page.locator("section.act h2")).to_contain_text(title)
    tab_to(page, "section.act button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator(".message.ok")).to_be_visible()


def _find(page: Page, number: str) -> None:
    tab_to(page, "[name=q]")
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    page.wait_for_url("**/movements/**")


def test_journey_by_keyboard_alone(stage: Stage, posts: dict[str, str], person: Callable[..., Page]) -> None:
    told = _told(stage, "KEYS", 7102)
    row = scenes.draft(told)
    trader = person("trader")
    tab_to(trader, f'a[href="/movements/{row.pk}/"]')
    trader.keyboard.press("Enter")
    trader.wait_for_url("**/movements/**")
    _send(trader, "Lodge the declaration")
    mrn = str(Movement.objects.get().mrn)
    route = [told.content["office_of_departure"], *(stop["office"] for stop in told.content["offices_of_transit"])]
    first = person(posts[route[0]])
    _find(first, mrn)
    tab_to(first, "[name=paper_checked]")
    first.keyboard.press("Space")
    _send(first, "Release for transit")
    for office in route[1:]:
        officer = person(posts[office])
        _find(officer, mrn)
        for name in ("plate", "trailer_plate", "seal_0"):
            tab_to(officer, f"section.act [name={name}]")
            officer.keyboard.press("Space")
        _send(officer, "Record presentation")
        _send(officer, "Record crossing")
    last = person(posts[told.content["office_of_destination"]])
    _find(last, mrn)
    for name in ("plate", "trailer_plate", "seal_0"):
        tab_to(last, f"section.act [name={name}]")
        last.keyboard.press("Space")
    _send(last, "Record the arrival")
    _send(last, "Record the result")
    assert Movement.objects.get().state == "DISCHARGED"


def test_second_click_in_one_breath_is_told_kindly(stage: Stage, person: Callable[..., Page]) -> None:
    row = scenes.accepted(_told(stage, "TWICE", 7103))
    page = person("departure")
    page.goto(f"/movements/{row.pk}/")
    page.check("section.act [name=paper_checked]")
    page.dblclick("section.act button[type=submit]")
    expect(page.locator(".badges")).to_contain_text("in transit")
    page.go_back()
    page.reload()
    assert Movement.objects.get().snapshots.count() == 1


def test_lists_and_movement_refresh_themselves(stage: Stage, person: Callable[..., Page]) -> None:
    row = scenes.accepted(_told(stage, "FRESH", 7104))
    watching, reading, acting = person("departure"), person("trader"), person("departure")
    watching.goto("/worklists/to-release/")
    reading.goto(f"/movements/{row.pk}/")
    acting.goto(f"/movements/{row.pk}/")
    acting.check("section.act [name=paper_checked]")
    acting.click("section.act button[type=submit]")
    for page, text in ((watching, "Nothing waits here"), (reading, "has just changed")):
        # The tab is shown again; else it would be looked up within half a minute.
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(page.locator("main")).to_contain_text(text)
    expect(watching.locator("#lists a:has-text('To release') .n")).to_have_text("0")
    expect(reading.locator("#facts")).to_contain_text("Transit accompanying document, version 1")
    reading.context.clear_cookies()
    acting.goto("/")
    reading.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    reading.wait_for_url("**/login/**")
