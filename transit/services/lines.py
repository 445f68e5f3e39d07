"""Consignments and items of a content dict put in, replaced, taken out; items stay numbered 1, 2, 3 … without gap.

Pure: each function gives the new list of consignments and leaves the old one alone. Positions count from 0.
"""

from collections.abc import Mapping
from typing import Any

from acts.common.refusals import RulesBroken
from transit.checks.goods import MAX_ITEMS
from transit.services.content import Content

Consignments = list[Content]


def put_consignment(content: Content, position: int, consignment: Content) -> Consignments:
    """`consignment` in the place of the one at `position`, whose items it keeps; behind the last one it is new."""
    rows = _rows(content)
    if position < len(rows):
        rows[position] = {**consignment, "items": rows[position].get("items") or []}
    else:
        rows.append({**consignment, "items": []})
    return rows


def remove_consignment(content: Content, position: int) -> Consignments:
    """Without the consignment at `position` and its items."""
    rows = _rows(content)
    del rows[position : position + 1]
    return _numbered(rows)


def put_item(content: Content, position: int, place: int, item: Content) -> Consignments:
    """`item` in the place of item `place` of consignment `position`; behind its last one it is new.

    Refuses more than 1,999 items in all (spec section 3).
    """
    rows = _rows(content)
    goods = rows[position]["items"]
    if place >= len(goods) and sum(len(row["items"]) for row in rows) >= MAX_ITEMS:
        text = f"a declaration has at most {MAX_ITEMS} items"
        raise RulesBroken.one("R-FORMAT-MAX_LENGTH", "consignments", text, MAX_ITEMS + 1)
    if place < len(goods):
        goods[place] = {**item, "number": goods[place].get("number")}
    else:
        goods.append(item)
    return _numbered(rows)


def remove_item(content: Content, position: int, place: int) -> Consignments:
    """Without item `place` of consignment `position`."""
    rows = _rows(content)
    del rows[position]["items"][place : place + 1]
    return _numbered(rows)


def _rows(content: Content) -> Consignments:
    return [{**row, "items": list(row.get("items") or [])} for row in content.get("consignments") or []]


def _numbered(rows: Consignments) -> Consignments:
    """The same with items numbered anew; packages shared with an item follow its number, or end with the item."""
    goods = [item for row in rows for item in row["items"]]
    numbers = {item["number"]: number for number, item in enumerate(goods, start=1) if item.get("number")}
    fresh = iter([_renumbered(item, number, numbers) for number, item in enumerate(goods, start=1)])
    return [{**row, "items": [next(fresh) for _ in row["items"]]} for row in rows]


def _renumbered(item: Content, number: int, numbers: Mapping[int, int]) -> Content:
    packages = [_shared(package, numbers) for package in item.get("packages") or []]
    return {**item, "number": number, "packages": packages}


def _shared(package: dict[str, Any], numbers: Mapping[int, int]) -> dict[str, Any]:
    old = package.get("shared_with_item")
    if old is None:
        return package
    kept = {name: value for name, value in package.items() if name != "shared_with_item"}
    return kept | {"shared_with_item": numbers[old]} if old in numbers else kept
