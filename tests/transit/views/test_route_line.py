"""The line of posts: which one comes next."""

import pytest

from offices.models import Office
from transit.enums import TERMINAL, State
from transit.models import Movement
from transit.views import route_line


@pytest.mark.django_db
@pytest.mark.parametrize("state", [State.ACCEPTED, State.REJECTED, State.NOT_RELEASED, State.INVALIDATED])
def test_journey_that_is_over_before_it_began_has_no_next_post(state: State) -> None:
    ends = {name: Office(code=name, name=name) for name in ("SGSIN001", "THBKK001")}
    movement = Movement(state=state, office_of_departure=ends["SGSIN001"], office_of_destination=ends["THBKK001"])
    tones = [stop.tone for stop in route_line.stops(movement)]
    assert ("next" in tones) is (state not in TERMINAL)
