"""What people call the fields of a declaration."""

import pytest

from transit.views import places
from transit.views.places import Place


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("nothing.such", Place("", "nothing.such")),
        ("kind", Place("journey", "Kind", True)),
        ("offices_of_transit[1].office", Place("journey", "Office 2", True)),
        ("vehicle.trailer_permit_number", Place("transport", "Trailer: Permit number (AGVCBP)", True)),
        ("carrier", Place("transport", "Carrier")),
        ("seals[3]", Place("load", "Seals, one a line 4", True)),
        ("consignments", Place("goods", "Goods")),
        ("consignments[1].items", Place("goods", "Consignment 2")),
        ("consignments[0].items[2].net_mass", Place("goods", "Item 3 of consignment 1: Net mass, kg", True)),
    ],
)
def test_path_has_a_name_for_people(path: str, found: Place) -> None:
    assert places.place(path) == found
