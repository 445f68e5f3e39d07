"""Numbers and their check digits (spec section 2). Pure: needs neither database nor network."""

import re
import secrets

from stdnum import iso6346

_VALUES = {str(digit): digit for digit in range(10)}
# ISO 6346: letters count upwards from 10 and skip the multiples of 11.
_VALUES.update(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (value for value in range(10, 39) if value % 11),
        strict=True,
    )
)
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

OFFICE_CODE = re.compile(r"[A-Z]{2}[A-Z0-9]{6}")
LRN = re.compile(r"[A-Za-z0-9_-]{1,22}")
MRN = re.compile(r"[0-9]{2}[A-Z]{2}[A-Z0-9]{12}[J-M][0-9]")
QUOTED_MRN = re.compile(r"[0-9]{2}[A-Z]{2}[A-Z0-9]{13}[0-9]")
GRN = re.compile(r"[0-9]{2}[A-Z]{2}[A-Z0-9]{12}[0-9]")


def check_digit(text: str) -> str:
    """The ISO 6346 check digit of `text`: value times 2^i from the left, modulo 11, 10 becoming 0."""
    total = sum(_VALUES[character] << index for index, character in enumerate(text))
    return str(total % 11 % 10)


def is_mrn(text: str, *, quoted: bool = False) -> bool:
    """Whether `text` is a valid MRN; `quoted` admits the forms of older and foreign ones."""
    pattern = QUOTED_MRN if quoted else MRN
    return pattern.fullmatch(text) is not None and check_digit(text[:-1]) == text[-1]


def is_grn(text: str) -> bool:
    """Whether `text` is a valid GRN."""
    return GRN.fullmatch(text) is not None and check_digit(text[:-1]) == text[-1]


def is_container(text: str) -> bool:
    """Whether `text` is a container number of ISO 6346, capitals and digits without blanks."""
    return text == iso6346.compact(text) and bool(iso6346.is_valid(text))


def make_mrn(*, year: int, country: str, office_part: str) -> str:
    """A new MRN: the office's own six characters, six random ones, `J`, check digit.

    Uniqueness is the database's word (unique column): the caller draws again on a clash.
    """
    serial = "".join(secrets.choice(_ALPHABET) for _ in range(6))
    body = f"{year % 100:02d}{country}{office_part}{serial}J"
    return body + check_digit(body)


def make_grn(*, year: int, country: str) -> str:
    """A new GRN: year, country, twelve random characters, check digit."""
    serial = "".join(secrets.choice(_ALPHABET) for _ in range(12))
    body = f"{year % 100:02d}{country}{serial}"
    return body + check_digit(body)


def fault(text: str) -> str:
    """What is wrong with a number of any known kind, or an empty string if one of them is valid."""
    if is_mrn(text, quoted=True) or is_grn(text) or is_container(text):
        return ""
    for name, pattern in (("MRN", QUOTED_MRN), ("GRN", GRN)):
        if pattern.fullmatch(text):
            return f"{text}: check digit of this {name} should be {check_digit(text[:-1])}, not {text[-1]}"
    if re.fullmatch(r"[A-Z]{4}[0-9]{7}", text):
        return f"{text}: check digit of this container number should be {check_digit(text[:-1])}, not {text[-1]}"
    return f"{text}: neither MRN (18 characters), GRN (17) nor container number (11)"
