"""How far a truck drives: the table of office pairs, else the great circle stretched (spec section 10). Pure."""

from decimal import Decimal
from math import asin, ceil, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0
# Roads wind: spec section 10 [P].
ROAD_FACTOR = 1.3

Place = tuple[Decimal | float, Decimal | float]


def great_circle(*, one: Place, other: Place) -> float:
    """Kilometres between two places (latitude, longitude in degrees) along the great circle."""
    latitude, longitude = radians(one[0]), radians(one[1])
    other_latitude, other_longitude = radians(other[0]), radians(other[1])
    half_chord = (
        sin((other_latitude - latitude) / 2) ** 2
        + cos(latitude) * cos(other_latitude) * sin((other_longitude - longitude) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, half_chord)))


def by_road(*, one: Place, other: Place) -> int:
    """Kilometres by road, estimated and rounded up."""
    return ceil(great_circle(one=one, other=other) * ROAD_FACTOR)
