"""The declaration as the API reads and writes it: names, nesting and formats of spec section 3.

Only the form is judged here. A draft may lack anything but its LRN: what is missing, and every rule between fields,
is a finding of validation and lodging (`transit.checks`).
"""

import re
from typing import Any, ClassVar

from rest_framework import serializers

from acts.common import money, numbers
from acts.common.api.fields import Choice, Code, Day, Email, Flag, Identifier, Instant, Integer, Number, Text
from acts.common.api.serializers import StrictSerializer
from transit.checks.goods import MAX_ITEMS
from transit.codelists.countries import COUNTRIES
from transit.enums import Kind, NoSealReason, VehicleKind

_COUNTRY = re.compile(r"[A-Z]{2}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_PLATE = re.compile(r"[A-Z0-9-]+")
_PERMIT = re.compile(r"[A-Z0-9/-]+")
_CONTAINER = re.compile(r"[A-Z]{4}[0-9]{7}")
_ACCESS_CODE = re.compile(r"[!-~]{4}")
_COMMODITY = re.compile(r"[0-9]{8}")
_PACKAGE_KIND = re.compile(r"[A-Z0-9]{2}")
_UN_NUMBER = re.compile(r"[0-9]{4}")
_UNIT = re.compile(r"[A-Z0-9]+")


def _country() -> Code:
    return Code(known=COUNTRIES.__contains__, pattern=_COUNTRY)


def _office() -> Text:
    return Text(pattern=numbers.OFFICE_CODE)


def _mass() -> Number:
    """Kilogrammes, up to 16 digits of which 6 are decimals."""
    return Number(max_digits=16, decimal_places=6)


def _seals() -> serializers.ListField:
    return serializers.ListField(child=Text(max_length=20), max_length=99)


class Draft(StrictSerializer):
    """Part of a declaration: each field may be missing or null as long as it is a draft."""

    needed: ClassVar[tuple[str, ...]] = ()

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        for name, field in fields.items():
            field.required = name in self.needed
            field.allow_null = not field.required
        return fields


def _many(child: Draft, limit: int) -> serializers.ListSerializer[Any]:
    return serializers.ListSerializer(child=child, max_length=limit)


class OfficeOfTransit(Draft):
    office = _office()
    expected_at = Instant()


class DeclaredGuarantee(Draft):
    """`access_code` is written only; a guarantee named again without it keeps the one given before."""

    grn = Text(pattern=numbers.GRN)
    access_code = Text(pattern=_ACCESS_CODE, write_only=True)


class Carrier(Draft):
    """A registered carrier by its number, or name, address and licence."""

    registration_number = Text(max_length=20)
    name = Text(max_length=140)
    address = Text(max_length=250)
    licence_number = Text(max_length=35)
    email = Email(max_length=254)


class Party(Draft):
    """A registered firm by its number, or name and address."""

    registration_number = Text(max_length=20)
    name = Text(max_length=140)
    street = Text(max_length=140)
    city = Text(max_length=70)
    postcode = Text(max_length=17)
    country = _country()
    email = Email(max_length=254)


class Vehicle(Draft):
    """The truck, and with a trailer all four of its fields; plates and permits in capitals without blanks."""

    kind = Choice(choices=VehicleKind.choices)
    registration = Text(pattern=_PLATE, max_length=20)
    country = _country()
    permit_number = Text(pattern=_PERMIT, max_length=35)
    permit_valid_until = Day()
    insurance_policy = Text(max_length=35)
    insurance_valid_until = Day()
    insurance_countries = serializers.ListField(child=_country(), max_length=20)
    trailer_registration = Text(pattern=_PLATE, max_length=20)
    trailer_country = _country()
    trailer_permit_number = Text(pattern=_PERMIT, max_length=35)
    trailer_permit_valid_until = Day()


class Driver(Draft):
    name = Text(max_length=140)
    document_number = Text(max_length=35)
    phone = Text(max_length=35)


class Container(Draft):
    number = Text(pattern=_CONTAINER)
    seals = _seals()


class Package(Draft):
    """`count` packages of a kind of UN/ECE Recommendation 21; `shared_with_item` holds the goods of both."""

    kind = Text(pattern=_PACKAGE_KIND)
    count = Integer(min_value=0, max_value=99_999_999)
    marks = Text(max_length=512)
    shared_with_item = Integer(min_value=1, max_value=MAX_ITEMS)


class Money(Draft):
    """At most 16 digits and no more decimals than the currency has (ISO 4217)."""

    amount = Number(max_digits=16, decimal_places=4, whole_digits=16)
    currency = Code(known=money.is_currency, pattern=_CURRENCY)

    def validate(self, attrs: Any) -> Any:
        amount, currency = attrs.get("amount"), attrs.get("currency")
        if amount is not None and currency and not money.fits(amount, currency):
            raise serializers.ValidationError({"amount": "More decimals than the currency has."}, "decimals")
        return attrs


class Quantity(Draft):
    amount = _mass()
    unit = Text(pattern=_UNIT, max_length=10)


class PreviousDocument(Draft):
    type = Text(max_length=20)
    reference = Text(max_length=70)


class SupportingDocument(PreviousDocument):
    file = Identifier()


class Item(Draft):
    """One line of goods; without `number` it gets its place in the whole declaration, from 1."""

    number = Integer(min_value=1, max_value=MAX_ITEMS)
    commodity_code = Text(pattern=_COMMODITY)
    description = Text(max_length=512)
    gross_mass = _mass()
    net_mass = _mass()
    packages = _many(Package(), 99)
    country_of_origin = _country()
    value = Money()
    supplementary_quantity = Quantity()
    dangerous_goods_code = Text(pattern=_UN_NUMBER)
    previous_documents = _many(PreviousDocument(), 99)
    supporting_documents = _many(SupportingDocument(), 99)


class Consignment(Draft):
    consignor = Party()
    consignee = Party()
    gross_mass = _mass()
    transport_document = Text(max_length=70)
    items = _many(Item(), MAX_ITEMS)


class Declaration(Draft):
    """The content of a declaration. `limit_date` is the trader's proposal and belongs to simplified ones only."""

    needed = ("lrn",)

    lrn = Text(pattern=numbers.LRN)
    kind = Choice(choices=Kind.choices)
    simplified = Flag()
    principal = Text(max_length=20)
    representative = Text(max_length=20)
    office_of_departure = _office()
    office_of_destination = _office()
    location_of_goods = Text(max_length=35)
    destination_premises = Text(max_length=35)
    country_of_dispatch = _country()
    country_of_destination = _country()
    offices_of_transit = _many(OfficeOfTransit(), 18)
    expected_arrival_at = Instant()
    limit_date = Instant()
    binding_itinerary = Flag()
    route_text = Text(max_length=512)
    guarantees = _many(DeclaredGuarantee(), 9)
    carrier = Carrier()
    vehicle = Vehicle()
    driver = Driver()
    containerised = Flag()
    containers = _many(Container(), 99)
    seals = _seals()
    no_seal_reason = Choice(choices=NoSealReason.choices)
    consignments = _many(Consignment(), 99)

    def validate(self, attrs: Any) -> Any:
        total = sum(len(row.get("items") or []) for row in attrs.get("consignments") or [])
        if total > MAX_ITEMS:
            raise serializers.ValidationError({"consignments": f"More than {MAX_ITEMS} items in all."}, "max_length")
        return attrs
