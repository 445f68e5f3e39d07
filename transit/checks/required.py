"""Fields that must be there: what the release, the cover and the TAD need is required at lodging (spec section 4)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from acts.common.findings import Finding
from transit.checks.answer import missing
from transit.facts import Facts, rows

_ITEM = ("commodity_code", "description", "gross_mass", "net_mass", "packages", "country_of_origin")
_VEHICLE = (
    "kind",
    "registration",
    "country",
    "permit_number",
    "permit_valid_until",
    "insurance_policy",
    "insurance_valid_until",
    "insurance_countries",
)


def _absent(code: str, prefix: str, values: Mapping[str, Any] | object, fields: Iterable[str]) -> Iterator[Finding]:
    """One finding for each of `fields` without a value; zero and False are values."""
    for field in fields:
        value = values.get(field) if isinstance(values, Mapping) else getattr(values, field)
        if value is None or value == "" or value == [] or value == {}:
            yield missing(code, f"{prefix}{field}", f"{field.replace('_', ' ')} is required")


def r_req_01(facts: Facts) -> Iterator[Finding]:
    """Who, from where, to where."""
    movement = facts.movement
    if not movement.lrn:
        yield missing("R-REQ-01", "lrn", "the local reference number is required")
    for field in ("principal", "office_of_departure", "office_of_destination"):
        if not getattr(movement, f"{field}_id"):
            yield missing("R-REQ-01", field, f"{field.replace('_', ' ')} is required")


def r_req_02(facts: Facts) -> Iterator[Finding]:
    """Place of the goods, countries, expected arrival, container flag. No premises means the office itself."""
    fields = (
        "location_of_goods",
        "country_of_dispatch",
        "country_of_destination",
        "expected_arrival_at",
        "containerised",
    )
    yield from _absent("R-REQ-02", "", facts.declaration, fields)


def r_req_03(facts: Facts) -> Iterator[Finding]:
    """A binding itinerary names the registered route."""
    if facts.declaration.binding_itinerary:
        yield from _absent("R-REQ-03", "", facts.declaration, ("route_text",))


def r_req_04(facts: Facts) -> Iterator[Finding]:
    """Each office of transit: office and expected instant."""
    for index, row in enumerate(rows(facts.declaration.offices_of_transit)):
        yield from _absent("R-REQ-04", f"offices_of_transit[{index}].", row, ("office", "expected_at"))


def r_req_05(facts: Facts) -> Iterator[Finding]:
    """The carrier: registration number, or name, address and licence number."""
    carrier = facts.declaration.carrier or {}
    if not carrier:
        yield missing("R-REQ-05", "carrier", "the carrier is required")
    elif not carrier.get("registration_number"):
        yield from _absent("R-REQ-05", "carrier.", carrier, ("name", "address", "licence_number"))


def r_req_06(facts: Facts) -> Iterator[Finding]:
    """The vehicle and its papers."""
    yield from _absent("R-REQ-06", "vehicle.", facts.declaration.vehicle or {}, _VEHICLE)


def r_req_07(facts: Facts) -> Iterator[Finding]:
    """The driver: name and document number."""
    yield from _absent("R-REQ-07", "driver.", facts.declaration.driver or {}, ("name", "document_number"))


def r_req_08(facts: Facts) -> Iterator[Finding]:
    """At least one consignment, each with its gross mass and at least one item."""
    if not facts.parts.consignments:
        yield missing("R-REQ-08", "consignments", "at least one consignment is required")
    filled = {id(item.consignment) for item in facts.items}
    for index, row in enumerate(facts.parts.consignments):
        yield from _absent("R-REQ-08", f"consignments[{index}].", row, ("gross_mass",))
        if id(row) not in filled:
            yield missing("R-REQ-08", f"consignments[{index}].items", "at least one item is required")


def r_req_09(facts: Facts) -> Iterator[Finding]:
    """Consignor and consignee: registered number, or name, street, city and country."""
    for path, party in facts.parties:
        if not party:
            yield missing("R-REQ-09", path, f"{path.rpartition('.')[2]} is required")
        elif not party.get("registration_number"):
            yield from _absent("R-REQ-09", f"{path}.", party, ("name", "street", "city", "country"))


def r_req_10(facts: Facts) -> Iterator[Finding]:
    """Each item: code, description, masses, packages, origin, value."""
    for index, item in enumerate(facts.items):
        complete = item.commodity_code and item.description and item.packages and item.country_of_origin
        if complete and item.gross_mass is not None and item.net_mass is not None:
            continue
        yield from _absent("R-REQ-10", facts.item_path(index, ""), item, _ITEM)


def r_req_11(facts: Facts) -> Iterator[Finding]:
    """Each item's value: amount and currency; the cover is computed from it."""
    for index, item in enumerate(facts.items):
        if item.value_amount is None:
            yield missing("R-REQ-11", facts.item_path(index, "value.amount"), "the value is required")
        if not item.value_currency:
            yield missing("R-REQ-11", facts.item_path(index, "value.currency"), "the value's currency is required")


RULES = (
    r_req_01,
    r_req_02,
    r_req_03,
    r_req_04,
    r_req_05,
    r_req_06,
    r_req_07,
    r_req_08,
    r_req_09,
    r_req_10,
    r_req_11,
)
