"""What an amendment may never change (spec section 5, row 7). Pure."""

from collections.abc import Mapping
from typing import Any

from acts.common.findings import Finding, FindingClass
from transit.facts import Parts

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
