"""What a risk profile may compare with, criterion by criterion (spec section 14). Pure."""

import re

from acts.common import money, numbers
from transit.codelists.countries import COUNTRIES
from transit.enums import RiskCriterion

_AMOUNT = re.compile(r"[0-9]{1,16}(\.[0-9]{1,4})? [A-Z]{3}", re.ASCII)
_PERCENT = re.compile(r"(100|[0-9]{1,2}(\.[0-9]{1,4})?)", re.ASCII)
_CODE_PREFIX = re.compile(r"[0-9]{2,8}", re.ASCII)
_FIRM = re.compile(r"[A-Z0-9][A-Z0-9-]{0,19}", re.ASCII)


def fault(criterion: str, operand: str) -> str:
    """What is wrong with the operand of a profile, in words; an empty text is well."""
    match criterion:
        case RiskCriterion.PRINCIPAL if not _FIRM.fullmatch(operand):
            return "a firm's number in the register, such as SG-T-0001"
        case RiskCriterion.COMMODITY if not _CODE_PREFIX.fullmatch(operand):
            return "the first 2 to 8 digits of a commodity code, such as 8471"
        case RiskCriterion.ORIGIN if operand not in COUNTRIES:
            return "a country of ISO 3166, such as MY"
        case RiskCriterion.OFFICE if not numbers.OFFICE_CODE.fullmatch(operand):
            return "an office code, such as THSDO001"
        case RiskCriterion.VALUE if not _AMOUNT.fullmatch(operand) or not money.is_currency(operand[-3:]):
            return "an amount and its currency, such as 100000 SGD"
        case RiskCriterion.RANDOM if not _PERCENT.fullmatch(operand):
            return "a share from 0 to 100 percent, such as 2.5"
    return ""
