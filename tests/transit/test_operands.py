import pytest
from django.core.exceptions import ValidationError

from tests.factories import transit as factory
from transit import operands
from transit.enums import Channel, RiskCriterion
from transit.models import RiskProfile

WRONG = [
    (RiskCriterion.VALUE, ["x SGD", "SGD", "100000", "100000  SGD", "1 ZZZ", "NaN SGD", "1e9 SGD", "-1 SGD", "٣ SGD"]),
    (RiskCriterion.RANDOM, ["", "x", "101", "-1", "NaN", "Infinity", "2,5", "5 %"]),
    (RiskCriterion.COMMODITY, ["", "8", "84 71", "847130001", "84x1"]),
    (RiskCriterion.ORIGIN, ["", "my", "ZZ", "MYS"]),
    (RiskCriterion.OFFICE, ["", "SGSIN01", "sgsin001"]),
    (RiskCriterion.PRINCIPAL, ["", " SG-T-0001", "SG T"]),
]
RIGHT = [
    (RiskCriterion.VALUE, ["100000 SGD", "0.5 KWD", "1000000000000000 VND"]),
    (RiskCriterion.RANDOM, ["0", "2.5", "100"]),
    (RiskCriterion.COMMODITY, ["84", "84713000"]),
    (RiskCriterion.ORIGIN, ["MY"]),
    (RiskCriterion.OFFICE, ["SGSIN001"]),
    (RiskCriterion.PRINCIPAL, ["SG-T-0001"]),
]


@pytest.mark.parametrize(("criterion", "operand"), [(name, text) for name, texts in WRONG for text in texts])
def test_malformed_operand_is_refused_by_the_model(criterion: RiskCriterion, operand: str) -> None:
    profile = RiskProfile(name="P", criterion=criterion, operand=operand, channel=Channel.RED)
    with pytest.raises(ValidationError, match="R-RISK-01") as refused:
        profile.clean()
    assert list(refused.value.message_dict) == ["operand"]


@pytest.mark.parametrize(("criterion", "operand"), [(name, text) for name, texts in RIGHT for text in texts])
def test_readable_operand_passes(criterion: RiskCriterion, operand: str) -> None:
    assert operands.fault(criterion, operand) == ""
    RiskProfile(name="P", criterion=criterion, operand=operand, valid_from=factory.AT.date()).clean()
