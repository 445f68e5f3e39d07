"""What the acts at departure ask (spec section 5, rows 3, 8 to 13, 17)."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from acts.common.api.fields import Choice
from offices import register
from offices.pages.forms import ActForm, Lines, Moment
from transit.api.serializers import verbs
from transit.enums import ControlKind, NoSealReason, Result
from transit.views.told import late_fact


class Reason(ActForm):
    body = verbs.ReasonGiven
    reason = Lines(label=_("Reason"))


class Remark(ActForm):
    body = verbs.Remark
    text = Lines(label=_("What is to be amended"))


class ControlOrder(ActForm):
    body = verbs.ControlOrder
    kind = forms.ChoiceField(
        label=_("Kind of control"), choices=ControlKind.choices, widget=forms.RadioSelect, initial="DOCUMENTS"
    )


class ControlRecord(ActForm):
    body = verbs.ControlRecord
    satisfactory = forms.ChoiceField(
        label=_("Result"),
        choices=[("yes", _("satisfactory (A1)")), ("no", _("not satisfactory"))],
        widget=forms.RadioSelect,
    )
    text = Lines(label=_("What was found"), required=False)

    def payload(self) -> dict[str, Any]:
        return super().payload() | {"satisfactory": self.cleaned_data["satisfactory"] == "yes"}


class _ReleaseBody(verbs.Release):
    """On the page the result follows from what was done: A1 after a control, A3 for an ATT, else A2."""

    result = Choice(choices=Result.choices, allow_blank=True, default="")


class Release(ActForm):
    """Seals, or why there are none; the limit date is computed unless the officer sets another."""

    body = _ReleaseBody
    seals = forms.CharField(
        label=_("Seals put on the load compartment, one a line"),
        help_text=_("All that are on it now. Left empty, those declared for it stay; those of containers always do."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=2500,
    )
    no_seal_reason = forms.ChoiceField(
        label=_("No seals, because"), choices=[("", _("– (it is sealed)")), *NoSealReason.choices], required=False
    )
    limit_date = Moment(
        label=_("Limit date (local time)"),
        help_text=_("Left empty it is computed from the length of the route."),
        required=False,
    )
    limit_reason = Lines(label=_("Why another limit date"), required=False)
    paper_checked = forms.BooleanField(label=_("I have seen the vehicle's permit on paper"), required=False)

    def payload(self) -> dict[str, Any]:
        body = super().payload()
        body["seals"] = [line.strip() for line in body.get("seals", "").splitlines() if line.strip()]
        body["paper_checked"] = bool(self.cleaned_data.get("paper_checked"))
        return body | {"limit_date": self.instant("limit_date")}


class Invalidation(ActForm):
    body = verbs.Invalidation
    reason = Lines(label=_("Reason"))
    where_goods = Lines(label=_("Where the goods are"))
    duplicate_of = forms.CharField(label=_("If a proven duplicate: MRN of the other"), max_length=18, required=False)


class Resolution(ActForm):
    body = verbs.Resolution
    explanation = Lines(label=_("What was explained"))
    evidence = Lines(label=_("By what evidence"))


class LateDecision(ActForm):
    """Which fact, where several wait, and what is made of it."""

    body = verbs.LateDecision
    decision = Lines(label=_("Decision"))

    def build(self) -> None:
        waiting = [fact for fact in self.subject.told_late if fact.decided_at is None]
        zone, offices = ZoneInfo(self.zone), register.current().offices
        choices = [
            (
                str(fact.pk),
                f"{late_fact(fact.verb, offices[fact.office_id].name)} · "
                f"{formats.date_format(fact.happened_at.astimezone(zone), 'j M Y H:i')}",
            )
            for fact in waiting
        ]
        first = choices[0][0] if choices else None
        which = forms.ChoiceField(label=_("Late fact"), choices=choices, widget=forms.RadioSelect, initial=first)
        self.fields = {"fact": which, **self.fields}
