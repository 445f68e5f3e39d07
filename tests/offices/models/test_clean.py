"""What reference data is refused before it could break a computation (spec section 15)."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Model

from guarantees.models import ExchangeRate, RateRow, TariffLine
from offices.models import (
    Country,
    CountryProfile,
    DeadlineSetting,
    Office,
    RestrictedGoods,
    RoadDistance,
    VehiclePermit,
)

SG = Country(code="SG", name="Singapore", currency="SGD", language="en", time_zone="Asia/Singapore")
OFFICE: dict[str, Any] = {"code": "SGAAA001", "country": SG, "latitude": 1, "longitude": 103, "roles": "T"}
RATE: dict[str, Any] = {"country": SG, "code_prefix": "84", "charge": "DUTY", "basis": "PERCENT", "rate": 5}


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (Country(code="SG", currency="SGD", time_zone="Mars/Olympus"), "time_zone"),
        (Country(code="SG", currency="ZZZ", time_zone="Asia/Singapore"), "currency"),
        (Country(code="sg", currency="SGD", time_zone="Asia/Singapore"), "code"),
        (Office(**OFFICE | {"code": "THAAA001"}), "code"),
        (Office(**OFFICE | {"latitude": 91}), "latitude"),
        (Office(**OFFICE | {"longitude": -181}), "longitude"),
        (Office(**OFFICE | {"faces": Office(**OFFICE)}), "faces"),
        (Office(**OFFICE | {"open_until": date(2020, 1, 1)}), "open_until"),
        (Office(**OFFICE | {"opening_hours": [None] * 7}), "opening_hours"),
        (CountryProfile(valid_from=date(2027, 1, 2), weekend=[*range(7)]), "weekend"),
        (CountryProfile(valid_from=date(2027, 1, 2), road_speed_kmh=0), "road_speed_kmh"),
        (CountryProfile(valid_from=date(2027, 1, 2), valid_until=date(2027, 1, 1)), "valid_until"),
        (DeadlineSetting(kind="LIMIT_DATE_REMINDER", amount=1, unit="WORKING_DAYS"), "unit"),
        (RestrictedGoods(code_prefix="84x", rule="PROHIBITED"), "code_prefix"),
        (RestrictedGoods(code_prefix="84", rule="RESTRICTED"), "document_type"),
        (VehiclePermit(number="P", configuration="BICYCLE"), "configuration"),
        (TariffLine(code="8471300"), "code"),
        (RateRow(**RATE | {"code_prefix": "x"}), "code_prefix"),
        (RateRow(**RATE | {"rate": -1}), "rate"),
        (RateRow(**RATE | {"basis": "SPECIFIC"}), "unit"),
        (ExchangeRate(base="XXX", quote="SGD", rate=1), "base"),
        (ExchangeRate(base="SGD", quote="SGD", rate=1), "quote"),
        (ExchangeRate(base="USD", quote="SGD", rate=0), "rate"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_row_that_could_not_be_computed_with_is_refused(row: Model, field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        row.clean()
    assert list(refused.value.message_dict) == [field]


@pytest.mark.parametrize("row", [SG, Office(**OFFICE), RateRow(**RATE), ExchangeRate(base="USD", quote="SGD", rate=1)])
def test_ordinary_row_passes(row: Model) -> None:
    row.clean()


def test_road_is_named_in_the_order_of_the_codes() -> None:
    row = RoadDistance(one_id="THBKK001", other_id="SGSIN001")
    row.one, row.other = Office(code="THBKK001"), Office(code="SGSIN001")
    row.clean()
    assert (row.one_id, row.other_id) == ("SGSIN001", "THBKK001")
