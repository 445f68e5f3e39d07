"""Reading a CSV file row by row; every bad line is reported with its number, none is skipped in silence."""

import csv
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar

from django.db.models import Model

from acts.common.refusals import Refusal
from offices import audit

Row = TypeVar("Row")
Progress = Callable[[Iterable[Mapping[str, str]]], Iterable[Mapping[str, str]]]


class BadFile(Refusal):
    """The file has bad lines; nothing of it was imported. `lines` are number and fault, in order."""

    code = "bad-file"
    title = "The file has bad lines; nothing was imported."

    def __init__(self, lines: Iterable[tuple[int, str]]) -> None:
        self.lines = sorted(lines)
        super().__init__("\n".join(f"line {number}: {fault}" for number, fault in self.lines))


class BadLine(ValueError):
    """What is wrong with one line."""


@dataclass(frozen=True, slots=True)
class Source:
    """The file that is imported, how its reading is shown, who imports it (nobody: it came with the program), when."""

    path: Path
    progress: Progress
    actor: str
    at: datetime


@dataclass(slots=True)
class Table:
    """The lines of one file: `number` is that of the line just read, `faults` what was wrong so far."""

    path: Path
    columns: Sequence[Sequence[str]]
    number: int = 1
    faults: list[tuple[int, str]] = field(default_factory=list)

    def rows(self) -> Iterator[dict[str, str]]:
        """The rows as dicts of stripped text. A header that is none of `columns` is the only fault then."""
        # Bytes that are no UTF-8 arrive as lone surrogates, so that the line can be named.
        with self.path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = [name.strip() for name in self._next(reader) or []]
            if header not in [list(names) for names in self.columns]:
                expected = " or ".join(",".join(names) for names in self.columns)
                self.faults.append((1, f"the header should be {expected}"))
                return
            while True:
                self.number = reader.line_num + 1
                cells = self._next(reader)
                if cells is None:
                    return
                if cells and self._readable(cells, len(header)):
                    yield dict(zip(header, (cell.strip() for cell in cells), strict=True))

    def fault(self, text: str) -> None:
        """Report the present line."""
        self.faults.append((self.number, text))

    def _next(self, reader: Iterator[list[str]]) -> list[str] | None:
        try:
            return next(reader, None)
        except csv.Error as error:
            self.fault(f"not readable as CSV: {error}")
            return []

    def _readable(self, cells: list[str], width: int) -> bool:
        if len(cells) != width:
            self.fault(f"has {len(cells)} fields, not {width}")
            return False
        text = "".join(cells)
        if "\0" in text:
            self.fault("holds a NUL character")
            return False
        if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
            self.fault("is not UTF-8")
            return False
        return True


def read(
    *,
    source: Source,
    columns: Sequence[Sequence[str]],
    parse: Callable[[Mapping[str, str]], Iterable[tuple[object, Row]]],
) -> list[Row]:
    """All rows of a file, parsed to (key, row) pairs.

    Raises BadFile with every bad line; a repeated key is one, and a header with nothing below.
    """
    table = Table(source.path, columns)
    seen: dict[object, int] = {}
    rows: list[Row] = []
    for line in source.progress(table.rows()):
        try:
            parsed = list(parse(line))
        except BadLine as error:
            table.fault(str(error))
            continue
        for key, row in parsed:
            if key in seen:
                table.fault(f"repeats line {seen[key]}")
                break
            seen[key] = table.number
            rows.append(row)
    if not (rows or table.faults):
        table.fault("nothing stands below the header")
    if table.faults:
        raise BadFile(table.faults)
    return rows


def record(*, source: Source, model: type[Model], rows: int, **more: str) -> None:
    """Write the import into the history of its register: who, when, which file, how many rows."""
    if not source.actor:
        return
    digest = hashlib.sha256(source.path.read_bytes()).hexdigest()
    audit.write(
        subject=audit.subject(kind=model._meta.label_lower, key="imports"),
        verb="import",
        actor=source.actor,
        at=source.at,
        data={"kind": model._meta.label_lower, "file": source.path.name, "sha256": digest, "rows": rows} | more,
    )


def day(text: str, name: str) -> date:
    """A calendar day written YYYY-MM-DD."""
    try:
        if len(text) != 10:
            raise ValueError
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadLine(f"{name}: {text!r} is no day (YYYY-MM-DD)") from error


def number(text: str, name: str, *, digits: int, decimals: int) -> Decimal:
    """A plain decimal with so many digits before and after the point."""
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise BadLine(f"{name}: {text!r} is no number") from error
    # Only figures and a point: no exponent, no NaN, no digits of other scripts.
    if not text.isascii() or not text.lstrip("-").replace(".", "", 1).isdigit():
        raise BadLine(f"{name}: {text!r} is no plain number")
    if value < 0:
        raise BadLine(f"{name}: {text} is negative")
    whole, _, fraction = text.partition(".")
    if len(whole) > digits or len(fraction) > decimals:
        raise BadLine(f"{name}: {text[:40]} has more than {digits} digits or {decimals} decimals")
    return value
