"""One open movement per vehicle, trailer and permit: at lodging a warning only (spec section 4).

At release and at a change of vehicle the database refuses it. The text names no other movement: it may be a stranger's.
"""

from collections.abc import Iterator

from acts.common.findings import Finding
from transit.checks.answer import broken
from transit.facts import Facts, text

_TEXT = "is still on the road under another declaration"


def r_road_01(facts: Facts) -> Iterator[Finding]:
    """The vehicle."""
    vehicle = facts.declaration.vehicle or {}
    key = (text(vehicle.get("country")), text(vehicle.get("registration")))
    if any(other.vehicle == key for other in facts.reference.on_road):
        yield broken("R-ROAD-01", "vehicle.registration", f"this vehicle {_TEXT}", key[1])


def r_road_02(facts: Facts) -> Iterator[Finding]:
    """The trailer."""
    vehicle = facts.declaration.vehicle or {}
    key = (text(vehicle.get("trailer_country")), text(vehicle.get("trailer_registration")))
    if key[1] and any(other.trailer == key for other in facts.reference.on_road):
        yield broken("R-ROAD-02", "vehicle.trailer_registration", f"this trailer {_TEXT}", key[1])


def r_road_03(facts: Facts) -> Iterator[Finding]:
    """The permits."""
    for field in ("permit_number", "trailer_permit_number"):
        number = text((facts.declaration.vehicle or {}).get(field))
        if number and any(number in other.permits for other in facts.reference.on_road):
            yield broken("R-ROAD-03", f"vehicle.{field}", f"this permit {_TEXT}", number)


RULES = (r_road_01, r_road_02, r_road_03)
