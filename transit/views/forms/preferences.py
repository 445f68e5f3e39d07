"""What a person chooses about e-mails."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from acts.notices.enums import MailChoice
from offices.pages.forms import ActForm
from transit.api.serializers.preferences import PreferencesBody
from transit.message_kinds import Group
from transit.services.preferences import Own


@dataclass(frozen=True, slots=True)
class Chosen:
    """The preferences as they stand; one's own, so that no page of them goes stale."""

    own: Own
    version: int = 0


class PreferencesForm(ActForm):
    body = PreferencesBody
    mail = forms.ChoiceField(label=_("How you are written to"), choices=MailChoice.choices, widget=forms.RadioSelect)
    hour = forms.TypedChoiceField(
        label=_("The daily e-mail goes out at"), choices=[(hour, f"{hour:02}:00") for hour in range(24)], coerce=int
    )
    groups = forms.MultipleChoiceField(
        label=_("Of which messages"), choices=Group.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    def build(self) -> None:
        wish = self.subject.own.wish
        self.initial.update(mail=wish.mail, hour=wish.hour, groups=list(wish.groups))
        self.fields["hour"].help_text = self.subject.own.time_zone

    def payload(self) -> dict[str, Any]:
        """All three: no group chosen is a choice."""
        return {name: self.cleaned_data[name] for name in ("mail", "hour", "groups")}
