"""The content of a declaration between its three shapes: the API's dict, the rows, unsaved rows for a check.

A content dict has exactly the names and nesting of spec section 3 and nothing of the process. Values are Python's
(Decimal, aware datetime, date, UUID) or the JSON-ready text that `read` gives; both mean the same.
What was not declared is None, "" or absent on the way in; None, [] or {} on the way out.
"""

import copy
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q

from acts.common.findings import Finding, FindingClass
from acts.common.refusals import RulesBroken
from guarantees.services import access
from offices import selectors as registers
from offices.models import Firm
from transit.enums import Kind
from transit.facts import Parts
from transit.models import Consignment, Declaration, DeclaredGuarantee, Item, Movement

Content = dict[str, Any]

_OFFICES = ("office_of_departure", "office_of_destination")
_IDENTITY = ("lrn", "kind", "simplified", "representative", *_OFFICES)
_TEXTS = (
    "location_of_goods",
    "destination_premises",
    "country_of_dispatch",
    "country_of_destination",
    "route_text",
    "no_seal_reason",
)
_INSTANTS = ("expected_arrival_at", "limit_date")
_OBJECTS = ("carrier", "vehicle", "driver")
_LISTS = ("offices_of_transit", "containers", "seals")
_DECLARATION = (*_TEXTS, *_INSTANTS, *_OBJECTS, *_LISTS, "binding_itinerary", "containerised")
_ITEM_TEXTS = ("commodity_code", "description", "country_of_origin", "dangerous_goods_code")
_ITEM_LISTS = ("packages", "previous_documents", "supporting_documents")
_REGISTERED = ("name", "street", "city", "postcode")


def build(*, movement: Movement, content: Content) -> Parts:
    """The rows `content` would become, unsaved; `movement` itself is left alone (the parts hold a copy).

    A guarantee named without its code keeps the digest already stored for that GRN. Refuses, all at once, offices
    and a representative that are in no register: the movement's own row points at them. At most three queries.
    """
    movement = copy.copy(movement)
    firms = _firms(content)
    _identify(movement, content, firms)
    declaration = Declaration(
        movement=movement,
        **{name: content.get(name) or "" for name in _TEXTS},
        **{name: _instant(content.get(name)) for name in _INSTANTS},
        **{name: _plain(content.get(name) or {}) for name in _OBJECTS},
        **{name: _plain(content.get(name) or []) for name in _LISTS},
        binding_itinerary=content.get("binding_itinerary") is not False,
        containerised=content.get("containerised"),
    )
    parts = Parts(
        movement=movement,
        declaration=declaration,
        guarantees=guarantees(declaration, content.get("guarantees") or []),
        consignments=[],
        items=[],
    )
    for position, row in enumerate(content.get("consignments") or []):
        consignment = _consignment(declaration, position, row, firms)
        parts.consignments.append(consignment)
        for goods in row.get("items") or []:
            parts.items.append(_item(consignment, len(parts.items) + 1, goods))
    return parts


def write(*, movement: Movement, content: Content, at: datetime) -> None:
    """Replace the declaration's rows by `content` (spec section 3); see `build` and `store`."""
    store(build(movement=movement, content=content), movement=movement, at=at)


def store(parts: Parts, *, movement: Movement, at: datetime, new: bool = False) -> None:
    """Replace the stored rows of `movement` by `parts`, which `build` made of it; a `new` one has none yet.

    `movement` is a row that the caller has locked and will save: only its attributes are set here (identity and
    `changed_at`, never the state). The number of statements does not grow with the items beyond their batches.
    """
    for name in _IDENTITY:
        setattr(movement, name, getattr(parts.movement, name))
    movement.changed_at = at
    declaration = parts.declaration
    declaration.movement = movement
    if not new:
        Item.objects.filter(declaration=declaration).delete()
        Consignment.objects.filter(declaration=declaration).delete()
    Declaration.objects.bulk_create(
        [declaration], update_conflicts=True, unique_fields=["movement"], update_fields=_DECLARATION
    )
    store_guarantees(parts, new=new)
    Consignment.objects.bulk_create(parts.consignments)
    Item.objects.bulk_create(parts.items)


