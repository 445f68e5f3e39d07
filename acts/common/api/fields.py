"""Fields that take a value only in its own JSON type: no text for numbers, no 1 for true, no instant without a zone.

Messages never repeat what was sent: it may be a secret or text that JSON cannot carry.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NoReturn

from rest_framework import serializers

# Control characters, surrogates, non-characters, and marks that turn the reading direction around.
_FORBIDDEN = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff"
_LINE = re.compile(rf"[{_FORBIDDEN}\t\n]")
_PARAGRAPHS = re.compile(rf"[{_FORBIDDEN}]")
_NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_YEARS = range(2000, 2200)


class Text(serializers.CharField):
    """Text without leading or trailing blank, on one line unless `lines`; `pattern` must match the whole of it."""

    default_error_messages = {
        "blanks": "Text must not begin or end with a blank.",
        "characters": "Text holds a character that is not allowed.",
        "pattern": "The value does not have the required form.",
    }

    def __init__(self, *, pattern: re.Pattern[str] | None = None, lines: bool = False, **options: Any) -> None:
        super().__init__(trim_whitespace=False, **options)
        self.pattern = pattern
        self.forbidden = _PARAGRAPHS if lines else _LINE

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        if self.forbidden.search(data):
            self.fail("characters")
        if data != data.strip():
            self.fail("blanks")
        if self.pattern is not None and not self.pattern.fullmatch(data):
            self.fail("pattern")
        return data


class Code(Text):
    """A value of a long code list that stands in a table or a library; class 12 if it is not in it."""

    default_error_messages = {"invalid_choice": "The value is not in the code list."}

    def __init__(self, *, known: Any, **options: Any) -> None:
        super().__init__(**options)
        self.known = known

    def to_internal_value(self, data: Any) -> str:
        code = super().to_internal_value(data)
        if not self.known(code):
            self.fail("invalid_choice")
        return code


class Choice(serializers.ChoiceField):
    """A value of a short code list; class 12 if it is not in it."""

    default_error_messages = {"invalid_choice": "The value is not in the code list: {codes}."}

    def fail(self, key: str, **facts: Any) -> NoReturn:
        super().fail(key, **facts, codes=", ".join(str(code) for code in self.choices if code))

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid_choice")
        return super().to_internal_value(data)


class Email(serializers.EmailField):
    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str) or _LINE.search(data) or data != data.strip():
            self.fail("invalid")
        return data


class Flag(serializers.BooleanField):
    """JSON's true and false, nothing else."""

    def to_internal_value(self, data: Any) -> bool:
        if data is not True and data is not False:
            self.fail("invalid")
        return bool(data)


class Integer(serializers.IntegerField):
    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        return data


class Number(serializers.DecimalField):
    """A decimal as a JSON number or as plain text (`"12.5"`, as answers give it); never negative."""

    default_error_messages = {"invalid": "Write a number such as 1200.5: no commas, no units."}

    def __init__(self, *, whole_digits: int | None = None, **options: Any) -> None:
        super().__init__(min_value=Decimal(0), **options)
        if whole_digits is not None:
            self.max_whole_digits = whole_digits

    def validate_empty_values(self, data: Any) -> tuple[bool, Any]:
        # Not DRF's own, which takes an empty text for null.
        return serializers.Field.validate_empty_values(self, data)

    def to_internal_value(self, data: Any) -> Decimal:
        if isinstance(data, str):
            if not _NUMBER.fullmatch(data):
                self.fail("invalid")
        elif isinstance(data, bool) or not isinstance(data, int | Decimal):
            self.fail("invalid")
        # Adding zero turns -0 into 0.
        return super().to_internal_value(data) + 0

    def quantize(self, value: Decimal) -> Decimal:
        """The value as it is: its digits are checked already, and with all decimals it may have more than may be."""
        return value


class Day(serializers.DateField):
    """`2026-11-22`, in the years 2000 to 2199."""

    def to_internal_value(self, value: Any) -> date:
        if not isinstance(value, str) or not _DATE.fullmatch(value):
            self.fail("invalid", format="YYYY-MM-DD")
        day: date = super().to_internal_value(value)
        if day.year not in _YEARS:
            self.fail("invalid", format="YYYY-MM-DD, years 2000 to 2199")
        return day


class Instant(serializers.DateTimeField):
    """`2026-11-22T08:00:00+07:00`: ISO 8601 with its offset, in the years 2000 to 2199."""

    default_error_messages = {
        "naive": "The instant must carry its offset from UTC.",
        "years": "The instant must lie in the years 2000 to 2199.",
    }

    def to_internal_value(self, value: Any) -> datetime:
        if not isinstance(value, str) or not _INSTANT.fullmatch(value):
            self.fail("invalid", format="YYYY-MM-DDThh:mm[:ss]+hh:mm")
        # Before any conversion: at the ends of the calendar it would overflow.
        if int(value[:4]) not in _YEARS:
            self.fail("years")
        instant: datetime = super().to_internal_value(value)
        return instant

    def enforce_timezone(self, value: datetime) -> datetime:
        if value.tzinfo is None:
            self.fail("naive")
        aware: datetime = super().enforce_timezone(value)
        return aware


class Identifier(serializers.UUIDField):
    """A UUID as text."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)
