"""Papers of a movement: what is frozen for them, and the accompanying document (spec section 12)."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from guarantees import selectors as guarantees
from offices import selectors as registers
from offices.actors import Actor
from offices.models import Office
from transit.facts import Parts
from transit.pdf import tad
from transit.pdf.tad import labels
from transit.selectors import snapshots
from transit.services import content

_VEHICLE = (
    "vehicle_registration",
    "vehicle_country",
    "permit_number",
    "trailer_registration",
    "trailer_country",
    "trailer_permit_number",
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF and the name to keep it under."""

    name: str
    content: bytes


def accompanying_document(*, actor: Actor, movement: uuid.UUID, at: datetime, version: int | None = None) -> Paper:
    """The TAD of a version, the one in force if none is named; an earlier one is marked as replaced.

    For the principal's side and customs on the route. Refuses: NotFound, NotAllowed, WrongState before release.
    """
    found = snapshots.printable(actor, movement, version=version, at=at)
    printed = tad.draw(found.snapshot, replaced_by=found.replaced_by)
    return Paper(f"TAD-{found.snapshot.document['mrn']}-{found.snapshot.number}.pdf", printed)


def facts(parts: Parts, *, at: datetime) -> dict[str, Any]:
    """What papers print besides the declaration, as it is now: for a snapshot to freeze.

    Registers change and so do time zones: names and local times are kept as text. `vehicle` is the present one.
    Instants are local: of issue and release at departure, the limit date at destination.
    """
    row = parts.movement
    codes = [str(row.office_of_departure_id), str(row.office_of_destination_id)]
    codes += [stop["office"] for stop in parts.declaration.offices_of_transit]
    offices = registers.offices_by_code(codes=codes)
    departure, destination = (offices[code] for code in codes[:2])
    grns = [guarantee.grn for guarantee in parts.guarantees]
    barred = guarantees.not_valid_in(grns=grns)
    return {
        "issued_at": _local(at, departure),
        "released_at": _local(row.released_at or at, departure),
        "limit_date": _local(row.limit_date or at, destination),
        "offices": {code: {"name": office.name, "country": office.country_id} for code, office in offices.items()},
        **content.signatories(row),
        "vehicle": {name: getattr(row, name) for name in _VEHICLE},
        "guarantees": [{"grn": grn, "not_valid_in": barred.get(grn, [])} for grn in grns],
        "languages": labels.languages(departure.country.language),
    }


def _local(at: datetime, office: Office) -> str:
    """The instant with the offset from UTC that holds at the office."""
    return at.astimezone(ZoneInfo(office.country.time_zone)).isoformat(timespec="seconds")
