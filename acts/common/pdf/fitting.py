"""Texts in limited room: broken into lines, or first and last with "(…)" between; nothing is cut silently."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from acts.common.pdf import faces

GAP = "(…)"


@dataclass(frozen=True, slots=True)
class Room:
    """Room for `lines` lines of `width` points in one size and weight."""

    width: float
    lines: int
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Fitted:
    """The lines to print, and whether they are the whole."""

    lines: list[str]
    whole: bool


def wrap(text: str, room: Room) -> list[str]:
    """`text` in lines of the room's width, as many as it takes: broken at blanks, a longer word anywhere in it."""
    face = faces.face(bold=room.bold)
    limit = room.width * 1000 / room.size
    if face.measure(text) <= limit:
        return [text]
    lines, line, used = [], "", 0.0
    blank = face.widths[" "]
    for word in text.split(" "):
        wide = face.measure(word)
        if line and used + blank + wide <= limit:
            line, used = f"{line} {word}", used + blank + wide
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, face, limit) if wide > limit else [word]
        lines += full
        used = face.measure(line)
    return [*lines, line]


def _pieces(word: str, face: faces.Face, limit: float) -> Iterator[str]:
    start, used = 0, 0.0
    for index, char in enumerate(word):
        used += face.widths[char]
        if used > limit and index > start:
            yield word[start:index]
            start, used = index, face.widths[char]
    yield word[start:]


def text(value: str, room: Room) -> Fitted:
    """A text in the room; where it does not fit, its beginning and its end."""
    lines = wrap(value, room)
    if len(lines) <= room.lines:
        return Fitted(lines, whole=True)
    kept = _most(len(value) - 1, lambda count: len(wrap(_shortened(value, count), room)) <= room.lines)
    return Fitted(wrap(_shortened(value, kept), room), whole=False)


def _shortened(value: str, count: int) -> str:
    """`count` characters of the value, two thirds of them from its beginning."""
    tail = count // 3
    return f"{value[: count - tail].rstrip()} {GAP} {value[len(value) - tail :].lstrip()}".strip()


def flow(values: Sequence[str], room: Room) -> Fitted:
    """Values one after the other, with commas; where they do not fit, the first ones and the last one."""
    lines = _flowing(values, room)
    if len(lines) <= room.lines:
        return Fitted(lines, whole=True)
    kept = _most(len(values) - 1, lambda count: len(_flowing_ends(values, count, room)) <= room.lines)
    return Fitted(_flowing_ends(values, kept, room), whole=False)


def _flowing(values: Sequence[str], room: Room) -> list[str]:
    return wrap(", ".join(values), room)


def _flowing_ends(values: Sequence[str], count: int, room: Room) -> list[str]:
    return wrap(f"{', '.join(values[:count])} {GAP} {values[-1]}", room)


def rows(values: Sequence[str], room: Room) -> Fitted:
    """Each value on lines of its own; more values than lines: the first ones, "(…)", the last one.

    Lines left over go to the values that need more than one, the earlier ones first.
    """
    if len(values) > room.lines:
        ends = [*values[: max(room.lines - 2, 0)], GAP, values[-1]]
        return Fitted(_rows(ends[-room.lines :], room).lines, whole=False)
    return _rows(values, room)


def _rows(values: Sequence[str], room: Room) -> Fitted:
    wanted = [len(wrap(value, room)) for value in values]
    spare = room.lines - len(values)
    given = []
    for count in wanted:
        extra = min(count - 1, spare)
        spare -= extra
        given.append(1 + extra)
    fitted = [
        text(value, Room(room.width, lines, room.size, room.bold)) for value, lines in zip(values, given, strict=True)
    ]
    return Fitted([line for part in fitted for line in part.lines], all(part.whole for part in fitted))


def _most(limit: int, fits: Callable[[int], bool]) -> int:
    """The greatest count up to `limit` that fits, found by halving; 0 if none does."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low
