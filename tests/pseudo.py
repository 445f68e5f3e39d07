"""A language that every text passes through: each translated string comes back in guillemets, two fifths longer."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.utils import translation

FIRST, LAST, MORE = "\u00ab", "\u00bb", "\u00b7"
_CODE = 3
_WORD = re.compile(r"[^\W\d_]{2,}")
_UNSEEN = {"script", "style", "title", "code"}
_SAID = {"title", "placeholder", "aria-label", "alt"}
_VOID = {"meta", "link", "input", "br", "img", "hr", "path", "circle", "rect"}


def longer(text: str) -> str:
    """As a wordy language would have it; blanks and places of values stay where they are."""
    return f"{FIRST}{text}{MORE * (len(text) * 2 // 5)}{LAST}" if text.strip() else text


@pytest.fixture
def pseudo(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process speaks that language, in whatever thread."""

    def plural(one: str, many: str, number: int) -> str:
        return longer(one if number == 1 else many)

    said = {
        "gettext": longer,
        "pgettext": lambda context, text: longer(text),
        "ngettext": plural,
        "npgettext": lambda context, one, many, number: plural(one, many, number),
    }
    for name, function in said.items():
        monkeypatch.setattr(translation._trans, name, function, raising=False)


class _Reader(HTMLParser):
    """What people see or hear of a page, and the words of it that are no data; codes as code are data."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.texts += [text for name, text in attrs if name in _SAID and text]
        if tag == "input" and said.get("type") in ("submit", "button"):
            self.texts.append(said.get("value") or "")
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not _UNSEEN.intersection(self.open):
            self.texts.append(data)


def untranslated(page: str, known: set[str]) -> set[str]:
    """The words of a page that neither came through a translation nor are `known` as data.

    Up to three capitals are a code: of a country, a currency, a package.
    """
    reader = _Reader()
    reader.feed(page)
    words = {word for text in reader.texts for word in _WORD.findall(_outside(text))}
    return {word for word in words - known if not (word.isupper() and len(word) <= _CODE)}


def _outside(text: str) -> str:
    depth, kept = 0, []
    for letter in text:
        depth += (letter == FIRST) - (letter == LAST)
        kept.append(letter if depth == 0 and letter != LAST else " ")
    return "".join(kept)


def data_words() -> set[str]:
    """Every word that stands in a row of the database."""
    return {word for value in _values() for word in _WORD.findall(value)}


def _values() -> Iterator[str]:
    for model in apps.get_models():
        names = [field.attname for field in model._meta.concrete_fields if _is_text(field)]
        for row in model._default_manager.values_list(*names) if names else ():
            yield from (json.dumps(value, ensure_ascii=False, default=str) for value in row)


def _is_text(field: Any) -> bool:
    texts = models.CharField | models.TextField | models.JSONField
    return isinstance(field, texts | models.UUIDField | models.ForeignKey)