def store_guarantees(parts: Parts, *, new: bool = False) -> None:
    """Replace the stored guarantees of a declaration by those of `parts`, and nothing else of it."""
    if not new:
        DeclaredGuarantee.objects.filter(declaration=parts.declaration).delete()
    DeclaredGuarantee.objects.bulk_create(parts.guarantees)


def read(movement: Movement) -> Content:
    """The content as JSON-ready values: decimals as plain text, instants in UTC with Z; never an access code.

    Registered parties show name and address of the register as it is now. At most five queries, none per row;
    rows prefetched by a selector are used as they are.
    """
    declaration = movement.declaration
    return shown(
        Parts(
            movement=movement,
            declaration=declaration,
            guarantees=list(declaration.guarantees.all()),
            consignments=list(declaration.consignments.all()),
            items=list(declaration.items.all()),
        )
    )


def shown(parts: Parts) -> Content:
    """The stored rows of a declaration as `read` gives them; one query."""
    movement, declaration = parts.movement, parts.declaration
    goods: dict[int, list[Content]] = {row.pk: [] for row in parts.consignments}
    for item in parts.items:
        goods[item.consignment_id].append(_read_item(item))
    firms = _register(movement, declaration, parts.consignments)
    by_key = {firm.pk: firm.number for firm in firms.values()}
    return {
        "lrn": movement.lrn,
        "kind": movement.kind,
        "simplified": movement.simplified,
        "principal": by_key[movement.principal_id],
        "representative": by_key.get(movement.representative_id) if movement.representative_id else None,
        **{name: getattr(movement, f"{name}_id") for name in _OFFICES},
        **{name: getattr(declaration, name) or None for name in _TEXTS},
        **{name: _plain(getattr(declaration, name)) for name in _INSTANTS},
        **{name: getattr(declaration, name) for name in _OBJECTS},
        "carrier": _carrier(declaration.carrier, firms),
        **{name: getattr(declaration, name) for name in _LISTS},
        "binding_itinerary": declaration.binding_itinerary,
        "containerised": declaration.containerised,
        "guarantees": [{"grn": row.grn} for row in parts.guarantees],
        "consignments": [
            {
                "consignor": _party(row.consignor, firms),
                "consignee": _party(row.consignee, firms),
                "gross_mass": _plain(row.gross_mass),
                "transport_document": row.transport_document or None,
                "items": goods[row.pk],
            }
            for row in parts.consignments
        ],
    }


def merged(*, movement: Movement, content: Content) -> Content:
    """The stored content with the given top-level fields put in their place: what an amendment asks for."""
    return read(movement) | content


def signatories(movement: Movement) -> Content:
    """Principal and representative with name and address as registered now: papers print them, the content has numbers.

    `representative` is None without one. No query where the movement came with both firms.
    """
    return {
        "principal": _registered(movement.principal),
        "representative": _registered(movement.representative) if movement.representative else None,
    }


def _registered(firm: Firm) -> Content:
    names = {name: value for name in _REGISTERED if (value := getattr(firm, name))}
    return {"registration_number": firm.number, **names, "country": firm.country_id}


def _firms(content: Content) -> dict[str, Firm]:
    """The registered firms `content` names where a row points at them, by number; one query."""
    numbers = {str((row.get("consignee") or {}).get("registration_number") or "") for row in _rows(content)}
    numbers.add(str(content.get("representative") or ""))
    numbers.discard("")
    return {firm.number: firm for firm in Firm.objects.filter(number__in=numbers).order_by()} if numbers else {}


def _rows(content: Content) -> Iterable[Content]:
    return content.get("consignments") or []


def _identify(movement: Movement, content: Content, firms: Mapping[str, Firm]) -> None:
    findings = []
    movement.lrn = content["lrn"]
    movement.kind = content.get("kind") or Kind.STANDARD
    movement.simplified = bool(content.get("simplified"))
    number = content.get("representative")
    movement.representative = firms.get(number) if number else None
    if number and number not in firms:
        findings.append(_unknown("R-PARTY-01", "representative", "no such registered firm", number))
    offices = registers.offices_by_code(codes=[code for name in _OFFICES if (code := content.get(name))])
    for name in _OFFICES:
        code = content.get(name)
        setattr(movement, name, offices.get(code) if code else None)
        if code and code not in offices:
            findings.append(_unknown("R-OFFICE-01", name, "no such customs office", code))
    if findings:
        raise RulesBroken(findings)


