"""One page with every component of the design system, on made-up data that is never stored."""

from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from acts.common import clock
from offices.models import Firm, Office
from offices.pages import acting, timeline
from offices.pages.act import Offer
from transit.enums import ArrivalState, Channel, PassageState, State
from transit.models import Movement
from transit.views import departure, en_route, route_line
from transit.views.forms.sighting import Sighting
from transit.views.lists import Line
from transit.views.told import TOLD

_KHMER = "ក្រុមហ៊ុន ដឹកជញ្ជូន ទន្លេសាប អ៊ិនធើណេសិនណល ឯ.ក"
_LONG = "Syarikat Pengangkutan Antarabangsa Semenanjung dan Rakan-Rakan Niaga Sdn Bhd"
_POSTS = (
    ("SGSIN001", "Singapore", "released", "done"),
    ("SGTUA001", "Tuas", "crossed", "done"),
    ("MYTKP001", "Tanjung Kupang", "crossed", "done"),
    ("MYBKH001", "Bukit Kayu Hitam", "held", "stuck"),
    ("THSDO001", "Sadao", "expected", "ahead"),
    ("THBKK001", "Bangkok", "expected", "ahead"),
)


def _movement(at: datetime, *, left: int, name: str, **fields: Any) -> Movement:
    """A movement in no database, `left` hours before its limit date."""
    row: Movement = Movement(
        lrn="SG-2026-00418",
        mrn="26SG0000017KQ2M4J3",
        principal=Firm(number="SG-T-0001", name=name),
        office_of_departure=Office(code="SGSIN001", name="Singapore", country_id="SG"),
        office_of_destination=Office(code="THBKK001", name="Bangkok", country_id="TH"),
        vehicle_registration="JSV4821",
        vehicle_country="MY",
        seals=["SG0088121", "SG0088122"],
        released_at=at - timedelta(hours=40),
        limit_date=at + timedelta(hours=left),
        on_road=True,
        **fields,
    )
    return row


@require_safe
def styles(request: HttpRequest) -> HttpResponse:
    """All components: what a page may be made of."""
    at = clock.now()
    actor = acting.actor_of(request, at)
    first = _movement(
        at, left=31, name="Straits Haulage Pte Ltd", state=State.IN_TRANSIT, trailer_registration="TJA771"
    )
    second = _movement(at, left=6, name=_KHMER, state=State.IN_TRANSIT, channel=Channel.YELLOW)
    third = _movement(at, left=-5, name=_LONG, state=State.UNDER_ENQUIRY)
    lines = [
        Line(first, at, "TH", PassageState.EXPECTED),
        Line(second, at + timedelta(minutes=35), "TH", PassageState.HELD, "seal SG0088122 is broken"),
        Line(third, at - timedelta(hours=5), "TH", PassageState.NOT_RECORDED),
    ]
    stops = [
        route_line.Stop(Office(code=code, name=name, country_id=code[:2]), what, at, tone)
        for code, name, what, tone in _POSTS
    ]
    wrong = Sighting({"version": "0", "plate": "DIFFERS"}, subject=first, name="wrong")
    wrong.is_valid()
    release, present = departure.Release, en_route.Present
    sight = Sighting(subject=first, name="sight")
    asks = release.asks(subject=first, name="closed")
    context = {
        **acting.frame(actor, at=at, current="styles"),
        "movement": first,
        "late": third,
        "lines": lines,
        "states": [*State, *PassageState, *ArrivalState],
        "stops": stops,
        "drawing": route_line.draw(stops),
        "page": Paginator(range(60), 25).get_page(2),
        "offer": Offer(present, str(present.title), "#", sight, str(present.tells), open=True),
        "wrong": Offer(present, str(present.title), "#", wrong, str(present.tells), open=True),
        "closed": Offer(release, str(release.title), "#", asks, str(release.tells)),
        "history": timeline.events(
            [
                {"at": at, "data": {}, "posting": "", "before": before, "after": after, "verb": verb, "actor": actor}
                for verb, before, after, actor in (
                    ("release", "ACCEPTED", "IN_TRANSIT", "SGSIN001"),
                    ("lodge", "DRAFT", "SUBMITTED", "trader"),
                )
            ],
            TOLD,
            {},
        ),
    }
    return render(request, "transit/styles.html", context)
