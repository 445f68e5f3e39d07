"""A consignment and an item as forms (spec section 3)."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from transit.api.serializers import declaration as api
from transit.views.forms import lists
from transit.views.forms.answers import Amount, Code, Count, Pick, Words
from transit.views.forms.part import Box, Part, Rows

Questions = Iterator[tuple[str, forms.Field]]
_PARTY = ("registration_number", "name", "street", "city", "postcode", "country", "email")


class _Consignment(api.Consignment):
    """Without the items: those have pages of their own."""

    def get_fields(self) -> dict[str, Any]:
        return {name: field for name, field in super().get_fields().items() if name != "items"}


class Consignment(Part):
    """Who sends, who receives, how heavy."""

    body = _Consignment
    partial = False
    boxes = (
        Box(
            _("Consignor"),
            [f"consignor.{name}" for name in _PARTY],
            help=_("A registered firm by its number; else name and address."),
        ),
        Box(_("Consignee"), [f"consignee.{name}" for name in _PARTY]),
        Box(_("Consignment"), ("gross_mass", "transport_document")),
    )

    def questions(self) -> Questions:
        for party in ("consignor", "consignee"):
            stored = (self.content.get(party) or {}).get("country")
            yield f"{party}.registration_number", Code(label=_("Registration number"), max_length=20)
            yield f"{party}.name", Words(label=_("Name"), max_length=140)
            yield f"{party}.street", Words(label=_("Street"), max_length=140)
            yield f"{party}.city", Words(label=_("Town"), max_length=70)
            yield f"{party}.postcode", Words(label=_("Postcode"), max_length=17)
            yield (
                f"{party}.country",
                Pick(label=_("Country"), choices=self.setting.lists["countries"], stored=stored),
            )
            yield f"{party}.email", Words(label=_("E-mail"), max_length=254)
        yield "gross_mass", Amount(label=_("Gross mass of the consignment, kg"))
        yield "transport_document", Words(label=_("Transport document"), max_length=70)

    def payload(self) -> dict[str, Any]:
        # What the register says of a registered party is not declared again.
        body = super().payload()
        for party in ("consignor", "consignee"):
            given = body.get(party, {})
            if given.get("registration_number"):
                body[party] = {name: given[name] for name in ("registration_number", "email") if name in given}
        return body


class Item(Part):
    """One line of goods."""

    body = api.Item
    partial = False
    many = {
        "packages": Rows(most=99, least=1),
        "supporting_documents": Rows(most=99, least=1),
        "previous_documents": Rows(most=99, least=1),
    }
    boxes = (
        Box(_("Goods"), ("commodity_code", "description", "country_of_origin", "dangerous_goods_code")),
        Box(_("Mass and value"), ("gross_mass", "net_mass", "value.amount", "value.currency")),
        Box(
            _("Supplementary quantity"),
            ("supplementary_quantity.amount", "supplementary_quantity.unit"),
            help=_("Where a rate is by unit: the number of units and their code."),
        ),
        Box(
            _("Packages"),
            rows_of="packages",
            help=_(
                "Bulk has neither count nor marks, unpacked goods no marks. What lies in a package of another item"
                " names that item under shared."
            ),
        ),
        Box(_("Supporting documents"), rows_of="supporting_documents"),
        Box(_("Previous documents"), rows_of="previous_documents", folded=True),
    )

    def questions(self) -> Questions:
        code = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "list": "commodities"})
        yield (
            "commodity_code",
            Code(label=_("Commodity code (AHTN, 8 digits)"), max_length=10, widget=code),
        )
        words = forms.Textarea(attrs={"rows": 2})
        yield "description", Words(label=_("Description"), max_length=512, widget=words)
        origin = self.content.get("country_of_origin")
        yield (
            "country_of_origin",
            Pick(label=_("Country of origin"), choices=self.setting.lists["countries"], stored=origin),
        )
        yield "dangerous_goods_code", Words(label=_("UN number, of dangerous goods only"), max_length=4)
        yield "gross_mass", Amount(label=_("Gross mass, kg"))
        yield "net_mass", Amount(label=_("Net mass, kg"))
        yield "value.amount", Amount(label=_("Value"))
        currency = (self.content.get("value") or {}).get("currency")
        yield (
            "value.currency",
            Pick(label=_("Currency"), choices=self.setting.lists["currencies"], stored=currency),
        )
        yield "supplementary_quantity.amount", Amount(label=_("Number of units"))
        yield "supplementary_quantity.unit", Code(label=_("Unit"), max_length=10)

    def row_questions(self, name: str, stored: Mapping[str, Any]) -> Questions:
        if name == "packages":
            kind = forms.TextInput(attrs={"list": "package-kinds", "autocomplete": "off"})
            yield "kind", Words(label=_("Kind (CT, carton …)"), max_length=35, widget=kind)
            yield "count", Count(label=_("Number"))
            yield "marks", Words(label=_("Marks"), max_length=512)
            yield "shared_with_item", Count(label=_("Shared with item"))
            return
        kind = forms.TextInput(attrs={"list": "document-types", "autocomplete": "off"})
        yield "type", Words(label=_("Type"), max_length=20, widget=kind)
        yield "reference", Words(label=_("Reference"), max_length=70)
        if name == "supporting_documents":
            files = self.setting.lists["files"]
            yield "file", Pick(label=_("Attached file"), choices=files, stored=stored.get("file"))

    def payload(self) -> dict[str, Any]:
        body = super().payload()
        for pack in body.get("packages") or []:
            pack["kind"] = lists.package_kind(pack.get("kind") or "")
        if code := body.get("commodity_code"):
            body["commodity_code"] = code.replace(".", "")
        # On several lines it was typed for the eye only.
        if words := body.get("description"):
            body["description"] = " ".join(words.split())
        return body
