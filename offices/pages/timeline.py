"""What has happened to a movement or a guarantee, put into words: a line names only what its entry holds."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from offices.models import Office
from offices.pages.tags import words

Said = Mapping[str, str | Promise]


@dataclass(frozen=True, slots=True)
class Told:
    """How an app tells its history.

    `lines`: each verb in the past tense, by `verb.kind of passage`, `verb>state it led to`, or the verb alone, the
    first that is there; `%(office)s` becomes the name of the post. `results`: its result codes in words.
    """

    lines: Said
    results: Said = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Event:
    """One line: what was done, what was said with it, by whom, in which posting, by the clock of which country.

    `became`: the state it led to, for a verb that has no words of its own. `times`: how often it was done in a row.
    """

    what: str
    became: str
    notes: tuple[str, ...]
    alarm: str
    at: datetime
    actor: str
    posting: str
    country: str
    times: int = 1


def coded(code: str, said: Said) -> str:
    """A code as people read it: in words, the code behind."""
    return f"{said[code]} ({code})" if code in said else code


def reasons(rows: Iterable[Mapping[str, str]]) -> list[str]:
    """Why guarantees were refused: the guarantee, if it was one, and the reason."""
    return [": ".join(filter(None, map(row.get, ("grn", "text")))) for row in rows]


def events(entries: Iterable[Mapping[str, Any]], told: Told, offices: Mapping[str, Office]) -> list[Event]:
    """The entries of a history, as the selectors give them, as lines in their order; `offices` by code.

    What one person did again and again, with nothing said, is one line with the instant of the first of them.
    """
    lines: list[Event] = []
    for event in (_event(entry, told, offices) for entry in entries):
        if lines and not event.notes and replace(event, at=lines[-1].at, times=lines[-1].times) == lines[-1]:
            lines[-1] = replace(lines[-1], times=lines[-1].times + 1)
        else:
            lines.append(event)
    return lines


# In the order they are read. What an entry may hold beside these is for programs.
_NOTES: Mapping[str, Callable[[Any, Told], str]] = {
    "reference": lambda value, told: str(value),
    "kind": lambda value, told: words(value),
    "result": lambda value, told: coded(value, told.results),
    "reason": lambda value, told: str(value),
    "text": lambda value, told: str(value),
    "no_seal_reason": lambda value, told: _("no seals: %(why)s") % {"why": words(value)},
    "late_reason": lambda value, told: _("late: %(why)s") % {"why": value},
}


def _event(entry: Mapping[str, Any], told: Told, offices: Mapping[str, Office]) -> Event:
    data, before, after, posting = entry["data"], entry["before"], entry["after"], entry["posting"]
    verb, post = entry["verb"], str(data.get("post", ""))
    notes = [note(data[name], told) for name, note in _NOTES.items() if data.get(name)]
    office = data.get("office")
    office = office if isinstance(office, Mapping) else {}
    if office.get("text"):
        notes.append(str(office["text"]))
    notes += reasons(data.get("reasons", ()))
    keys = (f"{verb}.{data.get('passage', '')}", f"{verb}>{after}", verb)
    line = next((told.lines[key] for key in keys if key in told.lines), None)
    return Event(
        what=capfirst(words(verb)) if line is None else str(line) % {"office": _name(post, offices)},
        became=words(after) if line is None and after and after != before else "",
        notes=tuple(notes),
        alarm=str(office.get("alarm") or ""),
        at=entry["at"],
        actor=_name(entry["actor"], offices),
        posting=_name(posting, offices) if posting != entry["actor"] else "",
        country=offices[posting].country_id if posting in offices else "",
    )


def _name(code: str, offices: Mapping[str, Office]) -> str:
    return offices[code].name if code in offices else code
