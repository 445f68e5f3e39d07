"""What the templates of every app say about states, times and numbers."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.core.paginator import Page
from django.utils.dates import MONTHS_3
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

register = template.Library()

_TONE: dict[str, str] = {}
_SAID: dict[str, str | Promise] = {}


def give_tones(tones: Mapping[str, Iterable[str]]) -> None:
    """An app says which of its states are shown as bad, warn, ok, off; the others are plain information."""
    _TONE.update({str(state): tone for tone, states in tones.items() for state in states})


def give_words(said: Mapping[str, str | Promise]) -> None:
    """An app says which of its codes and names of fields do not read well as they are stored."""
    _SAID.update({str(code): text for code, text in said.items()})


@register.filter
def words(code: str) -> str:
    """A stored code or verb in words: `UNDER_CONTROL` as `under control`, translated where a translation is known."""
    if text := _SAID.get(str(code)):
        return str(text)
    return _(str(code).replace("_", " ").lower())


@register.simple_tag
def badge(state: str) -> SafeString:
    """A state in words, with a tone; never by colour alone."""
    return format_html('<span class="badge badge-{}">{}</span>', _TONE.get(state, "info"), words(state))


@register.simple_tag(takes_context=True)
def when(context: dict[str, Any], instant: datetime | None, country: str = "", zone: bool = False) -> SafeString:
    """An instant as the clock shows it in `country`, else in the reader's; UTC if neither is known.

    The zone is named where that clock is not the reader's, or with `zone`: else a list seems to come from the future.
    """
    if instant is None:
        return SafeString("–")
    zones, home = context.get("zones", {}), context.get("home", "")
    here = zones.get(home, "UTC")
    there = zones.get(country or home, "UTC")
    local = instant.astimezone(ZoneInfo(there))
    named = zone or (there != here and local.utcoffset() != instant.astimezone(ZoneInfo(here)).utcoffset())
    return format_html(
        '<time datetime="{}" title="{}">{}{}</time>',
        local.isoformat(timespec="minutes"),
        f"{_clock(local, year=True)} {local.tzname()}",
        _clock(local, year=local.year != context["now"].year),
        f" {local.tzname()}" if named else "",
    )


def _clock(local: datetime, *, year: bool = False) -> str:
    """`23 Nov 10:00`, the month in the reader's language. A page has dozens: not by way of a format string."""
    return f"{local.day} {str(MONTHS_3[local.month]).title()}{f' {local.year}' if year else ''} {local:%H:%M}"


@register.simple_tag(takes_context=True)
def country(context: dict[str, Any], code: str) -> str:
    """The name of a member state; the code of any other."""
    return str(context.get("countries", {}).get(code, code))


@register.simple_tag(takes_context=True)
def when_plain(context: dict[str, Any], instant: datetime, country: str) -> str:
    """The same without markup, for the text of a picture."""
    local = instant.astimezone(ZoneInfo(context["zones"].get(country, "UTC")))
    return _clock(local, year=local.year != context["now"].year)


@register.simple_tag
def page_numbers(page: Page[Any]) -> list[int | str]:
    """The first, the last, this page and those beside it; an ellipsis for those between."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.filter
def number(value: Decimal | str | None) -> str:
    """A decimal with thin groups of three and without trailing zeros: `18 204.5`; a dash for nothing."""
    if value in (None, ""):
        return "–"
    whole, _point, rest = f"{Decimal(str(value)):f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", "\u202f")
    rest = rest.rstrip("0")
    return f"{grouped}.{rest}" if rest else grouped


@register.filter
def money(value: Decimal | str | None) -> str:
    """An amount with two decimals at least, grouped."""
    shown = number(value)
    whole, _point, rest = shown.partition(".")
    return shown if shown == "–" else f"{whole}.{rest.ljust(2, '0')}"


@register.filter
def labelled(cells: Iterable[str], headers: Iterable[Mapping[str, Any]]) -> list[str]:
    """The cells of a row of the administration, each with the name of its column: a phone shows it, having no head."""
    return [_labelled(cell, str(header["text"])) for cell, header in zip(cells, headers, strict=True)]


def _labelled(cell: str, name: str) -> str:
    start, _td, rest = cell.partition("<td")
    if start or "action-checkbox" in cell:
        return cell
    return format_html('<td data-label="{}"{}', capfirst(name), SafeString(rest))
