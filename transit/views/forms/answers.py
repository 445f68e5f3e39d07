"""Fields whose cleaned value is what the API takes, and which show what the API gives."""

import re
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

YES, NO = "yes", "no"
_BLANKS = re.compile(r"\s+")


class Words(forms.CharField):
    """One line of text; nothing is required of a draft."""

    def __init__(self, *, max_length: int, **options: Any) -> None:
        super().__init__(max_length=max_length, required=False, **options)


class Code(Words):
    """Capitals without blanks, however they were typed: plates, permits, containers."""

    def to_python(self, value: Any) -> str:
        return _BLANKS.sub("", str(super().to_python(value))).upper()


class Codes(forms.CharField):
    """Seals, one a line."""

    def __init__(self, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 2, "spellcheck": "false"})
        super().__init__(max_length=2500, required=False, widget=widget, **options)

    def clean(self, value: Any) -> Any:
        lines = (line.strip() for line in str(super().clean(value)).splitlines())
        return [line for line in lines if line]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value


class Amount(forms.CharField):
    """A decimal as text; groups of digits may be set apart by blanks."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=30, required=False, widget=widget, **options)

    def to_python(self, value: Any) -> str:
        return _BLANKS.sub("", str(super().to_python(value)))


class Count(forms.CharField):
    """A whole number."""

    default_error_messages = {"whole": _("Enter a whole number.")}

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(max_length=12, required=False, widget=widget, **options)

    def clean(self, value: Any) -> Any:
        typed = _BLANKS.sub("", str(super().clean(value)))
        if not typed:
            return None
        if not re.fullmatch(r"-?[0-9]+", typed):
            raise forms.ValidationError(self.error_messages["whole"])
        return int(typed)


class Day(forms.CharField):
    """A calendar day."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"})
        super().__init__(max_length=20, required=False, widget=widget, **options)

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value


class WallClock(forms.CharField):
    """An instant as the clock on the wall shows it; `zone_of` in the form says where the wall stands."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"})
        super().__init__(max_length=30, required=False, widget=widget, **options)


class Pick(forms.ChoiceField):
    """One of a list; what is stored is offered too, even where the list no longer knows it."""

    def __init__(self, *, choices: Any, stored: Any = None, **options: Any) -> None:
        rows = list(choices)
        if stored and not any(_holds(row, str(stored)) for row in rows):
            rows.append((str(stored), str(stored)))
        super().__init__(choices=rows, required=False, **options)


def _holds(choice: Any, value: str) -> bool:
    code, label = choice
    return any(row[0] == value for row in label) if isinstance(label, list | tuple) else code == value


class PickMany(forms.MultipleChoiceField):
    """Any of a short list."""

    def __init__(self, *, choices: Any, stored: Any = None, **options: Any) -> None:
        known = list(choices)
        codes = {code for code, _label in known}
        more = [(code, code) for code in stored or [] if code not in codes]
        super().__init__(choices=known + more, required=False, widget=forms.CheckboxSelectMultiple, **options)


class YesNo(forms.ChoiceField):
    """True, false, or not said."""

    def __init__(self, **options: Any) -> None:
        choices = [(YES, _("yes")), (NO, _("no"))]
        super().__init__(choices=choices, required=False, widget=forms.RadioSelect, **options)

    def clean(self, value: Any) -> Any:
        said = super().clean(value)
        return {YES: True, NO: False}.get(said)

    def prepare_value(self, value: Any) -> Any:
        return {True: YES, False: NO}.get(value, value) if isinstance(value, bool) else value


class Tick(forms.BooleanField):
    """True or false."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)


def on_the_wall(instant: Any, zone: str) -> str:
    """An instant of the API as a field of type datetime-local takes it."""
    if not instant:
        return ""
    found = instant if isinstance(instant, datetime) else datetime.fromisoformat(str(instant))
    return found.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")
