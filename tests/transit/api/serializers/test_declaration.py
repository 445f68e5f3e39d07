"""Every malformed value is refused at its path with its class; a draft may lack anything but its LRN."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from acts.common.api import problem
from transit import samples
from transit.api.serializers.declaration import MAX_ITEMS, Declaration


def findings(data: Any, *, partial: bool = False) -> set[tuple[str, int]]:
    """Path and class of every finding."""
    serializer = Declaration(data=data, partial=partial)
    if serializer.is_valid():
        return set()
    answer = problem.handler(problem.exceptions.ValidationError(serializer.errors), {})
    assert answer is not None
    return {(row["path"], row["class"]) for row in answer.data["findings"]}


def item(**fields: Any) -> dict[str, Any]:
    return {"consignments": [{"items": [fields]}]}


ITEM = "consignments[0].items[0]"
MALFORMED: list[tuple[dict[str, Any], str, int]] = [
    ({"lrn": None}, "lrn", 13),
    ({"lrn": ""}, "lrn", 13),
    ({"lrn": "with blank"}, "lrn", 14),
    ({"lrn": "x" * 23}, "lrn", 14),
    ({"lrn": 17}, "lrn", 14),
    ({"kind": "OTHER"}, "kind", 12),
    ({"kind": ["STANDARD"]}, "kind", 12),
    ({"simplified": "true"}, "simplified", 14),
    ({"simplified": 1}, "simplified", 14),
    ({"containerised": 0}, "containerised", 14),
    ({"principal": 5}, "principal", 14),
    ({"office_of_departure": "sgsin001"}, "office_of_departure", 14),
    ({"country_of_dispatch": "XX"}, "country_of_dispatch", 12),
    ({"country_of_dispatch": "sg"}, "country_of_dispatch", 14),
    ({"expected_arrival_at": "2026-11-22T10:00:00"}, "expected_arrival_at", 14),
    ({"expected_arrival_at": "2026-11-22"}, "expected_arrival_at", 14),
    ({"expected_arrival_at": "0001-01-01T00:00:00+14:00"}, "expected_arrival_at", 14),
    ({"expected_arrival_at": "9999-12-31T23:59:59-12:00"}, "expected_arrival_at", 14),
    ({"expected_arrival_at": "2026-02-30T00:00:00Z"}, "expected_arrival_at", 14),
    ({"expected_arrival_at": 1700000000}, "expected_arrival_at", 14),
    ({"route_text": " leading"}, "route_text", 14),
    ({"route_text": "trailing "}, "route_text", 14),
    ({"route_text": "nul\x00"}, "route_text", 14),
    ({"route_text": "\ud800"}, "route_text", 14),
    ({"route_text": "turned\u202eround"}, "route_text", 14),
    ({"route_text": "two\nlines"}, "route_text", 14),
    ({"route_text": "x" * 513}, "route_text", 14),
    ({"offices_of_transit": {}}, "offices_of_transit", 14),
    ({"offices_of_transit": [{"office": "MYTKP001"}] * 19}, "offices_of_transit", 14),
    ({"offices_of_transit": [None]}, "offices_of_transit[0]", 13),
    ({"guarantees": [{"grn": "26SG1"}]}, "guarantees[0].grn", 14),
    ({"guarantees": [{"access_code": "A1B23"}]}, "guarantees[0].access_code", 14),
    ({"guarantees": [{"grn": "26SG0000010000010"}] * 10}, "guarantees", 14),
    ({"carrier": []}, "carrier", 14),
    ({"carrier": {"email": "nobody"}}, "carrier.email", 14),
    ({"carrier": {"number": "SG-C-0001"}}, "carrier.number", 15),
    ({"vehicle": {"kind": "TRUCK"}}, "vehicle.kind", 12),
    ({"vehicle": {"registration": "XB 1234"}}, "vehicle.registration", 14),
    ({"vehicle": {"registration": "xb1234"}}, "vehicle.registration", 14),
    ({"vehicle": {"permit_valid_until": "20261122"}}, "vehicle.permit_valid_until", 14),
    ({"vehicle": {"insurance_countries": ["SG", "XX"]}}, "vehicle.insurance_countries[1]", 12),
    ({"containers": [{"number": "ABCU 123456"}]}, "containers[0].number", 14),
    ({"seals": ["S1", "x" * 21]}, "seals[1]", 14),
    ({"seals": "S1"}, "seals", 14),
    ({"no_seal_reason": "NONE"}, "no_seal_reason", 12),
    ({"consignments": [{}] * 100}, "consignments", 14),
    (item(commodity_code="8517130"), f"{ITEM}.commodity_code", 14),
    (item(commodity_code=85171300), f"{ITEM}.commodity_code", 14),
    (item(gross_mass=True), f"{ITEM}.gross_mass", 14),
    (item(gross_mass="1e3"), f"{ITEM}.gross_mass", 14),
    (item(gross_mass="NaN"), f"{ITEM}.gross_mass", 14),
    (item(gross_mass=""), f"{ITEM}.gross_mass", 14),
    (item(gross_mass=[]), f"{ITEM}.gross_mass", 14),
    (item(gross_mass=-1), f"{ITEM}.gross_mass", 14),
    (item(gross_mass="12345678901"), f"{ITEM}.gross_mass", 14),
    (item(gross_mass="0.1234567"), f"{ITEM}.gross_mass", 14),
    (item(gross_mass=Decimal("1E+999999")), f"{ITEM}.gross_mass", 14),
    (item(gross_mass=Decimal("1E-999999")), f"{ITEM}.gross_mass", 14),
    (item(gross_mass=10**4000), f"{ITEM}.gross_mass", 14),
    (item(value={"amount": "1.005", "currency": "SGD"}), f"{ITEM}.value.amount", 14),
    (item(value={"amount": "10.5", "currency": "VND"}), f"{ITEM}.value.amount", 14),
    (item(value={"amount": "12345678901234567", "currency": "VND"}), f"{ITEM}.value.amount", 14),
    (item(value={"amount": "1", "currency": "XXZ"}), f"{ITEM}.value.currency", 12),
    (item(value="5 SGD"), f"{ITEM}.value", 14),
    (item(packages=[{"kind": "CT", "count": "3"}]), f"{ITEM}.packages[0].count", 14),
    (item(packages=[{"count": 1.5}]), f"{ITEM}.packages[0].count", 14),
    (item(packages=[{"count": -1}]), f"{ITEM}.packages[0].count", 14),
    (item(packages=[{"shared_with_item": 0}]), f"{ITEM}.packages[0].shared_with_item", 14),
    (item(dangerous_goods_code="UN12"), f"{ITEM}.dangerous_goods_code", 14),
    (item(supporting_documents=[{"file": 5}]), f"{ITEM}.supporting_documents[0].file", 14),
    (item(supporting_documents=[{"file": "x"}]), f"{ITEM}.supporting_documents[0].file", 14),
    (item(number=0), f"{ITEM}.number", 14),
    (item(nett_mass=1), f"{ITEM}.nett_mass", 15),
    ({"surprise": 1}, "surprise", 15),
    ({"state": "IN_TRANSIT"}, "state", 15),
    ({"\ud800": 1}, "\\ud800", 15),
]


@pytest.mark.parametrize(("data", "path", "number"), MALFORMED, ids=lambda value: str(value)[:50])
def test_declaration_refuses_a_malformed_value(data: dict[str, Any], path: str, number: int) -> None:
    assert findings({"lrn": "A1", **data}) == {(path, number)}


def test_declaration_without_lrn_is_refused() -> None:
    assert findings({}) == {("lrn", 13)}


@pytest.mark.parametrize("data", [[], "text", 5, None, True])
def test_declaration_that_is_no_object_is_refused(data: Any) -> None:
    assert findings(data)


def test_declaration_tells_all_findings_at_once() -> None:
    data = {"kind": "X", "surprise": 1, "seals": ["a "], **item(net_mass="x", other=2)}
    assert findings(data) == {
        ("lrn", 13),
        ("kind", 12),
        ("surprise", 15),
        ("seals[0]", 14),
        (f"{ITEM}.net_mass", 14),
        (f"{ITEM}.other", 15),
    }


def test_declaration_with_too_many_items_in_all_is_refused() -> None:
    half = [{} for _ in range(MAX_ITEMS // 2 + 1)]
    assert findings({"lrn": "A1", "consignments": [{"items": half}, {"items": half}]}) == {("consignments", 14)}


def test_draft_may_lack_everything_but_its_lrn() -> None:
    assert findings({"lrn": "A1"}) == set()
    assert findings({"lrn": "A1", "vehicle": {}, "consignments": [{"items": [{}]}], "kind": None}) == set()
    assert findings({"route_text": "Road"}, partial=True) == set()


@pytest.mark.parametrize("value", ["12.5", 12, Decimal("12.5"), "0", "1234567890.123456", Decimal("1E+3")])
def test_mass_is_taken_as_number_or_plain_text(value: Any) -> None:
    assert findings({"lrn": "A1", **item(gross_mass=value)}) == set()


@pytest.mark.parametrize("name", samples.names())
def test_samples_pass(name: str, at: datetime) -> None:
    assert findings(samples.load(name, at=at)) == set()
