"""What the trader's acts ask: a file in the API's form, guarantees, a reason, another LRN (spec sections 3 and 9)."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from rest_framework.exceptions import APIException, ParseError

from acts.common.api.parsers import StrictJSONParser
from offices.enums import OfficeRole
from offices.models import Office
from offices.pages.forms import ActForm
from transit.api.serializers import verbs
from transit.api.serializers.declaration import Declaration
from transit.enums import Kind
from transit.models import Movement
from transit.views.forms import lists
from transit.views.forms.declaration import KINDS

_GUARANTEES, _SHOWN = 9, 3
_COUNTRIES = {"office_of_departure": "country_of_dispatch", "office_of_destination": "country_of_destination"}
_PLACES = {"office_of_departure": "location_of_goods", "office_of_destination": "destination_premises"}
_GUARANTEE = re.compile(r"guarantees\[([0-9]+)\]\.?(\w*)")


class Begin(ActForm):
    """The head of a new draft: reference, ends, and where it is a known road the posts in between."""

    body = Declaration
    status = 422

    def __init__(self, data: Any = None, *, offices: Sequence[Office], corridors: Mapping[str, list[str]], firms: Any):
        self.offices, self.corridors, self.firms = offices, corridors, firms
        super().__init__(data, subject=Movement(), name="begin")

    def build(self) -> None:
        known = [("", _("none of these")), *((name, name) for name in self.corridors)]
        if self.firms:
            self.fields["principal"] = forms.ChoiceField(label=_("For"), choices=self.firms, required=False)
        self.fields["lrn"] = forms.CharField(
            label=_("LRN, your own reference"),
            max_length=22,
            help_text=_("1 to 22 letters, digits, - or _; each only once."),
        )
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind"), choices=KINDS, widget=forms.RadioSelect, initial=Kind.STANDARD.value
        )
        for end, label, role in (
            ("office_of_departure", _("Office of departure"), OfficeRole.DEPARTURE),
            ("office_of_destination", _("Office of destination"), OfficeRole.DESTINATION),
        ):
            self.fields[end] = forms.ChoiceField(label=label, choices=lists.offices(self.offices, role), required=False)
        self.fields["corridor"] = forms.ChoiceField(
            label=_("Usual route (fills in the posts)"),
            choices=known,
            required=False,
            help_text=_("Fills in the ends left open and the offices of transit; all of it can be changed."),
        )

    def payload(self) -> dict[str, Any]:
        body = super().payload()
        road = self.corridors.get(body.pop("corridor", ""), [])
        if road:
            body = {"office_of_departure": road[0], "office_of_destination": road[-1]} | body
            ends = (body["office_of_departure"], body["office_of_destination"])
            body["offices_of_transit"] = [{"office": code} for code in road if code not in ends]
        for end, country in _COUNTRIES.items():
            if office := body.get(end):
                body[country] = office[:2]
        for end, place in _PLACES.items():
            if office := body.get(end):
                body[place] = office
        return body


class Upload(ActForm):
    """A declaration, or the fields of one that change, as a file in the API's JSON; at most 8 MB."""

    body = Declaration
    file = forms.FileField(label=_("File"), widget=forms.FileInput(attrs={"accept": ".json"}))
    status = 422

    def payload(self) -> dict[str, Any]:
        parsed: dict[str, Any] = self.parsed
        return parsed

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        try:
            self.parsed = StrictJSONParser().parse(upload)
        except APIException as error:
            self.status = 422 if isinstance(error, ParseError) else error.status_code
            told = _("%(reason)s. Choose a .json file as the API takes it, or type the declaration in.")
            raise forms.ValidationError(told, params={"reason": str(error.detail).rstrip(".")}) from error
        if not isinstance(self.parsed, dict):
            raise forms.ValidationError(_("This file holds something else than one declaration in braces, { … }."))
        return upload


class PartialUpload(Upload):
    """Only the fields that change; each replaces the stored one as a whole."""

    def judge(self) -> Any:
        return self.body(data=self.payload(), partial=True)


class Checked(ActForm):
    """Asks nothing; what the checks find is counted, for a check that finds something was done all the same."""

    def counted(self, n: int) -> str:
        return ngettext("One thing is missing or wrong.", "%(n)d things are missing or wrong.", n) % {"n": n}


class Guarantees(ActForm):
    """Up to nine guarantees in the order they are to be used; the first ones shown, the others unfold."""

    body = verbs.Guarantees
    template = "components/guarantees.html"

    def build(self) -> None:
        for place in range(_GUARANTEES):
            number = place + 1
            self.fields[f"grn_{place}"] = forms.CharField(
                label=_("GRN %(number)d") % {"number": number}, max_length=17, required=place == 0
            )
            self.fields[f"code_{place}"] = forms.CharField(
                label=_("Access code %(number)d") % {"number": number},
                max_length=4,
                required=place == 0,
                widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
            )

    @property
    def shown(self) -> list[BoundField]:
        """The fields that stand open."""
        return self.visible_fields()[: 2 * _SHOWN]

    @property
    def folded(self) -> list[BoundField]:
        """The fields that unfold."""
        return self.visible_fields()[2 * _SHOWN :]

    @property
    def needs_more(self) -> bool:
        """Whether anything is in what would be folded."""
        return any(field.value() for field in self.folded)

    def _places(self) -> list[int]:
        names = ("grn", "code")
        return [n for n in range(_GUARANTEES) if any(self.cleaned_data.get(f"{name}_{n}") for name in names)]

    def payload(self) -> dict[str, Any]:
        rows = [
            {
                "grn": self.cleaned_data.get(f"grn_{place}", "").upper(),
                "access_code": self.cleaned_data.get(f"code_{place}", "").upper(),
            }
            for place in self._places()
        ]
        return {"guarantees": rows}

    def field_for(self, path: str) -> str:
        found = _GUARANTEE.match(path)
        if found is None or int(found[1]) >= len(self._places()):
            return path
        return f"{'code' if found[2] == 'access_code' else 'grn'}_{self._places()[int(found[1])]}"


class NewReference(ActForm):
    body = verbs.NewReference
    lrn = forms.CharField(label=_("LRN of the copy"), max_length=22)


class Attachment(ActForm):
    """One file: PDF, JPEG or PNG."""

    body = verbs.Upload
    file = forms.FileField(
        label=_("PDF, JPEG or PNG, at most 5 MB"), widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"})
    )
