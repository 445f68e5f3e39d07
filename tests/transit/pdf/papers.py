"""Snapshots for papers, built in memory from the samples, in the shape that release freezes; and papers read back."""

from datetime import UTC, datetime
from typing import Any

import pypdfium2

from acts.common.pdf.sheet import HEIGHT
from transit import samples
from transit.models import Snapshot

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
MRN = "26SGSIN001A7K2QXJ4"
GRN = "26SG0000010000010"
POINTS = 72 / 25.4
_ITEM = ("supplementary_quantity", "dangerous_goods_code")
_FIRMS = {
    "SG-T-0001": ("Straits Haulage Pte Ltd", "7 Pioneer Road", "Singapore", "628461", "SG"),
    "SG-C-0001": ("Straits Line Carriers Pte Ltd", "21 Gul Circle", "Singapore", "629570", "SG"),
    "TH-T-0001": ("Chao Phraya Trading Co Ltd", "18 Rama IV Road", "Bangkok", "10110", "TH"),
}
_OFFICES = {
    "SGSIN001": "Singapore Customs (Revenue House)",
    "SGTUA001": "Tuas Checkpoint",
    "MYTKP001": "Tanjung Kupang (Sultan Abu Bakar Complex)",
    "MYBKH001": "Bukit Kayu Hitam",
    "THSDO001": "Sadao",
    "THBKK001": "Bangkok, Lat Krabang",
}


def document(content: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """A frozen document; `changes` replace top-level fields, those named like a fact of the paper in `paper`."""
    content = content or samples.load("singapore-bangkok", at=AT)
    stops = [stop["office"] for stop in content["offices_of_transit"]]
    paper = {
        "issued_at": "2026-11-23T10:00:00+08:00",
        "released_at": "2026-11-23T10:00:00+08:00",
        "limit_date": "2026-11-25T15:00:00+07:00",
        "offices": {code: {"name": name, "country": code[:2]} for code, name in _OFFICES.items()},
        "principal": firm("SG-T-0001"),
        "representative": None,
        "vehicle": {
            "vehicle_registration": content["vehicle"]["registration"],
            "vehicle_country": content["vehicle"]["country"],
            "permit_number": content["vehicle"]["permit_number"],
            "trailer_registration": content["vehicle"].get("trailer_registration", ""),
            "trailer_country": content["vehicle"].get("trailer_country", ""),
            "trailer_permit_number": content["vehicle"].get("trailer_permit_number", ""),
        },
        "guarantees": [{"grn": GRN, "not_valid_in": ["KH", "MM"]}],
        "languages": ["en"],
    }
    assert set(stops) <= set(_OFFICES)
    frozen = content | {
        "guarantees": [{"grn": GRN}],
        "no_seal_reason": None,
        "carrier": {**content["carrier"], **_carrier()},
        "consignments": [_consignment(row) for row in content["consignments"]],
        "mrn": MRN,
        "released_at": "2026-11-23 02:00:00+00:00",
        "limit_date": "2026-11-25 08:00:00+00:00",
        "seals_now": ["SG204418"],
        "result": "A2",
    }
    own = {name: value for name, value in changes.items() if name in paper}
    others = {name: value for name, value in changes.items() if name not in paper}
    return frozen | others | {"paper": paper | own}


def firm(number: str) -> dict[str, Any]:
    """A registered firm as content and snapshot show it."""
    names = ("name", "street", "city", "postcode", "country")
    return {"registration_number": number, **dict(zip(names, _FIRMS[number], strict=True))}


def _carrier() -> dict[str, Any]:
    row = firm("SG-C-0001")
    address = f"{row['street']}, {row['postcode']} {row['city']}, {row['country']}"
    return {"name": row["name"], "address": address, "licence_number": "TL-2019-0441"}


def _consignment(row: dict[str, Any]) -> dict[str, Any]:
    parties = {role: _party(row[role]) for role in ("consignor", "consignee")}
    empty = {"previous_documents": [], "supporting_documents": [], **dict.fromkeys(_ITEM)}
    return row | parties | {"items": [empty | item for item in row["items"]]}


def _party(row: dict[str, Any]) -> dict[str, Any]:
    return row | firm(row["registration_number"]) if row.get("registration_number") in _FIRMS else row


def snapshot(frozen: dict[str, Any] | None = None, *, number: int = 1) -> Snapshot:
    """An unsaved snapshot of it."""
    return Snapshot(number=number, at=AT, reason="released", document=frozen or document(), hash="")


def hard() -> dict[str, Any]:
    """A document that fills every field to its limit, mostly without a blank to break at."""
    content = samples.load("singapore-bangkok", at=AT)
    first = content["consignments"][0]["items"][0]
    first |= {
        "description": "Z" * 512,
        "packages": [{"kind": "CT", "count": 99_999_999, "marks": "M" * 512}] * 9,
        "supporting_documents": [{"type": "T" * 20, "reference": "Y" * 70}] * 99,
        "gross_mass": "1234567890.123456",
        "dangerous_goods_code": "1203",
    }
    frozen = document(content)
    party = {"name": "W" * 140, "street": "S" * 140, "city": "C" * 70, "postcode": "P" * 17, "country": "TH"}
    codes = [f"MYXXX{number:03d}" for number in range(18)]
    frozen["paper"] |= {
        "principal": party | {"registration_number": "R" * 20},
        "representative": party | {"registration_number": "R" * 20},
        "offices": frozen["paper"]["offices"] | {code: {"name": "N" * 120, "country": "MY"} for code in codes},
        "guarantees": [{"grn": GRN, "not_valid_in": ["BN", "ID", "KH", "LA", "MM", "PH"]}] * 9,
    }
    consignment = frozen["consignments"][0] | {"consignor": party, "consignee": party}
    return frozen | {
        "lrn": "W" * 22,
        "containers": [{"number": f"MSKU{number:07d}", "seals": []} for number in range(99)],
        "seals_now": [f"{number:020d}" for number in range(99)],
        "route_text": "W" * 512,
        "carrier": {"name": "W" * 140, "address": "W" * 250, "licence_number": "W" * 35},
        "driver": {"name": "W" * 140, "document_number": "W" * 35, "phone": "9" * 35},
        "offices_of_transit": [{"office": code} for code in codes],
        "consignments": [consignment, *frozen["consignments"][1:]],
    }


def pages(pdf: bytes) -> list[str]:
    """The text of each page, line by line."""
    with pypdfium2.PdfDocument(pdf) as file:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in file]


def text_in(pdf: bytes, *, page: int, x: float, y: float, width: float, height: float) -> str:
    """The text within a rectangle, in millimetres from the upper left corner; its lines joined by a blank."""
    with pypdfium2.PdfDocument(pdf) as file:
        found = (
            file[page]
            .get_textpage()
            .get_text_bounded(
                left=x * POINTS,
                right=(x + width) * POINTS,
                top=(HEIGHT - y) * POINTS,
                bottom=(HEIGHT - y - height) * POINTS,
            )
        )
    return " ".join(found.split())
