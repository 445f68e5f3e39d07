"""What the trader's acts ask: a file in the API's form, guarantees, a reason, another LRN (spec sections 3 and 9)."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException, ParseError

from acts.common.api.parsers import StrictJSONParser
from transit.api.serializers import verbs
from transit.api.serializers.declaration import Declaration
from transit.views.forms.base import ActForm

_GUARANTEES = 3
_GUARANTEE = re.compile(r"guarantees\[([0-9]+)\]\.?(\w*)")


class Upload(ActForm):
    """A declaration, or the fields of one that change, as a file in the API's JSON; at most 8 MB."""

    body = Declaration
    file = forms.FileField(label=_("File in the API's JSON"), widget=forms.FileInput(attrs={"accept": ".json"}))
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
            raise forms.ValidationError(str(error.detail)) from error
        return upload


class PartialUpload(Upload):
    """Only the fields that change; each replaces the stored one as a whole."""

    def judge(self) -> Any:
        return self.body(data=self.payload(), partial=True)


class Guarantees(ActForm):
    """Up to three guarantees in the order they are to be used; more by the API."""

    body = verbs.Guarantees

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
