"""Where a path of the declaration is typed in: the page and the place on it that a finding leads to."""

import re
from typing import Any
from urllib.parse import quote

from django.urls import reverse

from transit.models import Movement
from transit.views.forms.declaration import Cover, Journey, Load, Transport
from transit.views.forms.part import Part

SECTIONS: dict[str, type[Part]] = {"journey": Journey, "cover": Cover, "transport": Transport, "load": Load}
_OWNER = {name: slug for slug, part in SECTIONS.items() for name in ("lrn", *part.owns)} | {"lrn": "journey"}
_GOODS = re.compile(r"consignments\[([0-9]+)\](?:\.items\[([0-9]+)\])?\.?(.*)")


def address(movement: Movement, path: str) -> str:
    """The page on which the field at `path` stands, and the field; nothing for what no page asks."""
    if found := _GOODS.fullmatch(path):
        row, item, inner = found.groups()
        if item is None:
            return _at("declare-consignment", inner, movement.pk, int(row) + 1)
        return _at("declare-item", inner, movement.pk, int(row) + 1, int(item) + 1)
    if path == "consignments":
        return reverse("declare-goods", args=[movement.pk])
    slug = _OWNER.get(re.split(r"[.\[]", path, maxsplit=1)[0])
    return _at("declare", path, movement.pk, slug) if slug else ""


def _at(route: str, inner: str, *args: Any) -> str:
    # An entry of a plain list stands in its list's field.
    field = re.sub(r"\[[0-9]+\]$", "", inner)
    return f"{reverse(route, args=args)}?check=1#f-{quote(field)}" if field else f"{reverse(route, args=args)}?check=1"
