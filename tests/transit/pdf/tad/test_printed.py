"""Texts of the boxes, without layout."""

import pytest

from tests.transit.pdf import papers
from transit.pdf.tad import printed
from transit.pdf.tad.labels import Labels
from transit.pdf.tad.printed import Value

LABELS = Labels(["en"])


@pytest.mark.parametrize(
    ("instant", "shown"),
    [
        ("2026-11-24T20:00:00+07:00", "2026-11-24 20:00 (UTC+07:00)"),
        ("2026-11-24T20:00:59+06:30", "2026-11-24 20:00 (UTC+06:30)"),
        ("2026-11-24T20:00:00+00:00", "2026-11-24 20:00 (UTC)"),
    ],
)
def test_local_shows_the_offset(instant: str, shown: str) -> None:
    assert printed.local(instant) == shown


def test_masses_are_summed_exactly() -> None:
    frozen = papers.document()
    for row, mass in zip(frozen["consignments"], ("0.1", "1234567890.000002"), strict=True):
        row["gross_mass"] = mass
    assert printed.boxes(frozen, LABELS)["gross_mass"] == Value(("1234567890.100002 kg",))


def test_premises_are_named_where_they_are_not_the_office() -> None:
    frozen = papers.document(location_of_goods="SG-P-7", destination_premises="TH-P-9")
    boxes = printed.boxes(frozen, LABELS)
    assert boxes["office_of_departure"].rows[1] == "goods at SG-P-7"
    assert boxes["office_of_destination"].rows[1] == "premises TH-P-9"


def test_rigid_vehicle_has_no_trailer() -> None:
    frozen = papers.document()
    frozen["paper"]["vehicle"] |= {"trailer_registration": "", "trailer_country": "", "trailer_permit_number": ""}
    assert printed.boxes(frozen, LABELS)["vehicle"] == Value(("XE4471K (SG), permit SG-AGV-00017",))


def test_journey_without_office_of_transit_says_none() -> None:
    assert printed.boxes(papers.document(offices_of_transit=[]), LABELS)["offices_of_transit"] == Value(("none",))


def test_free_itinerary_may_have_no_route() -> None:
    frozen = papers.document(route_text=None, binding_itinerary=False)
    assert printed.boxes(frozen, LABELS)["route"] == Value(("itinerary not binding",))
