"""What the boxes of the accompanying document say: a frozen document in, texts out. No layout here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from acts.common.pdf.faces import printable
from transit.pdf.tad.labels import Labels

Document = Mapping[str, Any]
RESULTS = {"A1": "A1 satisfactory after control", "A2": "A2 considered satisfactory", "A3": "A3 simplified"}


@dataclass(frozen=True, slots=True)
class Value:
    """The content of a box: rows, each on a line of its own, or values flowing one after the other."""

    rows: tuple[str, ...]
    flowing: bool = False


def boxes(document: Document, labels: Labels) -> dict[str, Value]:
    """The boxes of page 1 by name."""
    paper, consignments = document["paper"], document["consignments"]
    return {
        "consignor": _parties(row["consignor"] for row in consignments),
        "consignee": _parties(row["consignee"] for row in consignments),
        "principal": _principal(paper, labels),
        "carrier": _rows(*_party(document["carrier"])),
        "vehicle": _vehicle(paper["vehicle"], labels),
        "driver": _driver(document["driver"], labels),
        "containers": _flow([row["number"] for row in document["containers"]], labels("none")),
        "seals": _flow(document["seals_now"], _no_seal(document, labels)),
        **_offices(document, labels),
        "route": _rows(document["route_text"], labels("binding" if document["binding_itinerary"] else "not_binding")),
        "limit_date": _rows(local(paper["limit_date"])),
        **_totals(document),
        "lrn": _rows(document["lrn"]),
        "countries": _rows(f"{document['country_of_dispatch']} – {document['country_of_destination']}"),
        "guarantees": _rows(*(_guarantee(row, labels) for row in paper["guarantees"])),
    }


def departure_control(document: Document, labels: Labels) -> list[tuple[str, str]]:
    """What release fixed: caption and text."""
    result = str(document["result"])
    return [
        (labels("released"), local(document["paper"]["released_at"])),
        (labels("result"), RESULTS.get(result, result)),
        (labels("number_of_seals"), str(len(document["seals_now"]))),
    ]


def office(code: str, paper: Document) -> str:
    """Code, name and country of an office, as frozen."""
    known = paper["offices"][code]
    return printable(f"{code} {known['name']}, {known['country']}")


def party(row: Document) -> str:
    """A party on one line."""
    return printable(", ".join(_party(row)))


def local(instant: str) -> str:
    """An instant frozen with its offset from UTC, to the minute: `2026-11-24 20:00 (UTC+07:00)`."""
    at = datetime.fromisoformat(instant)
    return f"{at:%Y-%m-%d %H:%M} ({at.tzinfo})"


def kilogrammes(text: str | None) -> str:
    """A mass as declared."""
    return text if text is not None else "–"


def _rows(*rows: str | None) -> Value:
    return Value(tuple(printable(row) for row in rows if row))


def _flow(values: Iterable[str], empty: str) -> Value:
    return Value(tuple(printable(value) for value in values) or (empty,), flowing=True)


def _parties(rows: Iterable[Document]) -> Value:
    """One party on its lines; of several different ones each on a row."""
    parties = list(dict.fromkeys(tuple(_party(row)) for row in rows))
    return _rows(*parties[0]) if len(parties) == 1 else _rows(*(", ".join(lines) for lines in parties))


def _party(row: Document) -> list[str]:
    """Name; address; number in the register or licence."""
    town = " ".join(filter(None, (row.get("postcode"), row.get("city"))))
    address = row.get("address") or ", ".join(filter(None, (row.get("street"), town, row.get("country"))))
    numbers = " · ".join(filter(None, (row.get("registration_number"), row.get("licence_number"))))
    return [line for line in (row.get("name"), address, numbers) if line]


def _principal(paper: Document, labels: Labels) -> Value:
    representative = paper["representative"]
    if representative is None:
        return _rows(*_party(paper["principal"]))
    named = f"{representative['name']} ({representative['registration_number']})"
    name, *address = _party(paper["principal"])
    return _rows(name, ", ".join(address), f"{labels('representative')} {named}")


def _vehicle(now: Document, labels: Labels) -> Value:
    permit = labels("permit")
    vehicle = f"{now['vehicle_registration']} ({now['vehicle_country']}), {permit} {now['permit_number']}"
    if not now["trailer_registration"]:
        return _rows(vehicle)
    trailer = f"{labels('trailer')} {now['trailer_registration']} ({now['trailer_country']})"
    return _rows(vehicle, f"{trailer}, {permit} {now['trailer_permit_number']}")


def _driver(row: Document, labels: Labels) -> Value:
    phone = f"{labels('phone')} {row['phone']}" if row.get("phone") else None
    return _rows(row.get("name"), f"{labels('document')} {row.get('document_number', '–')}", phone)


def _no_seal(document: Document, labels: Labels) -> str:
    reason = document["no_seal_reason"]
    return f"{labels('none')}: {reason.lower()}" if reason else labels("none")


def _offices(document: Document, labels: Labels) -> dict[str, Value]:
    paper = document["paper"]
    departure, destination = document["office_of_departure"], document["office_of_destination"]
    goods_at, premises = document["location_of_goods"], document["destination_premises"]
    stops = [office(row["office"], paper) for row in document["offices_of_transit"]]
    return {
        "office_of_departure": _rows(
            office(departure, paper), f"{labels('goods_at')} {goods_at}" if goods_at not in (None, departure) else None
        ),
        "office_of_destination": _rows(
            office(destination, paper),
            f"{labels('premises')} {premises}" if premises not in (None, destination) else None,
        ),
        "offices_of_transit": Value(tuple(f"{place}. {stop}" for place, stop in enumerate(stops, 1)))
        if stops
        else _rows(labels("none")),
    }


def _totals(document: Document) -> dict[str, Value]:
    items = [item for row in document["consignments"] for item in row["items"]]
    mass = sum((Decimal(row["gross_mass"]) for row in document["consignments"]), Decimal())
    return {
        "total_items": _rows(str(len(items))),
        "total_packages": _rows(str(sum(map(_packages, items)))),
        "gross_mass": _rows(f"{format(mass.normalize(), 'f')} kg"),
    }


def _packages(item: Document) -> int:
    """How many packages an item adds: bulk, which has no count, is one; those shared stand with the other item."""
    return sum(1 if row.get("count") is None else int(row["count"]) for row in item["packages"])


def _guarantee(row: Document, labels: Labels) -> str:
    countries = ", ".join(row["not_valid_in"])
    return f"{row['grn']} – {labels('not_valid_in')} {countries}" if countries else str(row["grn"])
