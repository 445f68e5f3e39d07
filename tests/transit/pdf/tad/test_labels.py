"""Captions by language."""

import pytest

from transit.pdf.tad import labels
from transit.pdf.tad.labels import CAPTIONS, Labels


def test_every_language_has_every_caption() -> None:
    assert [language for language, table in CAPTIONS.items() if table.keys() != CAPTIONS["en"].keys()] == []


@pytest.mark.parametrize("own", ["en", "xx"])
def test_language_without_captions_is_not_frozen(own: str) -> None:
    assert labels.languages(own) == ["en"]


def test_second_language_stands_behind_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CAPTIONS, "ms", CAPTIONS["en"] | {"driver": "Pemandu"})
    captions = Labels(labels.languages("ms"))
    assert (captions("driver"), captions("lrn")) == ("Driver / Pemandu", "LRN")
