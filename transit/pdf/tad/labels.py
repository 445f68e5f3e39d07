"""Captions of the accompanying document, by language: English, with the departure country's language as second.

A language is added by a table with the same keys. A snapshot names the languages it was frozen with, so a table added
later leaves papers of earlier journeys as they were.
"""

from collections.abc import Sequence

ENGLISH = "en"
CAPTIONS: dict[str, dict[str, str]] = {
    ENGLISH: {
        "system": "ASEAN Customs Transit System",
        "title": "Transit Accompanying Document",
        "mrn": "MRN",
        "version": "Version",
        "issued": "issued",
        "page": "Page",
        "of": "of",
        "back": "back",
        "replaced": "REPLACED by version",
        "consignor": "Consignor",
        "consignee": "Consignee",
        "principal": "Principal",
        "representative": "represented by",
        "carrier": "Carrier",
        "vehicle": "Vehicle and trailer",
        "trailer": "trailer",
        "permit": "permit",
        "driver": "Driver",
        "document": "document",
        "phone": "phone",
        "containers": "Containers",
        "seals": "Seals",
        "none": "none",
        "office_of_departure": "Office of departure",
        "office_of_destination": "Office of destination",
        "goods_at": "goods at",
        "premises": "premises",
        "offices_of_transit": "Offices of transit, in order",
        "route": "Route",
        "binding": "binding itinerary",
        "not_binding": "itinerary not binding",
        "limit_date": "Limit date at destination",
        "total_items": "Total items",
        "total_packages": "Total packages",
        "gross_mass": "Total gross mass",
        "lrn": "LRN",
        "countries": "From, to (country)",
        "guarantees": "Guarantees (GRN) and countries not covered",
        "not_valid_in": "not valid in",
        "control_departure": "Control by office of departure",
        "control_destination": "Control by office of destination",
        "released": "Released",
        "result": "Result",
        "number_of_seals": "Number of seals",
        "arrived": "Date and time of arrival",
        "seals_found": "Seals found",
        "intact": "intact",
        "broken": "broken",
        "different": "different",
        "goods": "Goods",
        "conform": "conform",
        "not_conform": "not conform",
        "remarks": "Remarks",
        "stamp": "Name, signature, stamp",
        "incidents": "Incidents during carriage",
        "office_place": "Office, place",
        "date_time": "Date and time",
        "incident": "Incident and measures taken: new seals, vehicle, container",
        "endorsements": "Endorsements by hand when the system is not available",
        "endorsements_note": "Each office fills in its row; an office not named here takes a free one.",
        "office": "Office",
        "state": "Seals, vehicle, remarks",
        "as_stated": "seals and vehicle as stated",
        "other_office": "other office",
        "list": "List of items",
        "item": "Item",
        "code": "Commodity",
        "description": "Description, documents",
        "origin": "Origin",
        "packages": "Packages: count, kind, marks",
        "item_gross_mass": "Gross mass (kg)",
        "item_net_mass": "Net mass (kg)",
        "consignment": "Consignment",
        "transport_document": "transport document",
        "consignment_mass": "gross mass",
        "with_item": "with item",
        "previous_documents": "Previous",
        "supporting_documents": "Documents",
        "boxes_in_full": "Boxes of page 1 in full",
        "gap_note": "(…) stands for what had no room; these boxes are printed in full after the list of items.",
        "lacking_note": "[?×n] stands for n characters this form cannot print; the electronic record holds them.",
    },
}


def languages(own: str) -> list[str]:
    """The languages a paper is frozen with: English and, where its captions exist, `own` (BCP 47)."""
    return [ENGLISH, own] if own in CAPTIONS and own != ENGLISH else [ENGLISH]


class Labels:
    """The captions of one paper: `labels("driver")` is the English one, with the second language behind a stroke."""

    def __init__(self, languages: Sequence[str]) -> None:
        self._tables = [CAPTIONS[language] for language in languages]

    def __call__(self, name: str) -> str:
        return " / ".join(dict.fromkeys(table[name] for table in self._tables))
