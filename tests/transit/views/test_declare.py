"""A declaration typed in part by part: what is stored, what is refused and where, stale pages, rows added by post."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guarantees.models import Reservation
from offices.enums import EmployeeRole
from tests.factories import offices, sessions
from tests.factories import transit as factory
from transit import samples
from transit.enums import State
from transit.models import Movement
from transit.rehearsal import scenes
from transit.rehearsal.stage import Stage
from transit.services import content as contents
from transit.views.places import SECTIONS


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("acts.common.clock.now", lambda: factory.AT + timedelta(minutes=40))


@pytest.fixture
def trader(as_: Callable[[str], Client]) -> Client:
    return as_("trader")


@pytest.fixture
def draft(stage: Stage) -> Movement:
    return factory.movement_in(State.DRAFT, stage)[0]


def _typed(page: str) -> dict[str, Any]:
    """What a browser would send of the page's form as it stands: inputs, chosen options, texts."""
    form = re.search(r'<form method="post" class="declare".*?</form>', page, re.S)
    assert form is not None
    sent: dict[str, Any] = {}
    for tag in re.findall(r"<input [^>]*>", form[0]):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        choice = 'type="radio"' in tag or 'type="checkbox"' in tag
        if name is None or (choice and " checked" not in tag):
            continue
        text = value[1] if value else "on" if choice else ""
        sent[name[1]] = [*sent.get(name[1], []), text] if 'type="checkbox"' in tag else text
    for name, inner in re.findall(r'<textarea name="([^"]+)".*?>\s?(.*?)</textarea>', form[0], re.S):
        sent[name] = inner
    for name, inner in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', form[0], re.S):
        chosen = re.search(r'value="([^"]*)" selected', inner)
        sent[name] = chosen[1] if chosen else ""
    return sent


def _read(row: Movement) -> dict[str, Any]:
    """The content; countries are a set that boxes give in their own order."""
    content = contents.read(factory.row(row))
    content["vehicle"]["insurance_countries"].sort()
    return content


def _pages(row: Movement) -> list[str]:
    pages = [reverse("declare", args=[row.pk, slug]) for slug in SECTIONS]
    for number, consignment in enumerate(contents.read(row)["consignments"], start=1):
        pages.append(reverse("declare-consignment", args=[row.pk, number]))
        count = len(consignment["items"])
        pages += [reverse("declare-item", args=[row.pk, number, item + 1]) for item in range(count)]
    return pages


@pytest.mark.parametrize("sample", samples.names())
def test_every_page_saved_as_it_stands_changes_nothing(stage: Stage, as_: Callable[[str], Client], sample: str) -> None:
    own = samples.load(sample, at=factory.AT)
    named = {"principal": own["principal"], "grn": own["guarantees"][0]["grn"]}
    row, told = factory.movement_in(State.DRAFT, stage, sample=sample, **named)
    client, before = Client(), _read(row)
    sessions.browser(told.cast.trader.user, client)
    for page in _pages(row):
        answer = client.post(page, _typed(client.get(page).content.decode()))
        assert answer.status_code == 302, (page, re.findall('class="error".*', answer.content.decode()))
    assert _read(row) == before


def test_guarantee_saved_again_keeps_its_access_code(stage: Stage, trader: Client, draft: Movement) -> None:
    page = reverse("declare", args=[draft.pk, "cover"])
    before = list(draft.declaration.guarantees.values_list("grn", "access_digest"))
    trader.post(page, _typed(trader.get(page).content.decode()))
    assert list(draft.declaration.guarantees.values_list("grn", "access_digest")) == before


def test_begin_refuses_a_missing_and_a_used_lrn_at_its_field(trader: Client, draft: Movement) -> None:
    for lrn, text in (("", "required"), (draft.lrn, "used already"), ("a b", "form")):
        answer = trader.post(reverse("new-declaration"), {"lrn": lrn, "kind": "STANDARD"})
        page = answer.content.decode()
        assert (answer.status_code, 'aria-invalid="true"' in page, text in page) == (422, True, True), lrn


