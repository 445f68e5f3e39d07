"""The statement as PDF, read back."""

import io
import os
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest

from guarantees.models import Guarantee
from guarantees.pdf import statement as paper
from guarantees.services import statements
from tests.factories import guarantees as factory
from tests.factories import offices

pytestmark = pytest.mark.django_db


def made(entries: int) -> statements.Statement:
    firm = offices.firm(name="Công ty <b>Cửu Long</b> & Söhne")
    row = factory.guarantee(principal=firm, bank_reference="BG/2026/0815")
    for number in range(entries):
        factory.reserve(row, amount="12.5", reference=f"26SGSIN001A{number:05d}J4")
    fresh = Guarantee.objects.select_related("office__country").get(pk=row.pk)
    first, last = statements.period(day=None, month="2026-11")
    return statements.statement(guarantee=fresh, first_day=first, last_day=last, at=factory.AT + timedelta(days=30))


def pages(content: bytes) -> list[str]:
    with pypdfium2.PdfDocument(io.BytesIO(content)) as pdf:
        if folder := os.environ.get("PICTURES"):
            for number, page in enumerate(pdf):
                page.render(scale=1.4).to_pil().save(Path(folder) / f"statement-{len(pdf)}-{number + 1}.png")
        return [page.get_textpage().get_text_range() for page in pdf]


def test_statement_without_entries_says_so() -> None:
    [text] = pages(paper.draw(made(0)))
    assert "No entries in this period." in text


def test_statement_names_parties_as_they_are_and_every_entry() -> None:
    found = made(3)
    [text] = pages(paper.draw(found))
    for wanted in (
        "BG/2026/0815",
        "<b>Cửu Long</b> & Söhne",
        str(found.guarantee),
        "2026-11-01 to 2026-11-30",
        "37.50",
    ):
        assert wanted in text
    assert all(entry.reference in text for entry in found.entries)
    assert "provisional" not in text


def test_long_statement_repeats_its_head_and_loses_no_entry() -> None:
    found = made(70)
    texts = pages(paper.draw(found))
    assert len(texts) > 1
    assert all("Reference" in text and f"page {number}" in text for number, text in enumerate(texts, start=1))
    assert all(entry.reference in "".join(texts) for entry in found.entries)


def test_same_facts_give_the_same_bytes() -> None:
    found = made(1)
    assert paper.draw(found) == paper.draw(found)
