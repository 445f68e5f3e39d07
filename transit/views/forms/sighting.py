"""What is seen on the truck: plate, trailer, each seal, as it should be or not (spec sections 6 and 7)."""

import re
from collections.abc import Iterator
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.forms.boundfield import BoundField
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from acts.common.api.serializers import StrictSerializer
from offices.pages.forms import ActForm, Lines, Moment
from transit.api.serializers import verbs
from transit.enums import PassageState, SealCondition

SAME, DIFFERS = "SAME", "DIFFERS"
ALL, BUT = "ALL", "BUT"
MANY = 10
"""More seals than these are answered for together, and those that are not intact one by one."""
_SEAL = re.compile(r"seals\[([0-9]+)\]")


class _Seen(ActForm):
    """One line for each plate and seal the movement should bear now; `checks` gives them in order.

    `certain`: what was seen is taken to be as it should be unless the officer says otherwise, on a journey on which
    nothing was out of order yet.
    """

    template = "components/sighting.html"
    certain = False

    @cached_property
    def _untroubled(self) -> bool:
        """Whether no office held the goods and none had an alarm: else each thing is looked at anew."""
        arrival = getattr(self.subject, "arrival", None)
        seen = [*self.subject.route, *([arrival] if arrival is not None else [])]
        return not any(row.alarm or row.state == PassageState.HELD for row in seen)

    def build(self) -> None:
        row = self.subject
        if row.vehicle_registration:
            self._plate("plate", f"{_('Plate')} {row.vehicle_registration}")
        if row.trailer_registration:
            self._plate("trailer_plate", f"{_('Trailer')} {row.trailer_registration}")
        if self.many:
            choices = [(ALL, _("All intact")), (BUT, _("Intact but for those named below"))]
            question = _("All %(n)d seals") % {"n": len(row.seals)}
            self._ask("seals_seen", question, choices)
        for index, seal in enumerate(row.seals):
            self._check(
                f"seal_{index}",
                f"{_('Seal')} {seal}",
                [
                    (SealCondition.INTACT.value, _("Intact")),
                    (SealCondition.BROKEN.value, _("Broken")),
                    (SealCondition.DIFFERENT.value, _("Differs")),
                ],
                _("Number on the seal that is there"),
                required=not self.many,
            )

    def _plate(self, name: str, label: str) -> None:
        self._check(name, label, [(SAME, _("As here")), (DIFFERS, _("Differs"))], _("Plate that is there"))

    def _check(self, name: str, label: str, choices: Any, found: Any, *, required: bool = True) -> None:
        self._ask(name, label, choices, required=required)
        self.fields[f"{name}_found"] = forms.CharField(label=found, max_length=20, required=False)

    def _ask(self, name: str, label: str, choices: Any, *, required: bool = True) -> None:
        first = choices[0][0] if required and self.certain and self._untroubled else None
        self.fields[name] = forms.ChoiceField(
            label=label, choices=choices, widget=forms.RadioSelect, initial=first, required=required
        )

    @property
    def many(self) -> bool:
        return len(self.subject.seals) > MANY

    @property
    def checks(self) -> Iterator[tuple[BoundField, BoundField | None]]:
        """Each question with the field for what is there instead; none where all seals are asked for together."""
        for name in self.fields:
            if name == "seals_seen":
                yield self[name], None
            elif f"{name}_found" in self.fields and not (self.many and name.startswith("seal_")):
                yield self[name], self[f"{name}_found"]

    @property
    def one_by_one(self) -> list[tuple[BoundField, BoundField]]:
        """The questions that unfold where there are many seals."""
        return [(self[name], self[f"{name}_found"]) for name in self._each_seal()] if self.many else []

    def _each_seal(self) -> list[str]:
        return [f"seal_{index}" for index in range(len(self.subject.seals))]

    @property
    def others(self) -> list[BoundField]:
        """The fields that are no such question."""
        return [self[name] for name in self.fields if name != "version" and not self._is_check(name)]

    def _is_check(self, name: str) -> bool:
        return name == "seals_seen" or f"{name}_found" in self.fields or name.endswith("_found")

    def clean(self) -> dict[str, Any]:
        for name in ("plate", "trailer_plate"):
            if self.cleaned_data.get(name) == DIFFERS and not self.cleaned_data.get(f"{name}_found"):
                self.add_error(f"{name}_found", str(_("Say which plate is there.")))
        seen = self.cleaned_data.get("seals_seen")
        named = any(self.cleaned_data.get(name, "") not in ("", SealCondition.INTACT) for name in self._each_seal())
        if seen == BUT and not named:
            self.add_error("seals_seen", str(_("Name below the seals that are not intact.")))
        if seen == ALL and named:
            self.add_error("seals_seen", str(_("Not all are intact: some are named below.")))
        return super().clean()

    def payload(self) -> dict[str, Any]:
        return {
            "seals": self._seals(),
            "plate": self._found("plate"),
            "trailer_plate": self._found("trailer_plate"),
        }

    def _found(self, name: str) -> str:
        """The plate that is there; nothing where it is the right one."""
        if self.cleaned_data.get(name) != DIFFERS:
            return ""
        return "".join(str(self.cleaned_data.get(f"{name}_found", "")).split()).upper()

    def _seals(self) -> list[dict[str, str]]:
        return [
            {
                "seal": seal,
                "condition": self.cleaned_data[f"seal_{index}"] or SealCondition.INTACT.value,
                "found": self.cleaned_data.get(f"seal_{index}_found", ""),
            }
            for index, seal in enumerate(self.subject.seals)
        ]

    def field_for(self, path: str) -> str:
        if found := _SEAL.match(path):
            name = f"seal_{found[1]}"
            return f"{name}_found" if path.endswith(".found") else name
        # "Seals or plates differ": there is no field called `seals`.
        name = super().field_for(path)
        return f"{name}_found" if name in ("plate", "trailer_plate") else name


