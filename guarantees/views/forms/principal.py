"""What the principal's acts on a guarantee ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guarantees.api.serializers import principal as bodies
from offices.pages.forms import ActForm


class NewCode(ActForm):
    body = bodies.NewCode
    given_to = forms.CharField(label=_("For whom"), max_length=60, help_text=_("an employee or a branch"))


class Thresholds(ActForm):
    body = bodies.Thresholds
    low_balance_percent = forms.IntegerField(
        label=_("Warn when less than so many percent are available"),
        required=False,
        help_text=_("empty: as the country says"),
    )
    expiry_days = forms.IntegerField(
        label=_("Warn so many days before the last day"), required=False, help_text=_("empty: as the country says")
    )

    def build(self) -> None:
        self.initial.update(low_balance_percent=self.subject.alert_percent, expiry_days=self.subject.alert_days)

    def payload(self) -> dict[str, Any]:
        """Both always: an empty one is the country's again."""
        return {name: self.cleaned_data[name] for name in ("low_balance_percent", "expiry_days")}
