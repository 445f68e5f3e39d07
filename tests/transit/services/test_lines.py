"""Consignments and items put in and taken out: numbers without gap, shared packages follow."""

import pytest

from acts.common.refusals import RulesBroken
from transit.services import lines
from transit.services.content import Content


def _content(*sizes: int) -> Content:
    numbers = iter(range(1, 2001))
    rows = [{"gross_mass": "1", "items": [{"number": next(numbers)} for _ in range(size)]} for size in sizes]
    return {"consignments": rows}


def _numbers(rows: lines.Consignments) -> list[list[int]]:
    return [[item["number"] for item in row["items"]] for row in rows]


def test_item_past_1999_is_refused() -> None:
    with pytest.raises(RulesBroken, match="at most 1999 items"):
        lines.put_item(_content(1000, 999), 0, 1000, {})


def test_new_item_of_the_first_consignment_moves_the_others_on() -> None:
    content = _content(2, 1)
    assert _numbers(lines.put_item(content, 0, 2, {"description": "new"})) == [[1, 2, 3], [4]]
    assert _numbers(content["consignments"]) == [[1, 2], [3]]


def test_item_is_replaced_in_its_place() -> None:
    rows = lines.put_item(_content(1, 2), 1, 0, {"description": "other"})
    assert rows[1]["items"][0] == {"description": "other", "number": 2, "packages": []}


def test_packages_shared_with_an_item_follow_its_number_and_end_with_it() -> None:
    content = _content(3)
    content["consignments"][0]["items"][2]["packages"] = [{"kind": "CT", "shared_with_item": 2}]
    followed = lines.remove_item(content, 0, 0)
    assert followed[0]["items"][1]["packages"] == [{"kind": "CT", "shared_with_item": 1}]
    assert lines.remove_item(content, 0, 1)[0]["items"][1]["packages"] == [{"kind": "CT"}]


def test_consignment_keeps_its_items_and_goes_with_them() -> None:
    content = _content(2, 1)
    rows = lines.put_consignment(content, 0, {"gross_mass": "9"})
    assert (rows[0]["gross_mass"], _numbers(rows)) == ("9", [[1, 2], [3]])
    assert _numbers(lines.remove_consignment(content, 0)) == [[1]]
    assert lines.put_consignment(content, 2, {})[2] == {"items": []}
