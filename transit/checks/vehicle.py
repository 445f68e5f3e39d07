"""The vehicle, its permits and its insurance (spec section 4).

Where the country keeps a register of permits, the register speaks; elsewhere the declared data, and the officer
confirms the paper.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from acts.common.findings import Finding
from offices.enums import PermitStatus
from offices.models import VehiclePermit
from transit.checks.answer import broken, missing, unlisted
from transit.checks.required import r_req_06
from transit.codelists.countries import COUNTRIES
from transit.enums import VehicleKind
from transit.facts import Facts, as_date, text, texts

TRAILER = "TRAILER"
_TRAILER_FIELDS = (
    "trailer_registration",
    "trailer_country",
    "trailer_permit_number",
    "trailer_permit_valid_until",
)


@dataclass(frozen=True, slots=True)
class _Unit:
    """Vehicle or trailer as declared; `permit` only where the country's register holds that number."""

    prefix: str
    configuration: str
    registration: str
    country: str
    number: str
    valid_until: date | None
    registered: bool
    permit: VehiclePermit | None

    def path(self, field: str) -> str:
        return f"vehicle.{self.prefix}{field}"


def _units(facts: Facts) -> Iterator[_Unit]:
    vehicle = facts.declaration.vehicle or {}
    for prefix, configuration in (("", text(vehicle.get("kind"))), ("trailer_", TRAILER)):
        registration = text(vehicle.get(f"{prefix}registration"))
        country = text(vehicle.get(f"{prefix}country"))
        number = text(vehicle.get(f"{prefix}permit_number"))
        if not (registration and country and number):
            continue
        profile = facts.reference.profiles.get(country)
        registered = profile is not None and profile.permit_register
        yield _Unit(
            prefix=prefix,
            configuration=configuration,
            registration=registration,
            country=country,
            number=number,
            valid_until=as_date(vehicle.get(f"{prefix}permit_valid_until")),
            registered=registered,
            permit=facts.reference.permits.get(number) if registered else None,
        )


def r_veh_01(facts: Facts) -> Iterator[Finding]:
    """The kind of vehicle is in its code list."""
    kind = text((facts.declaration.vehicle or {}).get("kind"))
    if kind and kind not in VehicleKind.values:
        yield unlisted("R-VEH-01", "vehicle.kind", f"one of {', '.join(VehicleKind.values)}", kind)


def r_veh_02(facts: Facts) -> Iterator[Finding]:
    """Registrations are written in capitals, without spaces, at most 20 characters."""
    for field in ("registration", "trailer_registration"):
        plate = text((facts.declaration.vehicle or {}).get(field))
        if plate != plate.upper() or any(map(str.isspace, plate)) or len(plate) > 20:
            yield broken("R-VEH-02", f"vehicle.{field}", "capitals without spaces, at most 20", plate)


def r_veh_03(facts: Facts) -> Iterator[Finding]:
    """Vehicle and trailer are registered in a member state: only these issue permits."""
    for field in ("country", "trailer_country"):
        country = text((facts.declaration.vehicle or {}).get(field))
        if country and country not in facts.reference.profiles:
            yield unlisted("R-VEH-03", f"vehicle.{field}", "not a member state", country)


def r_veh_04(facts: Facts) -> Iterator[Finding]:
    """With a trailer, all of its data."""
    vehicle = facts.declaration.vehicle or {}
    absent = [field for field in _TRAILER_FIELDS if not vehicle.get(field)]
    if len(absent) < len(_TRAILER_FIELDS):
        for field in absent:
            yield missing("R-VEH-04", f"vehicle.{field}", "with a trailer all of its data is required")


def r_veh_05(facts: Facts) -> Iterator[Finding]:
    """The permit is in the register."""
    for unit in _units(facts):
        if unit.registered and unit.permit is None:
            yield unlisted("R-VEH-05", unit.path("permit_number"), "not in the register of permits", unit.number)


def r_veh_06(facts: Facts) -> Iterator[Finding]:
    """The permit is bound to this very registration and country."""
    for unit in _units(facts):
        permit = unit.permit
        if permit and (permit.registration, permit.country_id) != (unit.registration, unit.country):
            yield broken("R-VEH-06", unit.path("permit_number"), "the permit belongs to another vehicle", unit.number)


def r_veh_07(facts: Facts) -> Iterator[Finding]:
    """The permit is for this configuration: rigid, prime mover, trailer."""
    for unit in _units(facts):
        if unit.permit and unit.permit.configuration != unit.configuration:
            message = f"the permit is for a vehicle of configuration {unit.permit.configuration}"
            yield broken("R-VEH-07", unit.path("permit_number"), message, unit.number)


def r_veh_08(facts: Facts) -> Iterator[Finding]:
    """The permit is neither suspended nor withdrawn."""
    for unit in _units(facts):
        if unit.permit and unit.permit.status != PermitStatus.VALID:
            message = f"the permit is {unit.permit.get_status_display().lower()}"
            yield broken("R-VEH-08", unit.path("permit_number"), message, unit.number)


def r_veh_09(facts: Facts) -> Iterator[Finding]:
    """The permit holds until the limit date has passed; the register's date where there is one."""
    for unit in _units(facts):
        until = unit.permit.valid_until if unit.permit else unit.valid_until
        if until is not None and facts.limit_day is not None and until < facts.limit_day:
            message = f"the permit ends before the limit date, {facts.limit_day}"
            yield broken("R-VEH-09", unit.path("permit_valid_until"), message, until)


def r_veh_10(facts: Facts) -> Iterator[Finding]:
    """The declared end of the permit is the register's."""
    for unit in _units(facts):
        if unit.permit and unit.valid_until is not None and unit.permit.valid_until != unit.valid_until:
            message = f"the register says {unit.permit.valid_until}"
            yield broken("R-VEH-10", unit.path("permit_valid_until"), message, unit.valid_until)


def r_veh_11(facts: Facts) -> Iterator[Finding]:
    """The insurance holds until the limit date has passed."""
    until = as_date((facts.declaration.vehicle or {}).get("insurance_valid_until"))
    if until is not None and facts.limit_day is not None and until < facts.limit_day:
        message = f"the insurance ends before the limit date, {facts.limit_day}"
        yield broken("R-VEH-11", "vehicle.insurance_valid_until", message, until)


def r_veh_12(facts: Facts) -> Iterator[Finding]:
    """The insurance is valid in every country of the route."""
    covered = texts((facts.declaration.vehicle or {}).get("insurance_countries"))
    for country in facts.countries if covered else ():
        if country not in covered:
            message = f"the insurance does not cover {country}"
            yield broken("R-VEH-12", "vehicle.insurance_countries", message, country)


def r_veh_13(facts: Facts) -> Iterator[Finding]:
    """The countries of the insurance are countries of ISO 3166."""
    for index, code in enumerate(texts((facts.declaration.vehicle or {}).get("insurance_countries"))):
        if code not in COUNTRIES:
            path = f"vehicle.insurance_countries[{index}]"
            yield unlisted("R-VEH-13", path, "not a country of ISO 3166", code)


RULES = (
    r_veh_01,
    r_veh_02,
    r_veh_03,
    r_veh_04,
    r_veh_05,
    r_veh_06,
    r_veh_07,
    r_veh_08,
    r_veh_09,
    r_veh_10,
    r_veh_11,
    r_veh_12,
    r_veh_13,
)
PAPERS = (r_req_06, *RULES)
