"""What an amendment may never change, and what it has changed (spec section 5, row 7; section 17). Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from acts.common import history
from acts.common.findings import Finding, FindingClass
from transit.facts import Parts

Content = Mapping[str, Any]

_NEVER = ("principal", "representative", "office_of_departure", "kind", "lrn")


def forbidden(*, old: Parts, new: Parts, given: Mapping[str, Any], accepted: bool) -> list[Finding]:
    """Findings for every change the row forbids.

    Identity never; the commodity code of an item that keeps its number never; after acceptance no item may be added,
    removed or renumbered.
    """
    found = [_changed(name, name, given[name]) for name in _NEVER if name in given and _differs(old, name, given[name])]
    codes = {item.number: item.commodity_code for item in old.items}
    numbers = [item.number for item in new.items]
    if accepted and numbers != list(codes):
        text = "items may not be added, removed or renumbered after acceptance"
        found.append(Finding(FindingClass.NOT_ALLOWED, "R-AMEND-02", "consignments", text, len(numbers)))
    for item in new.items:
        if codes.get(item.number, item.commodity_code) != item.commodity_code:
            found.append(_changed(f"items[{item.number}].commodity_code", "commodity code", item.commodity_code))
    return found


def _differs(old: Parts, name: str, value: Any) -> bool:
    movement = old.movement
    stored = {
        "principal": movement.principal.number,
        "representative": movement.representative.number if movement.representative else None,
        "office_of_departure": movement.office_of_departure_id,
        "kind": movement.kind,
        "lrn": movement.lrn,
    }
    return bool((value or None) != (stored[name] or None))


def _changed(path: str, what: str, value: Any) -> Finding:
    text = f"the {what.replace('_', ' ')} may not be amended"
    return Finding(FindingClass.NOT_ALLOWED, "R-AMEND-01", path, text, value)


def changes(*, before: Content, after: Content, given: Iterable[str]) -> dict[str, Any]:
    """Each given field that differs, as it was and as it is; of the goods the digests, and what differs line by line.

    `before` and `after` are contents as they are shown: an access code is in neither.
    """
    found = {
        name: {"before": before.get(name), "after": after.get(name)}
        for name in given
        if before.get(name) != after.get(name)
    }
    if "consignments" in found:
        found["consignments"] = _of_goods(before["consignments"], after["consignments"])
    return found


def _of_goods(before: Sequence[Content], after: Sequence[Content]) -> dict[str, Any]:
    old, new = _lines(before), _lines(after)
    lines = [
        {"path": path, **_differences(old.get(path, {}), new.get(path, {}))}
        for path in old | new
        if old.get(path) != new.get(path)
    ]
    return {"before": history.digest(before), "after": history.digest(after), "lines": lines}


def _lines(consignments: Sequence[Content]) -> dict[str, Content]:
    """Every consignment without its items, by its place; every item, by its number."""
    found: dict[str, Content] = {}
    for place, row in enumerate(consignments):
        found[f"consignments[{place}]"] = {name: value for name, value in row.items() if name != "items"}
        found |= {f"items[{item['number']}]": {**item, "consignment": place} for item in row["items"]}
    return found


def _differences(old: Content, new: Content) -> dict[str, Content]:
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    return {side: {name: row.get(name) for name in names} for side, row in (("before", old), ("after", new))}
