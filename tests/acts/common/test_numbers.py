"""Every example of spec section 2, as the specification gives it, and what a slip of the pen makes of it."""

import pytest

from acts.common import numbers

MRNS = ("24GB000246J8NY33L7", "25GB000246TK0E6WJ1", "23GB000246IF9W5YJ0")
OLD_MRNS = ("19IT02110010007827", "99IT9876AB88901209")
GRNS = ("20GB0000010000H72", "21GB0000010000HU1", "24GB0000010000295")
WRONG = "23CH9876AB889012J4"


def test_example_with_a_wrong_check_digit_is_no_number() -> None:
    assert not numbers.is_mrn(WRONG)
    assert not numbers.is_mrn(WRONG, quoted=True)
    right = numbers.check_digit(WRONG[:-1])
    assert right != WRONG[-1]
    assert numbers.fault(WRONG) == f"{WRONG}: check digit of this MRN should be {right}, not {WRONG[-1]}"


@pytest.mark.parametrize("text", MRNS + OLD_MRNS + GRNS)
def test_example_with_any_other_check_digit_is_refused(text: str) -> None:
    others = {text[:-1] + digit for digit in "0123456789"} - {text}
    assert not any(numbers.is_mrn(other, quoted=True) or numbers.is_grn(other) for other in others)
    assert all("check digit" in numbers.fault(other) for other in others)
    assert numbers.check_digit(text[:-1]) == text[-1]
    assert numbers.fault(text) == ""


@pytest.mark.parametrize("text", OLD_MRNS)
def test_old_mrn_is_only_quoted(text: str) -> None:
    assert not numbers.is_mrn(text)
    assert numbers.is_mrn(text, quoted=True)


@pytest.mark.parametrize("text", MRNS)
def test_mrn_is_no_grn(text: str) -> None:
    assert not numbers.is_grn(text)
    assert numbers.is_mrn(text)
    assert numbers.is_mrn(text, quoted=True)


@pytest.mark.parametrize("text", GRNS)
def test_grn_is_no_mrn(text: str) -> None:
    assert not numbers.is_mrn(text, quoted=True)
    assert numbers.is_grn(text)


@pytest.mark.parametrize("text", [MRNS[0].lower(), f" {MRNS[0]}", f"{MRNS[0]}\n", MRNS[0][:-1], ""])
def test_text_that_is_no_number_is_told_what_numbers_there_are(text: str) -> None:
    assert not numbers.is_mrn(text, quoted=True)
    assert numbers.fault(text) == f"{text}: neither MRN (18 characters), GRN (17) nor container number (11)"


def test_values_of_letters_skip_the_multiples_of_eleven() -> None:
    """Each letter alone weighs its own value: A=10, B=12 … K=21, L=23 … U=32, V=34 … Z=38; 10 becomes 0."""
    values = [*range(10, 11), *range(12, 22), *range(23, 33), *range(34, 39)]
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    assert [numbers.check_digit(letter) for letter in letters] == [str(value % 11 % 10) for value in values]
    assert (numbers.check_digit("01"), numbers.check_digit("A")) == ("2", "0")


@pytest.mark.parametrize("office_part", ["SIN001", "000246"])
def test_new_numbers_are_right_themselves(office_part: str) -> None:
    mrn = numbers.make_mrn(year=2026, country="SG", office_part=office_part)
    assert numbers.is_mrn(mrn)
    assert (mrn[:10], mrn[16]) == (f"26SG{office_part}", "J")
    grn = numbers.make_grn(year=2031, country="TH")
    assert numbers.is_grn(grn)
    assert grn[:4] == "31TH"