def test_begin_fills_in_a_known_road(stage: Stage, trader: Client) -> None:
    body = {"lrn": "TYPED-1", "kind": "STANDARD", "corridor": "North-South road: Singapore to Bangkok"}
    answer = trader.post(reverse("new-declaration"), body)
    row = Movement.objects.get(lrn="TYPED-1")
    content = contents.read(row)
    assert answer["Location"] == reverse("declare", args=[row.pk, "journey"])
    assert (content["office_of_departure"], content["office_of_destination"]) == ("SGSIN001", "THBKK001")
    posts = ["SGTUA001", "MYTKP001", "MYBKH001", "THSDO001"]
    assert [stop["office"] for stop in content["offices_of_transit"]] == posts
    assert (content["country_of_dispatch"], content["location_of_goods"]) == ("SG", "SGSIN001")


def test_times_are_typed_as_the_clock_at_each_post_shows_them(trader: Client, draft: Movement) -> None:
    page = reverse("declare", args=[draft.pk, "journey"])
    typed = _typed(trader.get(page).content.decode())
    typed |= {"offices_of_transit[3].office": "THSDO001", "offices_of_transit[3].expected_at": "2026-11-24T08:00"}
    trader.post(page, typed)
    assert contents.read(factory.row(draft))["offices_of_transit"][3]["expected_at"] == "2026-11-24T01:00:00Z"


def test_year_typed_wrong_is_asked_about_and_saved_all_the_same(trader: Client, draft: Movement) -> None:
    page = reverse("declare", args=[draft.pk, "journey"])
    typed = _typed(trader.get(page).content.decode()) | {"expected_arrival_at": "2032-01-01T10:00"}
    text = trader.post(page, typed, follow=True).content.decode()
    assert "on 2032-01-01, more than a month ahead: is the year right?" in text
    assert contents.read(factory.row(draft))["expected_arrival_at"] == "2032-01-01T03:00:00Z"


@pytest.mark.parametrize(("typed", "kept"), [("Carton", "CT"), (" ct ", "CT"), ("", None)])
def test_package_kind_is_typed_by_name_or_code(trader: Client, draft: Movement, typed: str, kept: str | None) -> None:
    page = reverse("declare-item", args=[draft.pk, 1, 1])
    sent = _typed(trader.get(page).content.decode()) | {"packages[0].kind": typed, "gross_mass": "2,150.5"}
    assert "Write a number such as 1200.5" in trader.post(page, sent).content.decode()
    trader.post(page, sent | {"gross_mass": "2150.5"})
    assert contents.read(factory.row(draft))["consignments"][0]["items"][0]["packages"][0].get("kind") == kept


def test_empty_rows_are_left_out_and_errors_stand_at_the_row_typed(trader: Client, draft: Movement) -> None:
    page = reverse("declare", args=[draft.pk, "load"])
    typed = {"version": str(factory.row(draft).version), "containerised": "yes"}
    typed |= {"containers[1].number": "MSKU4601284", "containers[3].number": "bad", "containers[3].seals": "A\r\nA B"}
    answer = trader.post(page, typed)
    text = answer.content.decode()
    assert (answer.status_code, 'href="#f-containers[3].number"' in text) == (422, True)
    assert trader.post(page, typed | {"containers[3].number": ""}).status_code == 302
    numbers = [box.get("number") for box in contents.read(factory.row(draft))["containers"]]
    assert numbers == ["MSKU4601284", None]


def test_another_row_is_added_by_post_without_saving(trader: Client, draft: Movement) -> None:
    page = reverse("declare", args=[draft.pk, "journey"])
    typed = _typed(trader.get(page).content.decode()) | {"route_text": "half typed"}
    answer = trader.post(page, typed | {"add": "offices_of_transit"})
    again = _typed(answer.content.decode())
    assert again["offices_of_transit[4].office"] == ""
    assert again["route_text"] == "half typed"
    assert factory.row(draft).declaration.route_text != "half typed"


