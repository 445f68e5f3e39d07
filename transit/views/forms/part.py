"""One part of a declaration as a form: each field is called by its path in the API's JSON.

So a finding leads to its field without a table, and what is typed becomes the API's body by its names alone.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from acts.common.api.serializers import StrictSerializer
from acts.common.findings import FindingClass
from offices.pages.forms import ActForm, instant
from transit.models import Movement
from transit.views.forms import answers

_STEP = re.compile(r"\[([0-9]{1,3})\]|([a-z_]+)")
_ROW = re.compile(r"([a-z_]+)\[([0-9]{1,3})\]")


@dataclass(frozen=True, slots=True)
class Rows:
    """A list within a part: at most `most` rows; `least` are shown at once, `more` come with a click."""

    most: int
    least: int = 1
    more: int = 1


@dataclass(frozen=True, slots=True)
class Box:
    """A group of fields under one heading; with `rows_of` the rows of that list."""

    title: str | Promise
    names: Sequence[str] = ()
    rows_of: str = ""
    help: str | Promise = ""
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """A box as the page shows it."""

    box: Box
    fields: Sequence[BoundField] = ()
    rows: Sequence[Sequence[BoundField]] = ()
    room: bool = False
    open: bool = True


@dataclass(frozen=True, slots=True)
class Setting:
    """What a part needs to know besides its content: time zones by country, lists to choose from."""

    zones: Mapping[str, str]
    lists: Mapping[str, Any] = field(default_factory=dict)


def fill_in(finding: Mapping[str, Any]) -> str:
    """What a finding says beside the name of its field, which need not be said again."""
    plain = finding["class"] == FindingClass.MISSING and str(finding["text"]).endswith("is required")
    return str(_("Fill this in.")) if plain else str(finding["text"])


class Part(ActForm):
    """`owns`: the top-level names it replaces; `prefix_path`: where in the declaration its paths begin."""

    body: ClassVar[type[StrictSerializer]]
    boxes: ClassVar[Sequence[Box]]
    many: ClassVar[Mapping[str, Rows]] = {}
    owns: ClassVar[Sequence[str]] = ()
    partial: ClassVar[bool] = True
    all_at_once = True

    def __init__(
        self,
        data: Any = None,
        *,
        movement: Movement,
        content: Mapping[str, Any],
        setting: Setting,
        more: str = "",
        prefix_path: str = "",
    ):
        self.content, self.setting, self.more, self.prefix_path = content, setting, more, prefix_path
        self.typed = data
        # A row more is only asked for: what was typed is shown again and nothing is judged yet.
        super().__init__(None if more else data, subject=movement, name="f")

    def questions(self) -> Iterator[tuple[str, forms.Field]]:
        """The fields of the part by path."""
        return iter(())

    def row_questions(self, name: str, stored: Mapping[str, Any]) -> Iterator[tuple[str, forms.Field]]:
        """The fields of one row of the list `name`."""
        return iter(())

    def zone_of(self, path: str) -> str:
        """The time zone in which the instant at `path` is typed."""
        return "UTC"

    def build(self) -> None:
        for path, question in self.questions():
            self.fields[path] = question
        for name in self.many:
            stored = self.content.get(name) or []
            for index in range(self._count(name, len(stored))):
                row = stored[index] if index < len(stored) else {}
                for leaf, question in self.row_questions(name, row):
                    self.fields[f"{name}[{index}].{leaf}"] = question
        shown = {path: self._shown(path) for path in self.fields if path != "version"}
        if self.more:
            shown |= {path: self._as_typed(path) for path in self.fields if path in (self.typed or {})}
        self.initial = {**self.initial, **shown}

    def _count(self, name: str, stored: int) -> int:
        rows = self.many[name]
        wanted = max(rows.least, stored)
        if self.typed is not None:
            found = (_ROW.match(path) for path in self.typed)
            sent = [int(match[2]) + 1 for match in found if match is not None and match[1] == name]
            wanted = max(sent, default=rows.least)
        return min(rows.most, wanted + (rows.more if self.more == name else 0))

    def _shown(self, path: str) -> Any:
        value: Any = self.content
        for index, name in _STEP.findall(path):
            if index:
                value = value[int(index)] if isinstance(value, list) and int(index) < len(value) else None
            else:
                value = value.get(name) if isinstance(value, Mapping) else None
        if isinstance(self.fields[path], answers.WallClock):
            return answers.on_the_wall(value, self.zone_of(path))
        return value

    def _as_typed(self, path: str) -> Any:
        if isinstance(self.fields[path], forms.MultipleChoiceField):
            return self.typed.getlist(path)
        return self.typed.get(path)

    # What was typed, as the API's body

    def payload(self) -> dict[str, Any]:
        """The part as the API takes it: rows with nothing in them left out, null for what it owns and lacks."""
        body: dict[str, Any] = {}
        for path, value in self._given():
            self._place(body, path, value)
        for name in self.many:
            if name in body:
                body[name] = [body[name][index] for index in sorted(body[name])]
        return dict.fromkeys(self.owns) | body

    def _given(self) -> Iterator[tuple[str, Any]]:
        for path, question in self.fields.items():
            value = self.cleaned_data.get(path)
            if path == "version" or value is None or value in ("", []):
                continue
            if isinstance(question, answers.WallClock):
                value = instant(value, self.zone_of(path))
            yield path, value

    @staticmethod
    def _place(body: dict[str, Any], path: str, value: Any) -> None:
        """Set the value at its path; rows of lists stand under their numbers until all are there."""
        steps = [int(index) if index else name for index, name in _STEP.findall(path)]
        inner: Any = body
        for step in steps[:-1]:
            inner = inner.setdefault(step, {})
        inner[steps[-1]] = value

    def judge(self) -> StrictSerializer:
        return self.body(data=self.payload(), partial=self.partial)

    # Findings

    def field_for(self, path: str) -> str:
        """The field a path speaks of: itself, the list it stands in, or the first of the group it names."""
        inner = self._typed_row(path.removeprefix(self.prefix_path))
        while inner and inner not in self.fields:
            group = next((name for name in self.fields if name.startswith((f"{inner}.", f"{inner}["))), "")
            if group:
                return group
            inner = re.sub(r"(\.[a-z_]+|\[[0-9]+\]|^[a-z_]+)$", "", inner)
        return inner

    def _typed_row(self, path: str) -> str:
        """The path with the number of the row as typed: empty rows were left out of what was judged."""
        found = _ROW.match(path)
        if found is None or found[1] not in self.many or not self.is_bound:
            return path
        kept = sorted({int(row[2]) for row in map(_ROW.match, self._filled()) if row and row[1] == found[1]})
        place = int(found[2])
        number = kept[place] if place < len(kept) else place
        return f"{found[1]}[{number}]{path[found.end() :]}"

    def _filled(self) -> list[str]:
        return [path for path, value in getattr(self, "cleaned_data", {}).items() if value not in (None, "", [])]

    def tell(self, findings: Iterable[Mapping[str, Any]]) -> None:
        """Show the findings of a check at their fields, though nothing was sent."""
        self.full_clean()
        self.cleaned_data = {}
        for finding in findings:
            field_name = self.field_for(str(finding["path"]))
            if field_name in self.fields:
                self.add_error(field_name, self.said(finding))

    def said(self, finding: Mapping[str, Any]) -> str:
        return (
            fill_in(finding) if str(finding["path"]).removeprefix(self.prefix_path) in self.fields else finding["text"]
        )

    # Drawing

    @property
    def drawn(self) -> Iterator[Drawn]:
        """The boxes with their fields."""
        for box in self.boxes:
            fields = [self[name] for name in box.names if name in self.fields]
            if not box.rows_of:
                filled = any(row.value() or row.errors for row in fields)
                yield Drawn(box, fields, open=not box.folded or filled)
                continue
            rows: dict[int, list[BoundField]] = {}
            for name in self.fields:
                if (found := _ROW.match(name)) and found[1] == box.rows_of:
                    rows.setdefault(int(found[2]), []).append(self[name])
            filled = any(cell.value() or cell.errors for row in rows.values() for cell in row)
            room = len(rows) < self.many[box.rows_of].most
            yield Drawn(
                box, fields, list(rows.values()), room, open=not box.folded or filled or self.more == box.rows_of
            )

    @property
    def problems(self) -> list[tuple[BoundField, str]]:
        """Every error with its field, for the list on top."""
        return [(self[name], str(text)) for name, texts in self.errors.items() if name in self.fields for text in texts]

    @property
    def saved_already(self) -> bool:
        """Whether what was typed is what is stored: a double click."""
        for path, question in self.fields.items():
            hidden = path == "version" or isinstance(question.widget, forms.PasswordInput)
            if not hidden and (self[path].value() or "") != (question.prepare_value(self.initial.get(path)) or ""):
                return False
        return True

    def changed_elsewhere(self) -> None:
        """Say that the draft is no longer the one that was opened; sent once more, it goes through."""
        text = _("Nothing was saved: this declaration was changed since you opened this page. Look at what you typed, "
                 "then save again to put it in the place of what is stored now.")  # fmt: skip
        self.add_error(None, text)
        sent = self.typed.copy()
        sent["version"] = str(self.subject.version)
        self.data = sent
