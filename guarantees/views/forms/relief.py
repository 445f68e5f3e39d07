"""What reduction and waiver ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from acts.common import clock
from guarantees.api.serializers.relief import EvidenceGiven, ReliefAsked
from guarantees.services import relief
from offices.actors import local_day
from offices.pages.forms import ActForm, Lines
from offices.pages.tags import words


class _ByScale(ActForm):
    """Knows the scale that holds today where the guarantee's office stands."""

    def here(self) -> dict[str, Any]:
        country = self.subject.office.country
        return {"country": country.code, "day": local_day(clock.now(), country.time_zone)}


class Paper(_ByScale):
    body = EvidenceGiven
    reference = forms.CharField(label=_("Number of the paper"), max_length=35)
    file = forms.FileField(label=_("File"), help_text=_("PDF, JPEG or PNG, at most 5 MB."))

    def build(self) -> None:
        known = [(kind, words(kind)) for kind in relief.document_types(**self.here())]
        self.fields["document_type"] = forms.ChoiceField(label=_("What it is"), choices=known)
        self.order_fields(["document_type"])


class Reduction(_ByScale):
    body = ReliefAsked
    reason = Lines(label=_("Why"))

    def build(self) -> None:
        steps = [step for step in relief.scale(**self.here()) if step["percentage"] not in (0, self.subject.percentage)]
        known = [(step["percentage"], _step(step)) for step in steps]
        label = _("The guarantor pays at most")
        self.fields["percentage"] = forms.TypedChoiceField(label=label, choices=known, coerce=int)
        self.order_fields(["percentage"])


class Waiver(ActForm):
    body = ReliefAsked
    reason = Lines(label=_("Why"))

    def payload(self) -> dict[str, Any]:
        return super().payload() | {"percentage": 0}


def _step(step: dict[str, Any]) -> str:
    """A step of the scale in words."""
    text = f"{step['percentage']} %"
    if "clean_years" in step:
        text += " · " + _("after %(n)d clean years") % {"n": step["clean_years"]}
    if step.get("documents"):
        text += " · " + _("with %(papers)s") % {"papers": ", ".join(words(kind) for kind in step["documents"])}
    return text
