"""Markup in every text of a declaration is text on every page and on the paper."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from rest_framework.serializers import BaseSerializer

from acts.common.api.fields import Code, Text
from tests.factories import transit as factory
from tests.transit.pdf import papers
from transit.api.serializers.declaration import Declaration
from transit.pdf import tad
from transit.rehearsal import scenes
from transit.rehearsal.stage import Stage
from transit.services import content as contents
from transit.views.places import SECTIONS

MARKUP = "<script>x</script><b>"
# Codes, numbers and instants: the form of each leaves no room for markup, or the register must know it.
_BOUND = re.compile(
    r"^(lrn|kind|principal|representative|office.*|.*_at|.*_until|country.*|currency|amount|gross_mass|net_mass|count"
    r"|number|shared_with_item|grn|access_code|insurance_countries|trailer_country|no_seal_reason|unit"
    r"|simplified|binding_itinerary|containerised|limit_date|commodity_code|dangerous_goods_code|permit_number"
    r"|trailer_permit_number|registration|trailer_registration|file)$"
)


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("acts.common.clock.now", lambda: factory.AT + timedelta(minutes=40))


def _hostile(value: Any, name: str = "") -> Any:
    """The content with markup in every text that is free."""
    if isinstance(value, dict):
        return {key: _hostile(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_hostile(inner, name) for inner in value]
    return MARKUP if isinstance(value, str) and not _BOUND.match(name) else value


def _content(stage: Stage) -> dict[str, Any]:
    content: dict[str, Any] = factory.play(stage).content
    content["carrier"] = dict.fromkeys(("registration_number", "name", "address", "licence_number", "email"), "X")
    party = {
        "registration_number": "R",
        "name": "N",
        "street": "S",
        "city": "C",
        "postcode": "P",
        "country": "TH",
        "email": "E",
    }
    for consignment in content["consignments"]:
        consignment |= {"consignor": dict(party), "consignee": dict(party)}
    content["seals"] = ["S"]
    content["consignments"][0]["items"][0]["previous_documents"] = [{"type": "T", "reference": "R"}]
    hostile: dict[str, Any] = _hostile(content)
    return hostile


def _free(serializer: Any) -> Iterator[str]:
    """The names of all texts of a body that may hold any character."""
    for name, field in serializer.fields.items():
        inner = getattr(field, "child", field)
        if isinstance(inner, BaseSerializer):
            yield from _free(inner)
        elif isinstance(inner, Text) and inner.pattern is None and not isinstance(inner, Code):
            yield name


def test_no_text_that_takes_any_character_is_left_out() -> None:
    left_out = {name for name in _free(Declaration()) if _BOUND.match(name)}
    assert left_out == {"principal", "representative"}  # Without a firm of that number there is no draft.


def test_markup_of_a_declaration_is_text_on_every_page(stage: Stage, as_: Callable[[str], Client]) -> None:
    row = scenes.draft(factory.play(stage, **_content(stage)))
    assert str(contents.read(row)).count(MARKUP) > 50
    client = as_("trader")
    pages = ["/", reverse("movement", args=[row.pk]), reverse("declare-goods", args=[row.pk])]
    pages += [f"{reverse('declare', args=[row.pk, section])}?check=1" for section in SECTIONS]
    pages += [reverse("declare-consignment", args=[row.pk, 1]), reverse("declare-item", args=[row.pk, 1, 1])]
    for page in pages:
        text = client.get(page).content.decode()
        assert not re.search(r"<script(?! src=)|</script><b>", text), page
    text = client.post(reverse("lodge", args=[row.pk])).content.decode()
    assert "<script>x" not in text
    assert "&lt;script&gt;x" in text


def test_markup_of_a_declaration_is_text_on_the_paper(stage: Stage) -> None:
    printed = tad.draw(papers.snapshot(papers.document(_content(stage))))
    found = "".join(page.extract_text() for page in PdfReader(io.BytesIO(printed)).pages)
    assert "<script>x</script><b>" in found.replace("\n", "")
