"""Text has no leading or trailing blank (spec section 3)."""

from collections.abc import Iterator

from acts.common.findings import Finding
from transit.checks.answer import broken
from transit.facts import Facts

_TEXT = "text must not begin or end with a blank"
_COLUMNS = ("location_of_goods", "destination_premises", "country_of_dispatch", "country_of_destination", "route_text")
_GROUPS = ("offices_of_transit", "carrier", "vehicle", "driver", "containers", "seals")
_ITEM = ("description", "commodity_code", "country_of_origin", "dangerous_goods_code")
_ITEM_GROUPS = ("packages", "previous_documents", "supporting_documents")


def _padded(path: str, value: object) -> Iterator[tuple[str, str]]:
    """Path and text of every padded text within a JSON value."""
    if isinstance(value, str):
        if value != value.strip():
            yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _padded(f"{path}.{key}", inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _padded(f"{path}[{index}]", inner)


def _heads(facts: Facts) -> Iterator[tuple[str, object]]:
    yield "lrn", facts.movement.lrn
    for field in (*_COLUMNS, *_GROUPS):
        yield field, getattr(facts.declaration, field)
    yield from facts.parties
    for index, row in enumerate(facts.parts.consignments):
        yield f"consignments[{index}].transport_document", row.transport_document


def r_text_01(facts: Facts) -> Iterator[Finding]:
    """Every text of the declaration outside its items."""
    for head, value in _heads(facts):
        for path, text in _padded(head, value):
            yield broken("R-TEXT-01", path, _TEXT, text)


def _clean(rows: object) -> bool:
    """Whether no text of a list of flat objects is padded: the quick look at each of many items."""
    if not isinstance(rows, list):
        return False
    for row in rows:
        if not isinstance(row, dict):
            return False
        for value in row.values():
            if isinstance(value, str) and value != value.strip():
                return False
    return True


def r_text_02(facts: Facts) -> Iterator[Finding]:
    """Every text of the items."""
    for index, item in enumerate(facts.items):
        for field in _ITEM:
            text = getattr(item, field)
            if text != text.strip():
                yield broken("R-TEXT-02", facts.item_path(index, field), _TEXT, text)
        for field in _ITEM_GROUPS:
            rows = getattr(item, field)
            if rows and not _clean(rows):
                for path, padded in _padded(facts.item_path(index, field), rows):
                    yield broken("R-TEXT-02", path, _TEXT, padded)
        unit = item.supplementary_unit
        if unit and unit != unit.strip():
            yield broken("R-TEXT-02", facts.item_path(index, "supplementary_quantity.unit"), _TEXT, unit)


RULES = (r_text_01, r_text_02)
