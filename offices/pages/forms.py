"""The form behind every act: plain fields for the browser, judged by the API's own body of the verb."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from rest_framework.exceptions import ValidationError

from acts.common.api import problem
from acts.common.api.serializers import Nothing, StrictSerializer


class Lines(forms.CharField):
    """A remark on several lines."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), **options)

    def to_python(self, value: Any) -> str:
        # Browsers end lines with CR LF; the API knows LF.
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")


class Moment(forms.CharField):
    """An instant as the clock on the wall of an office shows it; the form knows the zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"})


class ActForm(forms.Form):
    """`body` is the API's serializer that judges; `version` of the `subject` tells a page that has gone stale.

    `zone` is the time zone in which instants are typed.
    """

    body: ClassVar[type[StrictSerializer]] = Nothing
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    template = "components/fields.html"
    all_at_once: ClassVar[bool] = False
    """Judge the rest although a field could not be read: for bodies that may lack anything."""

    def __init__(self, data: Any = None, files: Any = None, *, subject: Any, zone: str = "UTC", name: str = ""):
        self.subject, self.zone = subject, zone
        initial = {"version": subject.version}
        super().__init__(data, files, initial=initial, auto_id=f"{name}-%s", label_suffix="")
        self.findings: list[Mapping[str, Any]] = []
        self.judged: dict[str, Any] = {}
        self.build()

    def build(self) -> None:
        """Add the fields that depend on the subject."""

    @property
    def stale(self) -> bool:
        """Whether the page was drawn before the subject last changed."""
        return self.data.get("version", "") not in ("", str(self.subject.version))

    def payload(self) -> dict[str, Any]:
        """What was typed as the API's body; fields left empty are left out."""
        return {
            name: self.cleaned_data[name]
            for name in self.fields
            if name != "version" and self.cleaned_data.get(name) not in (None, "")
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.all_at_once or not self.errors:
            serializer = self.judge()
            try:
                serializer.is_valid(raise_exception=True)
                self.judged = serializer.validated_data
            except ValidationError as error:
                answer = problem.handler(error, {})
                self.refuse(answer.data["findings"] if answer is not None else [])
        return cleaned

    def judge(self) -> StrictSerializer:
        """The API's body with what was typed."""
        return self.body(data=self.payload())

    def refuse(self, findings: Iterable[Mapping[str, Any]], detail: str = "") -> None:
        """Show findings: at the field each speaks of, or above the form where there is no such field."""
        before = len(self.findings)
        for finding in findings:
            self.findings.append(finding)
            field = self.field_for(str(finding["path"]))
            if field in self.fields:
                self.add_error(field, self.said(finding))
        if len(self.findings) == before:
            self.add_error(None, detail or str(_("This could not be done. What is wrong stands below.")))
        elif elsewhere := len(self.elsewhere):
            self.add_error(None, self.counted(elsewhere))

    def counted(self, n: int) -> str:
        """What stands above a list of `n` findings."""
        text = ngettext(
            "This was not done: one thing is missing or wrong.",
            "This was not done: %(n)d things are missing or wrong.",
            n,
        )
        return text % {"n": n}

    def said(self, finding: Mapping[str, Any]) -> str:
        """What a finding says at its own field."""
        return str(finding["text"])

    def is_elsewhere(self, finding: Mapping[str, Any]) -> bool:
        """Whether a finding speaks of something this form does not ask."""
        return self.field_for(str(finding["path"])) not in self.fields

    @property
    def elsewhere(self) -> list[Mapping[str, Any]]:
        """The findings that stand at no field, for a list above the form."""
        return [finding for finding in self.findings if self.is_elsewhere(finding)]

    def field_for(self, path: str) -> str:
        """The field that asks for what a path of the API names."""
        return re.split(r"[.\[]", path, maxsplit=1)[0]

    def instant(self, name: str) -> str | None:
        """A typed wall-clock time as an instant with its offset; None if empty; as typed if it is no time."""
        typed = str(self.cleaned_data.get(name) or "")
        return instant(typed, self.zone) if typed else None


def instant(typed: str, zone: str) -> str:
    """What was typed as an instant with its offset; as typed if it is no time, for the API's judgement."""
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=ZoneInfo(zone)).isoformat()
    except ValueError:
        return typed


class NoQuestions(ActForm):
    """An act that asks nothing."""
