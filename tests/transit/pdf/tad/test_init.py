"""The paper as a whole: read back by a scanner and as text, the same bytes each time, nothing forbidden on it."""

import copy
import io
from typing import Any

import pypdf
import pypdfium2
import pytest
import zxingcpp

from acts.common.pdf.sheet import LEFT, RIGHT
from tests.transit.pdf import papers
from transit import samples
from transit.pdf import tad


def drawn(frozen: dict[str, Any] | None = None, **more: Any) -> bytes:
    return tad.draw(papers.snapshot(frozen), **more)


def squeezed(pdf: bytes) -> str:
    """All text without blanks and line breaks."""
    return "".join("".join(papers.pages(pdf)).split())


def test_bar_code_gives_the_mrn_at_150_dpi() -> None:
    with pypdfium2.PdfDocument(drawn()) as pdf:
        image = pdf[0].render(scale=150 / 72).to_pil()
    found = zxingcpp.read_barcodes(image)
    assert [(code.text, code.format.name) for code in found] == [(papers.MRN, "Code128")]


def test_same_snapshot_gives_the_same_bytes() -> None:
    frozen = papers.document()
    assert drawn(frozen) == drawn(copy.deepcopy(frozen))


def test_other_snapshot_gives_other_bytes() -> None:
    assert drawn() != drawn(papers.document(seals_now=["OTHER"]))


@pytest.mark.parametrize("items", [1, 5, 200])
def test_every_page_says_which_it_is_and_the_mrn(items: int) -> None:
    frozen = papers.document(samples.large(items=items, at=papers.AT))
    pages = papers.pages(drawn(frozen))
    last = len(pages) - 1
    expected = [
        f"Page 1 of {last}",
        f"Page 1 of {last}, back",
        *(f"Page {page} of {last}" for page in range(2, last + 1)),
    ]
    assert all(f"MRN {papers.MRN}" in page.replace("\n", " ") for page in pages)
    assert [next(line for line in page.split("\n") if line.startswith("Page ")) for page in pages] == expected


def test_a_single_item_has_its_list_too() -> None:
    pages = papers.pages(drawn(papers.document(samples.large(items=1, at=papers.AT))))
    assert len(pages) == 3
    assert "List of items" in pages[2]


def test_amounts_values_codes_and_expected_times_are_not_printed() -> None:
    frozen = papers.document()
    goods = [item for row in frozen["consignments"] for item in row["items"]]
    for number, item in enumerate(goods):
        item["value"] = {"amount": f"77{number}7788", "currency": "XTS"}
    frozen["guarantees"][0]["access_code"] = "Q9Z8"
    frozen["expected_arrival_at"] = "2031-01-05T06:17:00Z"
    for stop in frozen["offices_of_transit"]:
        stop["expected_at"] = "2031-01-04T06:17:00Z"
    text = squeezed(drawn(frozen))
    assert [word for word in ("7788", "XTS", "Q9Z8", "2031", "06:17", "14:17") if word in text] == []


def test_replaced_version_says_so_on_every_page() -> None:
    pages = papers.pages(drawn(replaced_by=3))
    assert ["REPLACED by version 3" in page for page in pages] == [True] * 3
    assert not any("REPLACED" in page for page in papers.pages(drawn()))


def test_version_and_issue_time_are_on_every_page() -> None:
    pages = papers.pages(tad.draw(papers.snapshot(number=4)))
    assert all("Version 4 · issued 2026-11-23 10:00 (UTC+08:00)" in page for page in pages)


def test_nothing_leaves_the_margins() -> None:
    edges = (LEFT * papers.POINTS - 1, RIGHT * papers.POINTS + 1)
    with pypdfium2.PdfDocument(drawn(papers.hard(), replaced_by=12)) as pdf:
        for page in pdf:
            text = page.get_textpage()
            boxes = [text.get_charbox(index) for index in range(text.count_chars())]
            assert min(box[0] for box in boxes if box[2] > box[0]) >= edges[0]
            assert max(box[2] for box in boxes) <= edges[1]
            assert min(box[1] for box in boxes if box[3] > box[1]) >= 8 * papers.POINTS


def test_abbreviated_boxes_stand_in_full_at_the_end() -> None:
    frozen = papers.hard()
    pages = papers.pages(drawn(frozen))
    assert "(…) stands for what had no room" in pages[0]
    tail = "".join("".join(pages[2:]).split()).partition("Boxesofpage1infull")[2]
    missing = [seal for seal in frozen["seals_now"] if seal not in tail]
    missing += [row["number"] for row in frozen["containers"] if row["number"] not in tail]
    missing += [row["office"] for row in frozen["offices_of_transit"] if row["office"] not in tail]
    assert missing == []


def test_paper_without_abbreviations_has_no_such_end() -> None:
    text = "".join(papers.pages(drawn()))
    assert "(…)" not in text
    assert "in full" not in text


def test_markup_in_every_text_is_printed_as_it_stands() -> None:
    marks = iter(f"<b>{number}&amp;</b>" for number in range(1000, 2000))
    frozen = papers.document()
    placed = _mark(frozen, marks)
    text = squeezed(drawn(frozen))
    assert len(placed) > 40
    assert [mark for mark in placed if mark not in text] == []


def _mark(frozen: dict[str, Any], marks: Any) -> list[str]:
    """Put a mark into every free text of the document; those that were put."""
    placed: list[str] = []

    def put(row: dict[str, Any], *names: str) -> None:
        for name in names:
            row[name] = next(marks)
            placed.append(row[name])

    put(frozen, "route_text", "lrn")
    put(frozen["carrier"], "name", "address", "licence_number", "registration_number")
    put(frozen["driver"], "name", "document_number", "phone")
    put(frozen["paper"]["principal"], "name", "street", "city", "postcode", "registration_number")
    for office in frozen["paper"]["offices"].values():
        put(office, "name")
    for row in frozen["consignments"]:
        put(row, "transport_document")
        put(row["consignor"], "name", "street", "city", "postcode")
        put(row["consignee"], "name", "street", "city", "postcode")
        for item in row["items"]:
            put(item, "description")
            for package in item["packages"]:
                put(package, "marks")
            for paper in item["supporting_documents"]:
                put(paper, "type", "reference")
    return placed


def test_letters_the_face_lacks_are_counted_and_explained() -> None:
    frozen = papers.document(driver={"name": "สมชาย ใจดี", "document_number": "ខ្មែរ", "phone": "+66 2"})
    pages = papers.pages(drawn(frozen))
    assert "[?×5] [?×4]" in pages[0]
    assert all("[?×n] stands for n characters" in page for page in pages)
    assert "[?×n]" not in "".join(papers.pages(drawn()))


def test_paper_is_well_formed_and_names_itself() -> None:
    reader = pypdf.PdfReader(io.BytesIO(drawn()), strict=True)
    assert reader.metadata is not None
    assert reader.metadata.title == f"TAD {papers.MRN}, version 1"
    assert [tuple(round(float(side)) for side in page.mediabox[2:]) for page in reader.pages] == [(595, 842)] * 3
