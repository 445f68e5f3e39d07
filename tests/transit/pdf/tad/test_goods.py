"""The list of items: every item in full, whatever its length and their number."""

import re
from typing import Any

import pytest

from tests.transit.pdf import papers
from transit import samples
from transit.pdf import tad
from transit.pdf.tad import goods, printed
from transit.pdf.tad.labels import Labels

LABELS = Labels(["en"])


def listed(frozen: dict[str, Any]) -> list[str]:
    """The lines of the list's pages."""
    return [line for page in papers.pages(tad.draw(papers.snapshot(frozen)))[2:] for line in page.split("\n")]


def test_item_prints_code_origin_packages_and_masses() -> None:
    lines = listed(papers.document())
    start = lines.index("1 84713020 Portable computers, 14 inch, with chargers")
    assert lines[start + 1 : start + 4] == [
        "Documents: INVOICE INV-77120, E_FORM_D",
        "D-SG-2028-004417",
        "SG 430 CT BKK 20418 / 1-430 2150.5 1788",
    ]


def test_shared_packages_name_the_other_item() -> None:
    assert any("0 CT LKP 1-88 (with item 4)" in line for line in listed(papers.document()))


def test_bulk_counts_as_one_and_prints_its_kind_alone() -> None:
    content = samples.large(items=1, at=papers.AT)
    content["consignments"][0]["items"][0]["packages"] = [{"kind": "VR"}]
    content["consignments"] = content["consignments"][:1]
    lines = listed(papers.document(content))
    assert "SG VR 12 10.25" in lines
    assert "Total items 1 · Total packages 1 · Total gross mass 12 kg" in lines


def test_consignments_stand_with_their_parties() -> None:
    lines = listed(papers.document())
    assert "Consignment 1 of 2 · gross mass 6480 kg · transport document CMR-SIN-20418" in lines
    assert "Consignee: Lat Krabang Printing Supply Co Ltd, 99 Chalong Krung Road, 10520 Bangkok, TH" in lines


def test_1999_items_are_all_there_once_in_order() -> None:
    frozen = papers.document(samples.large(items=1999, at=papers.AT))
    text = "\n".join(listed(frozen))
    expected = [str(number) for number in range(1, 2000)]
    assert re.findall(r"^([0-9]+) [0-9]{8} ", text, re.MULTILINE) == expected
    assert re.findall(r"1 CT LOT ([0-9]+) 12 ", text) == expected


def test_item_longer_than_a_page_loses_nothing() -> None:
    frozen = papers.hard()
    text = "".join(listed(frozen))
    item = frozen["consignments"][0]["items"][0]
    assert text.count("Z") == 512
    assert text.count("Y") >= 99 * 70
    assert text.count("M") >= sum(len(row["marks"]) for row in item["packages"])
    assert "1234567890.123456" in text


def test_item_on_several_pages_keeps_its_number() -> None:
    pages = papers.pages(tad.draw(papers.snapshot(papers.hard())))
    assert "\n1\n(…)\n" in pages[3].replace("\r", "")


def test_consignment_on_several_pages_is_named_again() -> None:
    content = samples.large(items=120, at=papers.AT)
    content["consignments"].append(samples.load("singapore-bangkok", at=papers.AT)["consignments"][1])
    pages = papers.pages(tad.draw(papers.snapshot(papers.document(content))))
    assert "Consignment 1 of 2 (…)" in pages[3]


@pytest.mark.parametrize("lines", [1, 30, 73, 74, 200])
def test_pages_hold_what_they_can_and_no_more(lines: int) -> None:
    block = goods.Block((["number"], [str(line) for line in range(lines)]))
    found = goods.pages(iter([block] * 3))
    assert all(page.y <= goods.BOTTOM for page in found)
    texts = [text for page in found for _, placed in page.placed for text in placed.cells[1]]
    assert texts == [str(line) for line in range(lines)] * 3


def test_box_in_full_on_two_pages_keeps_its_caption() -> None:
    rows = [str(line) for line in range(100)]
    block = goods.Block((["7 Containers", *rows],), bold=1)
    first, second = goods.pages(iter([block]))
    assert second.placed[0][1].cells[0][:2] == ["7 Containers (…)", str(len(first.placed[0][1].cells[0]) - 1)]
    assert first.placed[0][1].cells[0] + second.placed[0][1].cells[0][1:] == ["7 Containers", *rows]


def test_a_heading_is_not_left_at_the_foot() -> None:
    filler = goods.Block((["n"], ["x"] * (goods.page_lines() - 3)))
    heading = goods.Block((["Consignment"],), bold=1, leads=True)
    first, second = goods.pages(iter([filler, heading, goods.Block((["1"], ["goods"]))]))
    assert [block for _, block in first.placed] == [filler]
    assert second.placed[0][1] == heading


def test_boxes_in_full_are_headed_on_each_page_they_begin_on() -> None:
    boxes = [(f"{place} Box", printed.Value(("words",) * 30)) for place in range(4)]
    pages = goods.pages(goods.in_full(boxes, LABELS))
    heads = [page.placed[0][1].cells[0][0] for page in pages]
    assert heads == ["Boxes of page 1 in full", "Boxes of page 1 in full (…)"]
