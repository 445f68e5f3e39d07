"""Fields of columns that hold more than one value, typed as people write them."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from offices.enums import OfficeRole

_HOURS = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)", re.ASCII)
_TYPES = r"[A-Z0-9_-]{1,20}(?:, ?[A-Z0-9_-]{1,20})*"
_STEP = re.compile(
    rf"(?P<percentage>[0-9]{{1,3}})(?: after (?P<clean_years>[0-9]{{1,2}}))?"
    rf"(?: within (?P<debt_days>[0-9]{{1,3}}))?(?: with (?P<documents>{_TYPES}))?",
    re.ASCII,
)
_DOCUMENT_TYPE = re.compile(r"[A-Z0-9_-]{1,20}", re.ASCII)
_CLOSED = "closed"
_DAYS_OF_WEEK = 7


def _lines(value: Any) -> list[str]:
    return [line.strip() for line in str(value or "").splitlines() if line.strip()]


class OpeningHours(forms.CharField):
    """Seven lines, Monday first: `08:00-17:00` or `closed`; kept as pairs or None."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=forms.Textarea(attrs={"rows": _DAYS_OF_WEEK}),
            help_text=_("One line a day, Monday first: 08:00-17:00, or closed. 24:00 is midnight at the day's end."),
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join("-".join(hours) if hours else _CLOSED for hours in value)

    def clean(self, value: Any) -> Any:
        lines = _lines(super().clean(value))
        if len(lines) != _DAYS_OF_WEEK:
            raise ValidationError(_("Seven lines are needed, one a day; these are %(n)d.") % {"n": len(lines)})
        return [self._day(line) for line in lines]

    def _day(self, line: str) -> list[str] | None:
        if line == _CLOSED:
            return None
        opens, _dash, closes = line.partition("-")
        if not _HOURS.fullmatch(line) or opens >= closes:
            raise ValidationError(_("'%(line)s' is neither hours such as 08:00-17:00 nor closed.") % {"line": line})
        return [opens, closes]


class ReductionScale(forms.CharField):
    """Lines `50 after 2 with CLEAN_RECORD`: a percentage, after how many clean years, with which papers.

    `0 within 90 with NO_DEBT`: nothing that was demanded may be older than so many days.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_(
                "One step a line: the percentage; after how many clean years; within how many days debts are paid; "
                "with which papers. Such as 50 after 2 with CLEAN_RECORD, and for the waiver 0 within 90 with NO_DEBT."
            ),
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(self._line(step) for step in value) if isinstance(value, list) else value

    def _line(self, step: dict[str, Any]) -> str:
        words = [str(step["percentage"])]
        words += [f"after {step['clean_years']}"] if "clean_years" in step else []
        words += [f"within {step['debt_days']}"] if "debt_days" in step else []
        words += [f"with {', '.join(step['documents'])}"] if step.get("documents") else []
        return " ".join(words)

    def clean(self, value: Any) -> Any:
        steps = [self._step(line) for line in _lines(super().clean(value))]
        if len({step["percentage"] for step in steps}) < len(steps):
            raise ValidationError(_("Each percentage has one line."))
        return steps

    def _step(self, line: str) -> dict[str, Any]:
        found = _STEP.fullmatch(line)
        if found is None or int(found["percentage"]) > 100:
            raise ValidationError(_("'%(line)s' is no step such as 50 after 2.") % {"line": line})
        numbers = ("percentage", "clean_years", "debt_days")
        step: dict[str, Any] = {name: int(found[name]) for name in numbers if found[name]}
        papers = [word.strip() for word in (found["documents"] or "").split(",") if word]
        return step | ({"documents": papers} if papers else {})


class DocumentTypes(forms.CharField):
    """One type of document a line, as the code list of documents writes it; each once."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_("One type a line, asked for of every declaration through this country, such as INVOICE."),
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        lines = _lines(super().clean(value))
        for line in lines:
            if not _DOCUMENT_TYPE.fullmatch(line):
                raise ValidationError(_("'%(line)s' is no type of document such as INVOICE.") % {"line": line})
        return list(dict.fromkeys(lines))


class OfficeRoles(forms.MultipleChoiceField):
    """What an office may do: letters kept as one word, in the order of the code list."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=OfficeRole.choices, widget=forms.CheckboxSelectMultiple, **options)

    def prepare_value(self, value: Any) -> Any:
        return list(value) if isinstance(value, str) else value

    def clean(self, value: Any) -> Any:
        chosen = super().clean(value)
        return "".join(role.value for role in OfficeRole if role.value in chosen)
