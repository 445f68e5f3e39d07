"""Great circles (spec section 10)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offices import distances

places = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def test_quarter_of_a_meridian_is_ten_thousand_kilometres() -> None:
    assert distances.great_circle(one=(0.0, 100.0), other=(90.0, 100.0)) == pytest.approx(10_007.5, abs=1)


def test_road_is_rounded_up_after_stretching() -> None:
    # One degree on the equator: 111.19 km, times 1.3.
    assert distances.by_road(one=(0.0, 100.0), other=(0.0, 101.0)) == 145


def test_same_place_is_no_way() -> None:
    assert distances.by_road(one=(1.0, 103.0), other=(1.0, 103.0)) == 0


@given(places, places)
def test_distance_is_the_same_both_ways(one: tuple[float, float], other: tuple[float, float]) -> None:
    there, back = distances.great_circle(one=one, other=other), distances.great_circle(one=other, other=one)
    assert there == pytest.approx(back, rel=1e-6, abs=1e-6)
    assert there <= 20_016
