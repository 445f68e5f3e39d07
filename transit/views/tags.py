"""What the templates say about movements."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from acts.common.models import Proposal
from offices.pages import timeline
from offices.pages.tags import give_tones, give_words
from transit import facts
from transit.codelists.package_names import PACKAGE_NAMES
from transit.enums import ArrivalState, PassageState, State
from transit.models import Declaration, Movement
from transit.views import places
from transit.views.forms.part import fill_in
from transit.views.told import RESULTS

register = template.Library()

give_tones(
    {
        "bad": {
            State.REJECTED,
            State.NOT_RELEASED,
            State.GUARANTEE_REFUSED,
            State.UNDER_RECOVERY,
            PassageState.HELD,
            PassageState.REFUSED,
            PassageState.SEIZED,
            ArrivalState.DISCREPANT,
        },
        "warn": {
            State.UNDER_CONTROL,
            State.AWAITING_RESOLUTION,
            State.UNDER_ENQUIRY,
            PassageState.NOT_RECORDED,
            PassageState.DIVERTED,
            Proposal.Status.OPEN,
        },
        "ok": {State.IN_TRANSIT, State.ARRIVED, State.DISCHARGED, PassageState.CROSSED, ArrivalState.CLEARED},
        "off": {State.DRAFT, State.INVALIDATED, State.CLOSED_AFTER_RECOVERY, PassageState.CANCELLED},
    }
)
give_words(
    {
        State.PRE_LODGED: State.PRE_LODGED.label,
        "where_goods": gettext_lazy("where the goods are"),
        "duplicate_of": gettext_lazy("a duplicate of"),
    }
)
# What the table of states waits for (spec section 5), for who waits and has nothing to press.
_AWAITED = {
    State.DRAFT: gettext_lazy("Next: the principal lodges it."),
    State.PRE_LODGED: gettext_lazy("Next: the principal says that the goods are at the office of departure."),
    State.SUBMITTED: gettext_lazy("Next: the office of departure accepts or rejects it."),
    State.ACCEPTED: gettext_lazy("Next: the office of departure controls the goods if it wants to, and releases them."),
    State.UNDER_CONTROL: gettext_lazy("Next: the office of departure ends its control."),
    State.GUARANTEE_REFUSED: gettext_lazy("Next: the principal names a guarantee that covers the journey."),
    State.IN_TRANSIT: gettext_lazy("Next: the posts on the way and the office of destination record the truck."),
    State.ARRIVED: gettext_lazy("Next: the office of destination says what it found."),
    State.AWAITING_RESOLUTION: gettext_lazy("Next: the office of departure clears up what was not right."),
    State.UNDER_ENQUIRY: gettext_lazy("Next: the office of departure finds out where the goods are."),
    State.UNDER_RECOVERY: gettext_lazy("Next: the duties are paid or waived."),
}
_HOUR = 3600
_DAY_IN_HOURS = 24
_HOURS_SHOWN = 72


@register.simple_tag
def overdue(movement: Movement, now: datetime) -> bool:
    """In transit and past its limit date."""
    return movement.is_overdue(now)


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """To the limit date: in words, and as a share of the whole time for the bar (0 to 100)."""

    words: str
    share: int
    tone: str


@register.simple_tag(takes_context=True)
def party(context: dict[str, Any], declared: dict[str, Any]) -> str:
    """Consignor or consignee by name: the register's where it is registered, else as declared, with its town."""
    number = declared.get("registration_number") or ""
    if name := context.get("firms", {}).get(number):
        return str(name)
    return (
        ", ".join(filter(None, (declared.get("name") or number, declared.get("city"), declared.get("country")))) or "–"
    )


