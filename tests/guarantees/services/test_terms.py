from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from guarantees.services import terms as conditions
from offices.enums import FirmKind, FirmStatus
from tests.factories import guarantees as factory
from tests.factories import offices

pytestmark = pytest.mark.django_db


def codes(**fields: Any) -> list[str]:
    asked = factory.terms(**fields)
    guarantor = factory.guarantor().pk
    register = conditions.register_for(terms=asked, guarantor=guarantor, at=factory.AT)
    return [row.code for row in conditions.findings(terms=asked, register=register)]


def test_good_terms_have_no_findings() -> None:
    assert codes(valid_until=date(2026, 11, 23), blocked_countries=("MM",), code_prefixes=("85", "85171300")) == []


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"currency": "XYZ"}, "R-GUARANTEE-02"),
        ({"currency": "sgd"}, "R-GUARANTEE-02"),
        ({"currency": "XAU"}, "R-GUARANTEE-02"),
        ({"reference_amount": Decimal(0)}, "R-GUARANTEE-03"),
        ({"reference_amount": Decimal(-1)}, "R-GUARANTEE-03"),
        ({"reference_amount": Decimal("NaN")}, "R-GUARANTEE-03"),
        ({"reference_amount": Decimal("Infinity")}, "R-GUARANTEE-03"),
        ({"reference_amount": Decimal("1e400")}, "R-GUARANTEE-04"),
        ({"reference_amount": Decimal("10000000000000000")}, "R-GUARANTEE-04"),
        ({"reference_amount": Decimal("0.001")}, "R-GUARANTEE-05"),
        ({"currency": "VND", "reference_amount": Decimal("0.5")}, "R-GUARANTEE-05"),
        ({"reference_amount": Decimal("1e-400")}, "R-GUARANTEE-05"),
        ({"office": "SGXXX001"}, "R-GUARANTEE-06"),
        ({"office": "SGTUA001"}, "R-GUARANTEE-07"),
        ({"office": "MYPJY001"}, "R-GUARANTEE-08"),
        ({"principal": "NOBODY"}, "R-GUARANTEE-09"),
        ({"valid_until": date(2026, 1, 4)}, "R-GUARANTEE-12"),
        ({"valid_until": date(2026, 11, 22)}, "R-GUARANTEE-13"),
        ({"blocked_countries": ("FR",)}, "R-GUARANTEE-14"),
        ({"blocked_countries": ("MM", "MM")}, "R-GUARANTEE-15"),
        ({"code_prefixes": ("8",)}, "R-GUARANTEE-16"),
        ({"code_prefixes": ("٨٥",)}, "R-GUARANTEE-16"),
    ],
)
def test_bad_terms_are_named(fields: dict[str, Any], code: str) -> None:
    assert code in codes(**fields)


@pytest.mark.parametrize("fields", [{"status": FirmStatus.WITHDRAWN}, {"kind": FirmKind.BANK}])
def test_principal_must_be_an_approved_trader(fields: dict[str, Any]) -> None:
    assert codes(principal=offices.firm(**fields)) == ["R-GUARANTEE-10"]
