"""Where a path of the declaration is typed in: its page, its field, and what both are called to people."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from transit.models import Movement
from transit.views.forms.declaration import Cover, Journey, Load, Transport
from transit.views.forms.goods import Consignment, Item
from transit.views.forms.part import Part, Setting

TITLES: dict[str, str | Promise] = {
    "journey": _("Journey"),
    "cover": _("Guarantees"),
    "transport": _("Truck and driver"),
    "load": _("Containers and seals"),
    "goods": _("Goods"),
}
SECTIONS: dict[str, type[Part]] = {"journey": Journey, "cover": Cover, "transport": Transport, "load": Load}
_OWNER = {name: slug for slug, part in SECTIONS.items() for name in ("lrn", *part.owns)} | {"lrn": "journey"}
_GOODS = re.compile(r"consignments\[([0-9]+)\](?:\.items\[([0-9]+)\])?\.?(.*)")
_ROW = re.compile(r"\[([0-9]+)\]")


@dataclass(frozen=True, slots=True)
class Place:
    """The part of the declaration a path stands in (none: no page asks for it) and the name of its field.

    `exact`: the field itself, not a group of fields or rows.
    """

    slug: str
    label: str
    exact: bool = False


def address(movement: Movement, path: str) -> str:
    """The page on which the field at `path` stands, and the field; nothing for what no page asks."""
    if found := _GOODS.fullmatch(path):
        row, item, inner = found.groups()
        if item is None:
            return _at("declare-consignment", inner, movement.pk, int(row) + 1)
        return _at("declare-item", inner, movement.pk, int(row) + 1, int(item) + 1)
    if path == "consignments":
        return reverse("declare-goods", args=[movement.pk])
    slug = _owner(path)
    return _at("declare", path, movement.pk, slug) if slug else ""


def place(path: str) -> Place:
    """What people call the field at `path`; the path itself where no page asks for it."""
    if found := _GOODS.fullmatch(path):
        row, item, inner = found.groups()
        where = _now("Consignment %(row)d") if item is None else _now("Item %(item)d of consignment %(row)d")
        label, exact = _label(Consignment if item is None else Item, inner)
        where %= {"row": int(row) + 1, "item": int(item or 0) + 1}
        return Place("goods", f"{where}: {label}" if label else where, exact)
    if path == "consignments":
        return Place("goods", str(TITLES["goods"]))
    slug = _owner(path)
    label, exact = _label(SECTIONS[slug], path) if slug else ("", False)
    return Place(slug if label else "", label or path, exact)


def _owner(path: str) -> str:
    return _OWNER.get(re.split(r"[.\[]", path, maxsplit=1)[0], "")


def _label(part: type[Part], path: str) -> tuple[str, bool]:
    """The label of a field, with the number of its row; else the heading of the group, and that it is not exact."""
    labels, headings = _labels(part)
    row = _ROW.search(path)
    number = f" {int(row[1]) + 1}" if row else ""
    plain = _ROW.sub("[]", path)
    # An entry of a plain list stands in its list's field.
    if label := labels.get(plain) or labels.get(plain.removesuffix("[]")):
        return f"{label}{number}", True
    return str(headings.get(re.split(r"[.\[]", path, maxsplit=1)[0], "")), False


@cache
def _labels(part: type[Part]) -> tuple[Mapping[str, Any], Mapping[str, str | Promise]]:
    """What the fields of a part are called, by path without the number of the row; its headings by first name."""
    nothing: Mapping[str, Any] = defaultdict(list)
    form = part(movement=Movement(), content={}, setting=Setting({}, nothing))
    boxed = {name: box.title for box in part.boxes for name in box.names if "." in name}
    labels = {
        _ROW.sub("[]", path): format_lazy("{}: {}", boxed[path], field.label) if path in boxed else field.label
        for path, field in form.fields.items()
        if path != "version"
    }
    headings = {box.rows_of: box.title for box in part.boxes if box.rows_of}
    groups = {name.partition(".")[0]: title for name, title in reversed(boxed.items())}
    return labels, groups | headings


def _at(route: str, inner: str, *args: Any) -> str:
    # An entry of a plain list stands in its list's field.
    field = re.sub(r"\[[0-9]+\]$", "", inner)
    return f"{reverse(route, args=args)}?check=1#f-{quote(field)}" if field else f"{reverse(route, args=args)}?check=1"