def test_rows_end_where_the_declaration_does(trader: Client, draft: Movement) -> None:
    page = reverse("declare", args=[draft.pk, "journey"])
    typed = {"version": str(draft.version), "offices_of_transit[17].office": "", "add": "offices_of_transit"}
    text = trader.post(page, typed | {"offices_of_transit[999].office": "x"}).content.decode()
    assert text.count('name="offices_of_transit[') == 36
    assert 'value="offices_of_transit"' not in text


def test_text_the_api_refuses_is_refused_at_its_field(trader: Client, draft: Movement) -> None:
    page = reverse("declare-item", args=[draft.pk, 1, 1])
    typed = _typed(trader.get(page).content.decode())
    wrong = {"commodity_code": "12", "gross_mass": "1,5", "packages[0].count": "two", "value.currency": "XXX"}
    text = trader.post(page, typed | wrong).content.decode()
    assert [f'href="#f-{name}"' in text for name in wrong] == [True] * 4


def test_findings_of_lodging_lead_to_their_fields(stage: Stage, trader: Client) -> None:
    content = factory.play(stage).content
    content["consignments"][0]["items"][1]["net_mass"] = "999999"
    content["vehicle"]["permit_number"] = "NO-SUCH"
    row = scenes.draft(factory.play(stage, **content | {"lrn": "WRONG-1", "driver": {}}))
    page = trader.post(reverse("check", args=[row.pk])).content.decode()
    item = reverse("declare-item", args=[row.pk, 1, 2])
    assert (" things are missing or wrong." in page, "This was not done" in page) == (True, False)
    assert f'href="{item}?check=1#f-net_mass"' in page
    assert f'href="{reverse("declare", args=[row.pk, "transport"])}?check=1#f-driver.name"' in page
    assert '<span class="num">NO-SUCH</span>: not in the register of permits' in page
    assert 'aria-invalid="true"' in trader.get(item + "?check=1").content.decode()
    assert 'aria-invalid="true"' not in trader.get(item).content.decode()


def test_check_changes_nothing_and_says_that_all_is_well(trader: Client, draft: Movement) -> None:
    version = factory.row(draft).version
    page = trader.post(reverse("check", args=[draft.pk]), follow=True).content.decode()
    assert "The checks find nothing" in page
    assert factory.row(draft).version == version


def test_cover_is_not_computed_for_a_draft_with_findings(stage: Stage, trader: Client) -> None:
    row = scenes.draft(factory.play(stage, lrn="WRONG-2", driver={}))
    answer = trader.post(reverse("fits", args=[row.pk]))
    assert (answer.status_code, "The guarantee is" in answer.content.decode()) == (422, False)


def test_cover_is_computed_by_country_and_item_and_reserves_nothing(trader: Client, draft: Movement) -> None:
    page = trader.post(reverse("fits", args=[draft.pk])).content.decode()
    assert "The guarantee is enough" in page
    for country in ("Singapore", "Malaysia", "Thailand"):
        assert page.count(f'<td class="what">{country}</td>') + page.count(f"<b>{country}</b>") >= 2
    assert "Would be held" in page
    assert not Reservation.objects.exists()


def test_page_gone_stale_is_not_saved_but_shown_again_as_typed(trader: Client, draft: Movement) -> None:
    page = reverse("declare", args=[draft.pk, "transport"])
    first = _typed(trader.get(page).content.decode())
    trader.post(page, first | {"driver.name": "Ali"})
    answer = trader.post(page, first | {"driver.name": "Somchai"})
    text = answer.content.decode()
    assert (answer.status_code, "Nothing was saved" in text, 'value="Somchai"' in text) == (422, True, True)
    assert factory.row(draft).declaration.driver["name"] == "Ali"
    assert trader.post(page, _typed(text)).status_code == 302
    assert factory.row(draft).declaration.driver["name"] == "Somchai"


def test_second_click_is_taken_as_done(trader: Client, draft: Movement) -> None:
    page = reverse("declare", args=[draft.pk, "transport"])
    typed = _typed(trader.get(page).content.decode()) | {"driver.name": "Ali"}
    first, second = (trader.post(page, typed) for _ in range(2))
    assert (first.status_code, second.status_code, second["Location"]) == (302, 302, first["Location"])
    assert factory.verbs(draft).count("edit_draft") == 1


