"""What the acts at destination ask (spec section 7)."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from offices.pages.forms import Lines
from offices.pages.timeline import coded
from transit.api.serializers import verbs
from transit.enums import ArrivalState, Difference, Result
from transit.views.forms.departure import ControlOrder as _ControlOrder
from transit.views.forms.sighting import Sighting
from transit.views.told import RESULTS

_LINES, _SHOWN = 12, 3
_DIFFERENCES = [("", "–"), *Difference.choices]
# What can follow on each state of the arrival; the service has the last word.
_FOLLOWING = {
    ArrivalState.ARRIVED: (Result.A2, Result.A3),
    ArrivalState.UNLOADING: (Result.A3, Result.B1),
    ArrivalState.UNDER_CONTROL: (Result.A1, Result.B1),
}
_DIFFERENCE = re.compile(r"differences\[([0-9]+)\]\.?(\w*)")


class ControlOrder(_ControlOrder):
    def payload(self) -> dict[str, Any]:
        return super().payload() | {"place": "DESTINATION"}


class _Found(Sighting):
    """Seals, and goods that are not as declared: twelve lines at a time, the first ones shown; more by the API."""

    certain = True

    def build(self) -> None:
        super().build()
        for name in ("plate", "plate_found", "trailer_plate", "trailer_plate_found", "happened_at"):
            self.fields.pop(name, None)
        for line in range(_LINES):
            self.fields[f"item_{line}"] = forms.IntegerField(label=_("Item"), min_value=1, required=False)
            self.fields[f"kind_{line}"] = forms.ChoiceField(label=_("Difference"), choices=_DIFFERENCES, required=False)
            self.fields[f"words_{line}"] = forms.CharField(label=_("In words"), max_length=200, required=False)

    @property
    def differences(self) -> list[list[Any]]:
        """The lines for goods that stand open: item, kind, words."""
        return [self._line(line) for line in range(_SHOWN)]

    @property
    def more_differences(self) -> list[list[Any]]:
        """The lines that unfold."""
        return [self._line(line) for line in range(_SHOWN, _LINES)]

    @property
    def needs_more(self) -> bool:
        """Whether anything is in what would be folded."""
        return any(field.value() for line in self.more_differences for field in line)

    def _line(self, line: int) -> list[Any]:
        return [self[f"{name}_{line}"] for name in ("item", "kind", "words")]

    @property
    def others(self) -> list[Any]:
        return [field for field in super().others if not re.fullmatch(r"(item|kind|words)_[0-9]+", field.name)]

    def _lines(self) -> list[int]:
        """The lines with anything in them."""
        names = ("item", "kind", "words")
        return [line for line in range(_LINES) if any(self.cleaned_data.get(f"{name}_{line}") for name in names)]

    def payload(self) -> dict[str, Any]:
        goods = [
            {
                "item": self.cleaned_data.get(f"item_{line}"),
                "kind": self.cleaned_data.get(f"kind_{line}", ""),
                "text": self.cleaned_data.get(f"words_{line}", ""),
            }
            for line in self._lines()
        ]
        return {"seals": self._seals(), "text": self.cleaned_data.get("text", ""), "differences": goods}

    def field_for(self, path: str) -> str:
        if found := _DIFFERENCE.match(path):
            line = self._lines()[int(found[1])]
            return f"{ {'item': 'item', 'text': 'words'}.get(found[2], 'kind') }_{line}"
        return super().field_for(path)


class Results(_Found):
    body = verbs.Results
    text = Lines(label=_("Remark"), required=False)

    def build(self) -> None:
        super().build()
        arrival = getattr(self.subject, "arrival", None)
        state = ArrivalState(arrival.state) if arrival is not None else ArrivalState.ARRIVED
        codes = _FOLLOWING.get(state, tuple(Result))
        if arrival is not None and not arrival.by_trader:
            codes = tuple(code for code in codes if code != Result.A3)
        choices = [(code.value, coded(code.value, RESULTS)) for code in codes]
        result = forms.ChoiceField(label=_("Result"), choices=choices, widget=forms.RadioSelect)
        if len(choices) == 1:
            # What leaves no choice is told, not asked.
            result.initial, told = choices[0]
            result.help_text = _now("%(result)s; where anything differs, order a control first") % {"result": told}
            result.widget = forms.HiddenInput()
        self.fields["result"] = result

    def payload(self) -> dict[str, Any]:
        return super().payload() | {"result": self.cleaned_data["result"]}


class UnloadingRemarks(_Found):
    body = verbs.UnloadingRemarks
    text = Lines(label=_("Remark"), required=False)
    complete = forms.BooleanField(label=_("Unloading is complete"), required=False)
    conform = forms.BooleanField(label=_("Everything is as declared"), required=False)

    def payload(self) -> dict[str, Any]:
        ticks = {name: bool(self.cleaned_data.get(name)) for name in ("complete", "conform")}
        return super().payload() | ticks