@register.simple_tag(takes_context=True)
def by_part(context: dict[str, Any], findings: Iterable[Mapping[str, Any]], raw: bool = False) -> list[Any]:
    """Findings under the parts of the declaration they speak of, each with the name of its field and what it says.

    `raw`: by the API's own names, for whoever sent the API's form; so too where the page is about no movement. Where
    it is about a draft, `url` leads to the field.
    """
    movement = None if raw else context.get("movement")
    groups: dict[str, list[dict[str, Any]]] = {slug: [] for slug in (*places.TITLES, "")}
    for finding in findings:
        path = str(finding["path"])
        found = places.Place("", path) if movement is None else places.place(path)
        groups[found.slug].append(
            {
                "label": found.label,
                "url": places.address(movement, path) if movement and movement.state == State.DRAFT else "",
                "code": finding["code"],
                "text": fill_in(finding) if found.exact else finding["text"],
                "value": _given(finding),
            }
        )
    return [(places.TITLES.get(slug, ""), rows) for slug, rows in groups.items() if rows]


def _given(finding: Mapping[str, Any]) -> str:
    """What was wrong, where the text does not say it: no list, no instant (the field shows it by a clock of its own),
    and no access code.
    """
    value, path = str(finding.get("value") or ""), str(finding["path"])
    told = not value or value in str(finding["text"]) or value[0] in "[{" or path.endswith(("_at", "access_code"))
    return "" if told else day(value) if "-" in value else value


@register.simple_tag
def time_left(movement: Movement, now: datetime) -> TimeLeft | None:
    """How much of the time to the limit date is left; None where the goods are not on the road."""
    if movement.limit_date is None or movement.released_at is None or not movement.on_road:
        return None
    left = movement.limit_date - now
    whole = (movement.limit_date - movement.released_at).total_seconds()
    seconds = left.total_seconds()
    if seconds < 0:
        return TimeLeft(_("%(time)s over") % {"time": _span(-seconds)}, 100, "bad")
    share = 100 if whole <= 0 else max(2, min(100, round(100 * seconds / whole)))
    return TimeLeft(_("%(time)s left") % {"time": _span(seconds)}, share, "ok" if share > 40 else "warn")


def _span(seconds: float) -> str:
    hours = int(seconds // _HOUR)
    if hours < 1:
        return _("%(n)d min") % {"n": int(seconds // 60)}
    if hours < _HOURS_SHOWN:
        return _("%(n)d h") % {"n": hours}
    days = hours // _DAY_IN_HOURS
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


@register.filter
def awaited(state: str) -> str:
    """What a movement in this state waits for; nothing for one that has ended."""
    return str(_AWAITED.get(State(state), ""))


@register.filter
def result(code: str) -> str:
    """A result code in words, the code behind; a dash for none."""
    return timeline.coded(code, RESULTS) if code else "–"


@register.filter
def packed(package: Mapping[str, Any]) -> str:
    """Packages: how many of what kind (`430 × carton`), the code where the kind has no name here."""
    kind = str(package.get("kind") or "")
    name = str(PACKAGE_NAMES.get(kind, kind))
    return f"{package['count']}\u00a0× {name}" if package.get("count") else name


@register.filter
def day(text: str) -> str:
    """A declared date as all others are written, `31 Dec 2030`; what is no date as it stands."""
    try:
        return date_format(date.fromisoformat(text), "j M Y")
    except ValueError:
        return text


@register.filter
def container_numbers(declaration: Declaration) -> list[str]:
    """The declared containers by their numbers."""
    return [box.get("number") or "–" for box in facts.rows(declaration.containers)]


@register.filter
def declared_seals(declaration: Declaration) -> list[str]:
    """The seals of the load compartment and of all containers, as declared."""
    boxes = [seal for box in facts.rows(declaration.containers) for seal in box.get("seals") or []]
    return [*declaration.seals, *boxes]


@register.filter
def code8(value: str) -> str:
    """A commodity code as people read it: `8517.13.00`."""
    return f"{value[:4]}.{value[4:6]}.{value[6:]}" if len(value) == len("85171300") else value
