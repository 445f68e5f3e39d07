"""What narrows the books of a guarantee down: judged by the API's own query strings."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from acts.common.api.serializers import StrictSerializer
from guarantees.api.serializers import books, guarantee
from guarantees.enums import EntryKind, GuaranteeKind, GuaranteeState
from offices.pages.tags import words


class Query(forms.Form):
    """A query string: `body` judges it, what is wrong stands at its field and asks for nothing."""

    body: ClassVar[type[StrictSerializer]]
    narrows: ClassVar[bool] = True
    """Whether without it all is shown."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data, auto_id="q-%s", label_suffix="")

    def wanted(self) -> dict[str, Any]:
        """What was asked for, as the selectors take it; nothing of it if any of it is wrong."""
        given = {name: value for name in self.fields if (value := str(self.data.get(name, "")).strip())}
        judge = self.body(data=given)
        if judge.is_valid():
            return dict(judge.validated_data)
        for name in judge.errors:
            self.add_error(name if name in self.fields else None, str(_("cannot be read")))
        return {}

    @property
    def kept(self) -> str:
        """The query string of the next page."""
        return urlencode({name: self.data[name] for name in self.fields if self.data.get(name)})


def _choices(codes: Any) -> list[tuple[str, Any]]:
    return [("", _("all")), *((code, words(code)) for code in codes)]


class Found(Query):
    body = guarantee.Filters
    grn = forms.CharField(label=_("GRN"), required=False, max_length=17)
    principal = forms.CharField(label=_("Principal's registration number"), required=False, max_length=20)
    state = forms.ChoiceField(label=_("State"), required=False, choices=lambda: _choices(GuaranteeState.values))
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=lambda: _choices(GuaranteeKind.values))


class Period(Query):
    body = books.Period
    first_day = forms.CharField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last_day = forms.CharField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=lambda: [("", _("all")), *EntryKind.choices])
    reference = forms.CharField(label=_("Journey (MRN)"), required=False, max_length=35)


class DayOrMonth(Query):
    body = books.StatementFilters
    narrows = False
    month = forms.CharField(label=_("Month"), required=False, widget=forms.TextInput(attrs={"type": "month"}))
    day = forms.CharField(label=_("or one day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
