"""Loads what the registers say about one declaration, in a number of queries that no declaration can raise."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Q

from guarantees import selectors as tariff
from offices import register
from offices.actors import local_day
from offices.models import (
    AttRight,
    Firm,
    Mandate,
    Office,
    Premises,
    SealSeries,
    VehiclePermit,
)
from offices.register import Register
from transit.facts import OnRoad, Parts, Profile, Reference, countries_of, rows, stops, text
from transit.models import Attachment, Movement

_VEHICLE = (
    *("vehicle_country", "vehicle_registration", "trailer_country", "trailer_registration"),
    *("permit_number", "trailer_permit_number"),
)


def reference_for(parts: Parts, at: datetime, *, goods: bool = True) -> Reference:
    """The register rows that judge `parts` at `at`. At most 12 queries, whatever the declaration holds.

    Without `goods`: only what vehicle and route are judged by, as at release; firms and tariff stay empty.
    """
    registers = register.current()
    offices = _offices(parts, registers.offices)
    profiles = _profiles(registers, at)
    day = _day(parts, offices, profiles, at)
    firms = _firms(parts) if goods else []
    premises = _premises(parts, day)
    movement = parts.movement
    return Reference(
        offices=offices,
        profiles=profiles,
        firms={firm.number: firm for firm in firms},
        firms_by_id={firm.pk: firm for firm in firms},
        mandate=_mandate(movement, day),
        rights=_rights(movement, premises, day),
        premises=premises,
        seal_series=_seal_series(movement, day),
        permits=_permits(parts),
        restricted=registers.restricted_on(countries_of(parts, offices), day) if goods else (),
        commodities=tariff.known_codes(codes=_codes(parts), day=day) if goods else {},
        units=tariff.units(countries=countries_of(parts, offices), codes=_codes(parts), day=day) if goods else {},
        attachments=_attachments(parts),
        on_road=_on_road(parts),
    )


def _codes(parts: Parts) -> set[str]:
    return {item.commodity_code for item in parts.items}


def _offices(parts: Parts, known: Mapping[str, Office]) -> dict[str, Office]:
    """The offices named, and the posts facing them."""
    named = [known[stop.code] for stop in stops(parts, {}) if stop.code in known]
    facing = [known[code] for office in named if (code := office.faces_id) is not None and code in known]
    return {office.code: office for office in [*named, *facing]}


def _profiles(registers: Register, at: datetime) -> dict[str, Profile]:
    """Of each member state the profile of its own day."""
    found = {
        code: registers.profile_on(code, local_day(at, registers.countries[code].time_zone))
        for code in registers.profiles
    }
    return {
        country: Profile(
            country,
            row.country.time_zone,
            row.exit_offices_count,
            row.permit_register,
            tuple(text(kind) for kind in row.document_types),
        )
        for country, row in found.items()
        if row is not None
    }


def _day(parts: Parts, offices: dict[str, Office], profiles: dict[str, Profile], at: datetime) -> date:
    office = offices.get(parts.movement.office_of_departure_id or "")
    profile = profiles.get(office.country_id) if office is not None else None
    return local_day(at, profile.time_zone) if profile is not None else at.date()


def _firms(parts: Parts) -> list[Firm]:
    parties: list[object] = [parts.declaration.carrier]
    parties += [party for row in parts.consignments for party in (row.consignor, row.consignee)]
    numbers = {text(party.get("registration_number")) for party in parties if isinstance(party, dict)} - {""}
    own = {parts.movement.principal_id, parts.movement.representative_id} - {None}
    return list(Firm.objects.filter(Q(pk__in=own) | Q(number__in=numbers)).order_by())


def _mandate(movement: Movement, day: date) -> bool:
    if movement.representative_id is None:
        return False
    held = Mandate.objects.on(day).filter(representative=movement.representative_id, principal=movement.principal_id)
    return bool(held.exists())


def _rights(movement: Movement, premises: dict[str, Premises], day: date) -> dict[tuple[int, str], frozenset[str]]:
    """ATT rights; an ordinary declaration at the offices themselves makes no use of any."""
    if not (movement.simplified or premises):
        return {}
    firms = {movement.principal_id, *(row.firm_id for row in premises.values())}
    held: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
    found = AttRight.objects.on(day).filter(firm__in=firms)
    for firm, country, kind in found.values_list("firm", "country", "kind"):
        held[firm, country].add(kind)
    return {key: frozenset(kinds) for key, kinds in held.items()}


def _seal_series(movement: Movement, day: date) -> tuple[SealSeries, ...]:
    if not movement.simplified:
        return ()
    return tuple(SealSeries.objects.on(day).filter(firm=movement.principal_id))


def _premises(parts: Parts, day: date) -> dict[str, Premises]:
    """Named premises; a place that is the office itself needs no look into the register."""
    movement, declaration = parts.movement, parts.declaration
    named = {declaration.location_of_goods, declaration.destination_premises}
    named -= {"", movement.office_of_departure_id, movement.office_of_destination_id}
    return {row.code: row for row in Premises.objects.on(day).filter(code__in=named)} if named else {}


def _permits(parts: Parts) -> dict[str, VehiclePermit]:
    vehicle = parts.declaration.vehicle or {}
    numbers = {text(vehicle.get("permit_number")), text(vehicle.get("trailer_permit_number"))} - {""}
    return {row.number: row for row in VehiclePermit.objects.filter(number__in=numbers)} if numbers else {}


def _attachments(parts: Parts) -> frozenset[str]:
    named = any(row.get("file") for item in parts.items for row in rows(item.supporting_documents))
    if not named:
        return frozenset()
    found = Attachment.objects.filter(movement=parts.movement.pk)
    return frozenset(str(key) for key in found.values_list("pk", flat=True))


def _on_road(parts: Parts) -> tuple[OnRoad, ...]:
    vehicle = parts.declaration.vehicle or {}
    plate = text(vehicle.get("registration"))
    trailer = text(vehicle.get("trailer_registration"))
    permits = {text(vehicle.get("permit_number")), text(vehicle.get("trailer_permit_number"))} - {""}
    same = Q(permit_number__in=permits) | Q(trailer_permit_number__in=permits)
    if plate:
        same |= Q(vehicle_registration=plate, vehicle_country=text(vehicle.get("country")))
    if trailer:
        same |= Q(trailer_registration=trailer, trailer_country=text(vehicle.get("trailer_country")))
    others = Movement.objects.filter(same, on_road=True).exclude(pk=parts.movement.pk)
    return tuple(
        OnRoad((country, plate), (trailer_country, trailer), frozenset(permits) - {""})
        for country, plate, trailer_country, trailer, *permits in others.values_list(*_VEHICLE)
    )