def _unknown(code: str, path: str, text: str, value: str) -> Finding:
    return Finding(FindingClass.NOT_IN_CODE_LIST, code, path, text, value)


def guarantees(declaration: Declaration, rows: list[Content]) -> list[DeclaredGuarantee]:
    """The rows that guarantees named in a content would become; one named without its code keeps the digest stored."""
    kept: dict[str, str] = {}
    if any(not row.get("access_code") for row in rows):
        stored = DeclaredGuarantee.objects.filter(declaration=declaration.pk)
        kept = dict(stored.values_list("grn", "access_digest"))
    return [
        DeclaredGuarantee(
            declaration=declaration,
            position=position,
            grn=(grn := row.get("grn") or ""),
            access_digest=access.digest(grn=grn, code=code) if (code := row.get("access_code")) else kept.get(grn, ""),
        )
        for position, row in enumerate(rows)
    ]


def _consignment(declaration: Declaration, position: int, row: Content, firms: Mapping[str, Firm]) -> Consignment:
    consignee = row.get("consignee") or {}
    return Consignment(
        declaration=declaration,
        position=position,
        consignor=_plain(row.get("consignor") or {}),
        consignee=_plain(consignee),
        consignee_firm=firms.get(consignee.get("registration_number") or ""),
        gross_mass=_decimal(row.get("gross_mass")),
        transport_document=row.get("transport_document") or "",
    )


def _item(consignment: Consignment, number: int, row: Content) -> Item:
    value = row.get("value") or {}
    quantity = row.get("supplementary_quantity") or {}
    return Item(
        declaration=consignment.declaration,
        consignment=consignment,
        number=row.get("number") or number,
        gross_mass=_decimal(row.get("gross_mass")),
        net_mass=_decimal(row.get("net_mass")),
        value_amount=_decimal(value.get("amount")),
        value_currency=value.get("currency") or "",
        supplementary_amount=_decimal(quantity.get("amount")),
        supplementary_unit=quantity.get("unit") or "",
        **{name: row.get(name) or "" for name in _ITEM_TEXTS},
        **{name: _plain(row.get(name) or []) for name in _ITEM_LISTS},
    )


def _read_item(item: Item) -> Content:
    value = {"amount": _plain(item.value_amount), "currency": item.value_currency or None}
    quantity = {"amount": _plain(item.supplementary_amount), "unit": item.supplementary_unit or None}
    return {
        "number": item.number,
        **{name: getattr(item, name) or None for name in _ITEM_TEXTS},
        "gross_mass": _plain(item.gross_mass),
        "net_mass": _plain(item.net_mass),
        "value": _plain(value),
        "supplementary_quantity": _plain(quantity),
        **{name: getattr(item, name) for name in _ITEM_LISTS},
    }


def _register(movement: Movement, declaration: Declaration, consignments: list[Consignment]) -> dict[str, Firm]:
    """Every registered firm of the declaration by its number; one query."""
    parties = [declaration.carrier, *(party for row in consignments for party in (row.consignor, row.consignee))]
    numbers = {number for party in parties if (number := party.get("registration_number"))}
    keys = {movement.principal_id, movement.representative_id} - {None}
    return {firm.number: firm for firm in Firm.objects.filter(Q(pk__in=keys) | Q(number__in=numbers)).order_by()}


def _party(stored: Content, firms: Mapping[str, Firm]) -> Content:
    firm = firms.get(stored.get("registration_number", ""))
    if firm is None:
        return stored
    return stored | _registered(firm)


def _carrier(stored: Content, firms: Mapping[str, Firm]) -> Content:
    firm = firms.get(stored.get("registration_number", ""))
    if firm is None:
        return stored
    address = ", ".join(filter(None, (firm.street, f"{firm.postcode} {firm.city}".strip(), firm.country_id)))
    licence = {"licence_number": firm.licence_number} if firm.licence_number else {}
    return stored | {"name": firm.name, "address": address} | licence


def _plain(value: Any) -> Any:
    """`value` ready for JSON; names without a value are left out of objects."""
    match value:
        case dict():
            return {name: _plain(part) for name, part in value.items() if part is not None}
        case list() | tuple():
            return [_plain(part) for part in value]
        case Decimal():
            return format(value.normalize(), "f")
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case _:
            return value


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)


def _instant(value: datetime | str | None) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) else value
