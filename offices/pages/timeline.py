"""What has happened to a movement or a guarantee, put into words: a line names only what its entry holds."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from offices.pages.tags import words


@dataclass(frozen=True, slots=True)
class Event:
    """One line: what was done, the state it led to, what was said with it, by whom, in which posting."""

    what: str
    became: str
    notes: tuple[str, ...]
    alarm: str
    at: datetime
    actor: str
    posting: str


def _passage(data: Mapping[str, Any]) -> str:
    return format_html('<span class="num">{}</span> {}', data.get("post", ""), words(data.get("passage_after", "")))


def _late(data: Mapping[str, Any]) -> str:
    return _("late: %(why)s") % {"why": data["late_reason"]}


# In the order they are read. What an entry may hold beside these is for programs.
_NOTES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "passage": _passage,
    "kind": lambda data: words(data["kind"]),
    "result": lambda data: str(data["result"]),
    "reason": lambda data: str(data["reason"]),
    "text": lambda data: str(data["text"]),
    "late_reason": _late,
}


def events(entries: Iterable[Mapping[str, Any]]) -> list[Event]:
    """The entries of a history, as the selectors give them, as lines in their order."""
    return [_event(entry) for entry in entries]


def _event(entry: Mapping[str, Any]) -> Event:
    data, before, after = entry["data"], entry["before"], entry["after"]
    notes = [note(data) for name, note in _NOTES.items() if data.get(name)]
    office = data.get("office")
    office = office if isinstance(office, Mapping) else {}
    if office.get("text"):
        notes.append(str(office["text"]))
    notes += [f"{reason.get('grn', '')} {reason.get('text', '')}".strip() for reason in data.get("reasons", ())]
    return Event(
        what=capfirst(words(entry["verb"])),
        became=words(after) if after and after != before else "",
        notes=tuple(notes),
        alarm=str(office.get("alarm") or ""),
        at=entry["at"],
        actor=entry["actor"],
        posting=entry["posting"] if entry["posting"] != entry["actor"] else "",
    )
