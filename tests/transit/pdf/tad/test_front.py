"""Page 1, box by box, against the snapshot; no box too small for its caption."""

import pytest

from acts.common.pdf import faces
from tests.transit.pdf import papers
from transit.pdf import tad
from transit.pdf.tad import front
from transit.pdf.tad.labels import CAPTIONS

EXPECTED = {
    "consignor": "1 Consignor Straits Haulage Pte Ltd 7 Pioneer Road, 628461 Singapore, SG SG-T-0001",
    "consignee": "2 Consignee Chao Phraya Trading Co Ltd, 18 Rama IV Road, 10110 Bangkok, TH, TH-T-0001 "
    "Lat Krabang Printing Supply Co Ltd, 99 Chalong Krung Road, 10520 Bangkok, TH",
    "principal": "3 Principal Straits Haulage Pte Ltd 7 Pioneer Road, 628461 Singapore, SG SG-T-0001",
    "carrier": "4 Carrier Straits Line Carriers Pte Ltd 21 Gul Circle, 629570 Singapore, SG SG-C-0001 · TL-2019-0441",
    "vehicle": "5 Vehicle and trailer XE4471K (SG), permit SG-AGV-00017 trailer TRB8812P (SG), permit SG-AGV-00018",
    "driver": "6 Driver Tan Wei Ming document S7712345D phone +65 6555 0101",
    "containers": "7 Containers MSKU4601284",
    "seals": "8 Seals SG204418",
    "office_of_departure": "9 Office of departure SGSIN001 Singapore Customs (Revenue House), SG",
    "office_of_destination": "10 Office of destination THBKK001 Bangkok, Lat Krabang, TH",
    "offices_of_transit": "11 Offices of transit, in order 1. SGTUA001 Tuas Checkpoint, SG "
    "2. MYTKP001 Tanjung Kupang (Sultan Abu Bakar Complex), MY 3. MYBKH001 Bukit Kayu Hitam, MY 4. THSDO001 Sadao, TH",
    "route": "12 Route Singapore - Tuas Second Link - North-South Expressway - Bukit Kayu Hitam - Sadao - "
    "Phetkasem Road - Lat Krabang binding itinerary",
    "limit_date": "13 Limit date at destination 2026-11-25 15:00 (UTC+07:00)",
    "total_items": "14 Total items 5",
    "total_packages": "15 Total packages 1069",
    "gross_mass": "16 Total gross mass 8200 kg",
    "lrn": "17 LRN SIN-BKK-0001",
    "countries": "18 From, to (country) SG – TH",
    "guarantees": "19 Guarantees (GRN) and countries not covered 26SG0000010000010 – not valid in KH, MM",
}


def read(pdf: bytes, name: str) -> str:
    box = front.BOXES[name]
    return papers.text_in(pdf, page=0, x=box.x, y=box.y, width=box.width, height=box.height)


def test_every_box_says_what_the_snapshot_does() -> None:
    pdf = tad.draw(papers.snapshot())
    assert {name: read(pdf, name) for name in front.BOXES} == EXPECTED


def test_boxes_cover_the_page_without_gap_or_overlap() -> None:
    boxes = list(front.BOXES.values())
    assert sum(box.width * box.height for box in boxes) == pytest.approx(186 * (209.5 - 37))
    assert [box.number for box in boxes] == [str(number) for number in range(1, 20)]


@pytest.mark.parametrize("name", front.BOXES)
def test_caption_fits_into_its_box(name: str) -> None:
    box = front.BOXES[name]
    room = (box.width - 2 * front.PAD - 4) * papers.POINTS
    assert faces.face().measure(CAPTIONS["en"][name]) * 6.5 / 1000 <= room


@pytest.mark.parametrize("name", front.BOXES)
def test_last_line_stays_above_the_edge(name: str) -> None:
    box = front.BOXES[name]
    assert box.first + (box.lines - 1) * box.step <= box.height - 1.5


def test_long_values_print_first_and_last() -> None:
    pdf = tad.draw(papers.snapshot(papers.hard()))
    containers = read(pdf, "containers")
    assert containers.startswith("7 Containers (99) MSKU0000000, MSKU0000001")
    assert containers.endswith("(…) MSKU0000098")
    seals = read(pdf, "seals")
    assert (seals.startswith("8 Seals (99) " + "0" * 20), seals.endswith("(…) " + "98".zfill(20))) == (True, True)


@pytest.mark.parametrize("count", [5, 99])
def test_many_consignees_print_first_and_last(count: int) -> None:
    frozen = papers.document()
    row = frozen["consignments"][1]
    parties = [{"name": f"Buyer {number}", "city": "Hat Yai", "country": "TH"} for number in range(count)]
    frozen["consignments"] = [row | {"consignee": party} for party in parties]
    shown = read(tad.draw(papers.snapshot(frozen)), "consignee")
    assert shown.startswith("2 Consignee Buyer 0, Hat Yai, TH")
    assert shown.endswith(f"Buyer {count - 1}, Hat Yai, TH")
    assert ("(…)" in shown) == (count == 99)


def test_eighteen_offices_stand_in_order() -> None:
    frozen = papers.document()
    codes = [f"MYXXX{number:03d}" for number in range(18)]
    frozen["paper"]["offices"] |= {code: {"name": "Post", "country": "MY"} for code in codes}
    frozen["offices_of_transit"] = [{"office": code} for code in codes]
    shown = read(tad.draw(papers.snapshot(frozen)), "offices_of_transit")
    assert "(…)" not in shown
    assert all(f"{place}. {code} Post, MY" in shown for place, code in enumerate(codes, 1))


def test_load_without_seal_gives_the_reason() -> None:
    frozen = papers.document(seals_now=[], no_seal_reason="BULKY", containers=[])
    pdf = tad.draw(papers.snapshot(frozen))
    assert (read(pdf, "seals"), read(pdf, "containers")) == ("8 Seals none: bulky", "7 Containers none")


def test_representative_is_named_with_the_principal() -> None:
    pdf = tad.draw(papers.snapshot(papers.document(representative=papers.firm("TH-T-0001"))))
    assert read(pdf, "principal").endswith("represented by Chao Phraya Trading Co Ltd (TH-T-0001)")


def test_control_by_departure_says_what_release_fixed() -> None:
    text = papers.pages(tad.draw(papers.snapshot()))[0]
    assert "Released 2026-11-23 10:00 (UTC+08:00)" in text
    assert "A2 considered satisfactory" in text
