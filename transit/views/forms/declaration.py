"""The parts of a declaration as forms: journey, guarantees, truck, load (spec section 3)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from acts.common.findings import FindingClass
from offices.enums import OfficeRole
from transit.api.serializers.declaration import Declaration
from transit.enums import Kind, NoSealReason, VehicleKind
from transit.views.forms.answers import (
    Code,
    Codes,
    Day,
    Pick,
    PickMany,
    Tick,
    WallClock,
    Words,
    YesNo,
)
from transit.views.forms.part import Box, Part, Rows

KINDS = [
    (Kind.STANDARD.value, _("the goods are presented now")),
    (Kind.PRE_LODGED.value, _("the goods are presented later")),
]
Questions = Iterator[tuple[str, forms.Field]]


class Journey(Part):
    """From where to where, by which posts, when."""

    body = Declaration
    owns = (
        *("kind", "simplified", "limit_date", "office_of_departure", "office_of_destination", "location_of_goods"),
        *("destination_premises", "country_of_dispatch", "country_of_destination", "offices_of_transit"),
        *("expected_arrival_at", "binding_itinerary", "route_text"),
    )
    many = {"offices_of_transit": Rows(most=18, least=2)}
    boxes = (
        Box(_("Reference"), ("lrn", "kind")),
        Box(
            _("From"),
            ("office_of_departure", "location_of_goods", "country_of_dispatch"),
        ),
        Box(
            _("Offices of transit, in their order"),
            rows_of="offices_of_transit",
            help=_("The exit and the entry post of each border. Times are local at the post."),
        ),
        Box(
            _("To"),
            ("office_of_destination", "destination_premises", "country_of_destination", "expected_arrival_at"),
        ),
        Box(_("Route"), ("route_text", "binding_itinerary")),
        Box(_("Authorised transit traders"), ("simplified", "limit_date"), folded=True),
    )

    def questions(self) -> Questions:
        countries = self.setting.lists["countries"]
        yield "lrn", forms.CharField(label=_("LRN, your own reference"), max_length=22)
        yield "kind", forms.ChoiceField(label=_("Kind"), choices=KINDS, widget=forms.RadioSelect)
        yield (
            "office_of_departure",
            self._office("office_of_departure", _("Office of departure"), OfficeRole.DEPARTURE),
        )
        place = _("The number of approved premises; left empty, the office itself is put in when you save.")
        yield "location_of_goods", Words(label=_("Where the goods are"), max_length=35, help_text=place)
        yield (
            "country_of_dispatch",
            Pick(label=_("Country of dispatch"), choices=countries, stored=self.content.get("country_of_dispatch")),
        )
        yield (
            "office_of_destination",
            self._office("office_of_destination", _("Office of destination"), OfficeRole.DESTINATION),
        )
        yield "destination_premises", Words(label=_("Where the goods go"), max_length=35, help_text=place)
        stored = self.content.get("country_of_destination")
        yield (
            "country_of_destination",
            Pick(label=_("Country of destination"), choices=countries, stored=stored),
        )
        yield "expected_arrival_at", WallClock(label=_("Expected there (local time)"))
        words = forms.Textarea(attrs={"rows": 2})
        yield "route_text", Words(label=_("Registered route, in words"), max_length=512, widget=words)
        yield "binding_itinerary", Tick(label=_("The route is binding"))
        yield "simplified", Tick(label=_("Simplified declaration (needs the right)"))
        yield "limit_date", WallClock(label=_("Limit date proposed (local time at destination)"))

    def row_questions(self, name: str, stored: Mapping[str, Any]) -> Questions:
        offices = self.setting.lists[OfficeRole.TRANSIT]
        yield "office", Pick(label=_("Office"), choices=offices, stored=stored.get("office"))
        yield "expected_at", WallClock(label=_("Expected (local time)"))

    def _office(self, path: str, label: Any, role: OfficeRole) -> Pick:
        return Pick(label=label, choices=self.setting.lists[role], stored=self.content.get(path))

    def zone_of(self, path: str) -> str:
        row, _dot, _leaf = path.rpartition(".")
        asks = f"{row}.office" if row else "office_of_destination"
        office = (self.typed or {}).get(asks) if self.typed is not None else self._stored_office(asks)
        return self.setting.zones.get(str(office or "")[:2], "UTC")

    def _stored_office(self, path: str) -> Any:
        return self._shown(path)

    def tell(self, findings: Iterable[Mapping[str, Any]]) -> None:
        # Saving this part puts the office in where no premises are named: the office alone is asked for.
        places = ("location_of_goods", "destination_premises")
        missing = FindingClass.MISSING
        shown = [row for row in findings if not (row["class"] == missing and row["path"] in places)]
        super().tell(shown)

    def payload(self) -> dict[str, Any]:
        body = super().payload()
        # On several lines it was typed for the eye only.
        body["route_text"] = " ".join((body["route_text"] or "").split()) or None
        # No premises means the office itself, which lodging wants to be said.
        for place, office in (
            ("location_of_goods", "office_of_departure"),
            ("destination_premises", "office_of_destination"),
        ):
            body[place] = body[place] or body[office]
        return body


class Cover(Part):
    """The guarantees, in the order they are to be used; a code left empty keeps the one given before."""

    body = Declaration
    owns = ("guarantees",)
    many = {"guarantees": Rows(most=9, least=3, more=3)}
    boxes = (
        Box(
            _("Guarantees, in the order they are to be used"),
            rows_of="guarantees",
            help=_(
                "A guarantee is named by its number (GRN) and the access code made on its page under Guarantees. The"
                " system computes the amount. A code left empty keeps the one given before."
            ),
        ),
    )

    def row_questions(self, name: str, stored: Mapping[str, Any]) -> Questions:
        code = forms.PasswordInput(attrs={"autocomplete": "off"}, render_value=bool(self.more))
        grn = forms.TextInput(attrs={"list": "own-guarantees", "autocomplete": "off"})
        yield "grn", Code(label=_("GRN"), max_length=17, widget=grn)
        yield "access_code", Words(label=_("Access code"), max_length=4, widget=code)


class Transport(Part):
    """The carrier, the vehicle with its papers, the driver."""

    body = Declaration
    owns = ("carrier", "vehicle", "driver")
    boxes = (
        Box(
            _("Carrier"),
            (
                *("carrier.registration_number", "carrier.name", "carrier.address", "carrier.licence_number"),
                "carrier.email",
            ),
            help=_("A registered carrier by its number; else name, address and licence."),
        ),
        Box(
            _("Vehicle"),
            (
                *("vehicle.kind", "vehicle.registration", "vehicle.country", "vehicle.permit_number"),
                "vehicle.permit_valid_until",
            ),
        ),
        Box(
            _("Insurance"),
            ("vehicle.insurance_policy", "vehicle.insurance_valid_until", "vehicle.insurance_countries"),
        ),
        Box(
            _("Trailer"),
            (
                *("vehicle.trailer_registration", "vehicle.trailer_country", "vehicle.trailer_permit_number"),
                "vehicle.trailer_permit_valid_until",
            ),
            help=_("Fill in all four, or leave all empty if there is no trailer."),
        ),
        Box(_("Driver"), ("driver.name", "driver.document_number", "driver.phone")),
    )

    def questions(self) -> Questions:
        yield "carrier.registration_number", Code(label=_("Registration number"), max_length=20)
        yield "carrier.name", Words(label=_("Name"), max_length=140)
        yield "carrier.address", Words(label=_("Address"), max_length=250)
        yield "carrier.licence_number", Words(label=_("Licence number"), max_length=35)
        yield "carrier.email", Words(label=_("E-mail"), max_length=254)
        yield "vehicle.kind", Pick(label=_("Kind"), choices=[("", "–"), *VehicleKind.choices])
        yield from self._unit("", _("Plate"))
        yield "vehicle.insurance_policy", Words(label=_("Policy number"), max_length=35)
        yield "vehicle.insurance_valid_until", Day(label=_("Valid until"))
        stored = (self.content.get("vehicle") or {}).get("insurance_countries")
        yield (
            "vehicle.insurance_countries",
            PickMany(label=_("Valid in"), choices=self.setting.lists["members"], stored=stored),
        )
        yield from self._unit("trailer_", _("Plate of the trailer"))
        yield "driver.name", Words(label=_("Name"), max_length=140)
        yield "driver.document_number", Words(label=_("Number of passport or identity card"), max_length=35)
        yield "driver.phone", Words(label=_("Telephone"), max_length=35)

    def payload(self) -> dict[str, Any]:
        # What the register says of a registered carrier is not declared again.
        body = super().payload()
        if (carrier := body["carrier"]) and carrier.get("registration_number"):
            body["carrier"] = {name: carrier[name] for name in ("registration_number", "email") if name in carrier}
        return body

    def _unit(self, prefix: str, plate: Any) -> Questions:
        country = (self.content.get("vehicle") or {}).get(f"{prefix}country")
        countries = self.setting.lists["countries"]
        yield f"vehicle.{prefix}registration", Code(label=plate, max_length=20)
        yield (
            f"vehicle.{prefix}country",
            Pick(label=_("Registered in"), choices=countries, stored=country),
        )
        yield f"vehicle.{prefix}permit_number", Code(label=_("Permit number (AGVCBP)"), max_length=35)
        yield f"vehicle.{prefix}permit_valid_until", Day(label=_("Permit valid until"))


class Load(Part):
    """Containers and seals."""

    body = Declaration
    owns = ("containerised", "containers", "seals", "no_seal_reason")
    many = {"containers": Rows(most=99, least=1, more=5)}
    boxes = (
        Box(_("Containers"), ("containerised",), rows_of="containers"),
        Box(
            _("Seals of a load compartment without container"),
            ("seals", "no_seal_reason"),
            help=_("Before the release seals may be left open: the office of departure records them."),
        ),
    )

    def questions(self) -> Questions:
        yield "containerised", YesNo(label=_("Are the goods in containers?"))
        yield "seals", Codes(label=_("Seals, one a line"))
        yield "no_seal_reason", Pick(label=_("No seals, because"), choices=[("", "–"), *NoSealReason.choices])

    def row_questions(self, name: str, stored: Mapping[str, Any]) -> Questions:
        yield "number", Code(label=_("Container number"), max_length=11)
        yield "seals", Codes(label=_("Its seals, one a line"))