class Hold(_Seen):
    """Why, and what differs: a difference seen at the crossing is told here."""

    body = verbs.Hold
    certain = True

    reason = Lines(label=_("Reason"))

    def payload(self) -> dict[str, Any]:
        return super().payload() | {"reason": self.cleaned_data["reason"]}


class Sighting(_Seen):
    """What is there, a remark, and when it was seen."""

    body: ClassVar[type[StrictSerializer]] = verbs.Presence

    text = Lines(label=_("Remark"), required=False)
    happened_at = Moment(label=_("When, if not now (local time)"), required=False)

    def payload(self) -> dict[str, Any]:
        body = super().payload() | {"text": self.cleaned_data.get("text", "")}
        if happened_at := self.instant("happened_at"):
            body["happened_at"] = happened_at
        return body


class Crossing(Sighting):
    """At the crossing the officer has just looked: only what has changed is said."""

    certain = True

    def build(self) -> None:
        super().build()
        if any(row.state == PassageState.HELD for row in self.subject.route):
            self.fields["text"].help_text = _("Held goods go on with a reason: say it here.")


class Arrival(Sighting):
    body = verbs.Arrival

    late_reason = Lines(label=_("If late: why"), required=False)

    def build(self) -> None:
        super().build()
        if limit := self.subject.limit_date:
            local = limit.astimezone(ZoneInfo(self.zone))
            told = _now("Late is what arrives after %(limit)s. Left empty, the history says that no reason was given.")
            self.fields["late_reason"].help_text = told % {"limit": date_format(local, "j M Y H:i")}

    def payload(self) -> dict[str, Any]:
        return super().payload() | {"late_reason": self.cleaned_data.get("late_reason", "")}


class LateSighting(Sighting):
    """What was seen then; when it was must be said."""

    happened_at = Moment(label=_("When it happened (local time)"))

    def payload(self) -> dict[str, Any]:
        return super().payload() | {"late": True}


class LateArrival(LateSighting, Arrival):
    """When it was, what was seen then, and why so late."""
