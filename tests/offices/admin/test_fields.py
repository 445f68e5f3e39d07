from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError

from offices.admin.fields import OfficeRoles, OpeningHours, ReductionScale

DAY = ["08:00", "17:00"]
WEEK = [DAY, DAY, DAY, DAY, ["00:00", "24:00"], None, None]
SCALE = [
    {"percentage": 100},
    {"percentage": 50, "clean_years": 2, "documents": ["CLEAN_RECORD", "AUDIT"]},
    {"percentage": 0, "debt_days": 90, "documents": ["NO_DEBT"]},
]


@pytest.mark.parametrize(
    ("field", "value"),
    [(OpeningHours(), WEEK), (ReductionScale(), SCALE), (ReductionScale(), []), (OfficeRoles(), "DA")],
)
def test_value_shown_and_sent_back_is_the_same(field: forms.Field, value: Any) -> None:
    assert field.clean(field.prepare_value(value)) == value


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (OpeningHours(), ""),
        (OpeningHours(), "closed\n" * 6),
        (OpeningHours(), "closed\n" * 6 + "17:00-08:00"),
        (OpeningHours(), "closed\n" * 6 + "8-17"),
        (OpeningHours(), "closed\n" * 6 + "08:00-25:00"),
        (ReductionScale(), "101"),
        (ReductionScale(), "50 after x"),
        (ReductionScale(), "half"),
        (ReductionScale(), "50 with a paper"),
        (ReductionScale(), "50 after 2\n50 after 3"),
        (OfficeRoles(), []),
        (OfficeRoles(), ["X"]),
    ],
)
def test_what_cannot_be_read_is_refused(field: forms.Field, text: Any) -> None:
    with pytest.raises(ValidationError):
        field.clean(text)
