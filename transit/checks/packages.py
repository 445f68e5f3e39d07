"""Packages: kind, count and marks, and packages that two items share (spec section 4)."""

from collections.abc import Iterator
from typing import Any

from acts.common.findings import Finding
from transit.checks.answer import broken, missing, not_allowed, unlisted
from transit.codelists.package_kinds import BULK, PACKAGE_KINDS, UNPACKED
from transit.facts import Facts, rows


def _packages(facts: Facts) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Index of the item, index of the package, package."""
    for index, item in enumerate(facts.items):
        for place, row in enumerate(rows(item.packages)):
            yield index, place, row


def _path(facts: Facts, index: int, place: int, field: str) -> str:
    return facts.item_path(index, f"packages[{place}].{field}")


def r_pack_01(facts: Facts) -> Iterator[Finding]:
    """The kind is named and in UN/ECE Recommendation 21."""
    for index, place, row in _packages(facts):
        kind = row.get("kind")
        if not kind:
            yield missing("R-PACK-01", _path(facts, index, place, "kind"), "the kind of package is required")
        elif kind not in PACKAGE_KINDS:
            text = "not a code of UN/ECE Recommendation 21"
            yield unlisted("R-PACK-01", _path(facts, index, place, "kind"), text, kind)


def r_pack_02(facts: Facts) -> Iterator[Finding]:
    """Bulk has neither count nor marks."""
    for index, place, row in _packages(facts):
        if row.get("kind") not in BULK:
            continue
        for field in ("count", "marks", "shared_with_item"):
            if row.get(field) not in (None, ""):
                path = _path(facts, index, place, field)
                yield not_allowed("R-PACK-02", path, "goods in bulk have neither count nor marks", row[field])


def r_pack_03(facts: Facts) -> Iterator[Finding]:
    """Unpacked goods have a count and no marks."""
    for index, place, row in _packages(facts):
        if row.get("kind") not in UNPACKED:
            continue
        if row.get("count") is None:
            yield missing("R-PACK-03", _path(facts, index, place, "count"), "unpacked goods are counted")
        if row.get("marks"):
            path = _path(facts, index, place, "marks")
            yield not_allowed("R-PACK-03", path, "unpacked goods have no marks", row["marks"])


def r_pack_04(facts: Facts) -> Iterator[Finding]:
    """All other packages have count and marks."""
    for index, place, row in _packages(facts):
        kind = row.get("kind")
        if kind in BULK or kind in UNPACKED:
            continue
        if row.get("count") is None:
            yield missing("R-PACK-04", _path(facts, index, place, "count"), "packages are counted")
        if not row.get("marks"):
            yield missing("R-PACK-04", _path(facts, index, place, "marks"), "packages have marks")


def r_pack_05(facts: Facts) -> Iterator[Finding]:
    """The count is zero exactly where the package is counted at another item."""
    for index, place, row in _packages(facts):
        count, shared = row.get("count"), row.get("shared_with_item")
        if count is None or (count > 0 and shared is None) or (count == 0 and shared is not None):
            continue
        path = _path(facts, index, place, "count")
        yield broken("R-PACK-05", path, "zero for packages shared with another item, else at least 1", count)


def r_pack_06(facts: Facts) -> Iterator[Finding]:
    """`shared_with_item` names another item that holds packages of that kind with those marks."""
    held: dict[int, set[tuple[object, object]]] | None = None
    for index, place, row in _packages(facts):
        shared = row.get("shared_with_item")
        if shared is None:
            continue
        if held is None:
            held = _held(facts)
        own = facts.items[index].number
        if shared == own or (row.get("kind"), row.get("marks") or "") not in held.get(shared, ()):
            path = _path(facts, index, place, "shared_with_item")
            yield broken("R-PACK-06", path, "names no other item with such packages", shared)


def _held(facts: Facts) -> dict[int, set[tuple[object, object]]]:
    """By item number: kind and marks of the packages counted there."""
    return {
        item.number: {(row.get("kind"), row.get("marks") or "") for row in rows(item.packages) if row.get("count")}
        for item in facts.items
    }


RULES = (r_pack_01, r_pack_02, r_pack_03, r_pack_04, r_pack_05, r_pack_06)