def test_draft_lodged_and_withdrawn_is_shown_as_it_is_now(trader: Client, draft: Movement) -> None:
    trader.post(reverse("lodge", args=[draft.pk]))
    trader.post(reverse("invalidate", args=[draft.pk]), {"reason": "sold to another"})
    answer = trader.get(reverse("declare", args=[draft.pk, "cover"]), follow=True)
    assert "this is no longer a draft. It is now invalidated" in answer.content.decode()


@pytest.mark.parametrize("place", ["consignments/9/", "consignments/0/", "consignments/1/items/9/", "nothing/"])
def test_place_that_is_not_there_is_not_found(trader: Client, draft: Movement, place: str) -> None:
    page = reverse("declare-goods", args=[draft.pk]).replace("goods/", place)
    assert [trader.get(page).status_code, trader.post(page).status_code] == [404, 404]


def test_goods_are_added_and_removed(trader: Client, draft: Movement) -> None:
    trader.post(reverse("declare-consignment", args=[draft.pk, 3]), {"gross_mass": "12 000.5"})
    item = reverse("declare-item", args=[draft.pk, 3, 1])
    answer = trader.post(item, {"commodity_code": "8471.30.20", "description": "two\r\nlines", "another": "item"})
    assert answer["Location"] == reverse("declare-item", args=[draft.pk, 3, 2])
    added = contents.read(factory.row(draft))["consignments"][2]
    assert (added["gross_mass"], added["items"][0]["number"]) == ("12000.5", 6)
    assert (added["items"][0]["commodity_code"], added["items"][0]["description"]) == ("84713020", "two lines")
    trader.post(item, {"remove": "item"})
    trader.post(reverse("declare-consignment", args=[draft.pk, 1]), {"remove": "consignment"})
    left = contents.read(factory.row(draft))["consignments"]
    assert [[item["number"] for item in row["items"]] for row in left] == [[1, 2], []]


def test_removal_from_a_stale_page_removes_nothing(trader: Client, draft: Movement) -> None:
    page = reverse("declare-item", args=[draft.pk, 1, 1])
    answer = trader.post(page, {"remove": "item", "version": "0"}, follow=True)
    assert "Nothing was removed" in answer.content.decode()
    assert len(contents.read(factory.row(draft))["consignments"][0]["items"]) == 3


def test_amendment_is_refused_to_who_only_prepares_and_where_nothing_may_be_amended(
    stage: Stage, trader: Client
) -> None:
    accepted, on_road = (factory.movement_in(state, stage)[0] for state in (State.ACCEPTED, State.IN_TRANSIT))
    preparing = offices.user(firm=accepted.principal, duties=[EmployeeRole.PREPARE])
    client = sessions.browser(preparing)
    for who, row in ((client, accepted), (trader, on_road)):
        page = reverse("declare", args=[row.pk, "transport"])
        assert (who.get(page).status_code, who.post(page, {"driver.name": "X"}).status_code) == (302, 302)
        assert factory.verbs(row)[-1] != "amend"


def test_amendment_is_typed_part_by_part_and_sent_once(stage: Stage, trader: Client) -> None:
    row, _ = factory.movement_in(State.ACCEPTED, stage)
    page = reverse("declare", args=[row.pk, "transport"])
    typed = _typed(trader.get(page).content.decode()) | {"driver.name": "Somchai Prasert"}
    assert trader.post(page, typed)["Location"] == reverse("movement", args=[row.pk])
    assert trader.post(page, typed).status_code == 302
    assert factory.row(row).declaration.driver["name"] == "Somchai Prasert"
    assert factory.verbs(row).count("amend") == 1


def test_amendment_of_what_is_fixed_is_refused_at_its_field(stage: Stage, trader: Client) -> None:
    row, _ = factory.movement_in(State.ACCEPTED, stage)
    page = reverse("declare", args=[row.pk, "journey"])
    answer = trader.post(page, _typed(trader.get(page).content.decode()) | {"lrn": "ANOTHER"})
    assert (answer.status_code, "the lrn may not be amended" in answer.content.decode()) == (422, True)
